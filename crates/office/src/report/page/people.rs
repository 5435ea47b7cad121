//! The page that says who answered.

use std::fmt::Write as _;

use std::collections::{BTreeMap, BTreeSet};

use super::pen::{Page, Pen, Row, Table, language_name};
use super::rates::rates;
use crate::report::Files;
use crate::report::reading::{AGE, SEX};
use crate::report::words::Word;

type Told = Option<String>;

pub(super) fn write(pen: &Pen<'_>, files: &mut Files) {
    let groups = &pen.publication.groups;
    let helped = pen.publication.counted.tallies.assisted;
    let mut body = format!("<p class=\"lead\">{}</p>", pen.say(Word::PeopleLead));
    body.push_str(&by_ward(pen));
    body.push_str(&rates(pen));
    body.push_str(&crossed(pen));
    let mode = |name: &str| {
        pen.say(match name {
            "web" => Word::ModeWeb,
            "kiosk" => Word::ModeKiosk,
            "field" => Word::ModeField,
            "plain" => Word::ModePlain,
            _ => Word::ModePaper,
        })
    };
    body.push_str(&alone(pen, Word::ByMode, &groups.modes, mode));
    // A few who were helped would be people, and not a number.
    if helped >= indicators::BASE_MIN {
        let _ = write!(body, "<p>{}</p>", pen.say_with(Word::Helped, &[("count", helped.to_string())]));
    }
    body.push_str(&alone(pen, Word::ByLanguage, &groups.languages, spoken));
    let title = pen.speech.plain_with(Word::NavPeople, &[]);
    pen.page(&Page { path: "people.html", heading: pen.say(Word::NavPeople), title, body }, files);
}

/// Ages, sexes and wards with each other, or why they are not.
fn crossed(pen: &Pen<'_>) -> String {
    let groups = &pen.publication.groups;
    if pen.publication.not_crossed.is_some() {
        let least = indicators::refusal::PANEL_CROSSED_MIN.to_string();
        return format!("<p>{}</p>", pen.say_with(Word::NotCrossed, &[("least", least)]));
    }
    let of_wards = if groups.wards_left_out {
        format!("<p>{}</p>", pen.say(Word::WardsLeftOut))
    } else {
        of_wards(pen, Word::ByAge, AGE, &groups.ages) + &of_wards(pen, Word::BySex, SEX, &groups.sexes)
    };
    by_age_and_sex(pen) + &of_wards
}

/// What a language is called: by itself where it is one of the publication, else by its tag.
fn spoken(tag: &str) -> String {
    match tag {
        "ja" | "ja-easy" | "en" => language_name(tag).to_owned(),
        other => other.to_owned(),
    }
}

fn count(pen: &Pen<'_>, count: Option<u64>) -> String {
    count.map_or_else(|| pen.say(Word::KeptShort), |count| count.to_string())
}

fn by_ward(pen: &Pen<'_>) -> String {
    let places = [None].into_iter().chain(pen.publication.wards().map(Some));
    let invited = !pen.publication.invited.is_empty();
    let rows = places.map(|place| {
        let answered = pen.publication.counted.tallies.responses(place);
        let asked = pen.publication.asked(place);
        let mut cells = vec![pen.place(place), answered.to_string()];
        if invited {
            let rate = asked.and_then(|asked| indicators::ratio(answered, asked)).map(Pen::percent);
            cells.extend([asked.map(|asked| asked.to_string()).unwrap_or_default(), rate.unwrap_or_default()]);
        }
        Row::of_place(place, cells)
    });
    let words = [Word::Ward, Word::Responses].into_iter();
    let words = words.chain([Word::Invited, Word::Rate].into_iter().filter(|_| invited));
    let heads = words.map(|word| pen.say(word)).collect();
    section(pen, Word::ByWard, heads, rows.collect())
}

fn by_age_and_sex(pen: &Pen<'_>) -> String {
    let city = &pen.publication.groups.city;
    let ages = ordered(pen, AGE, city.keys().map(|(age, _)| age));
    let sexes = ordered(pen, SEX, city.keys().map(|(_, sex)| sex));
    let rows = ages.iter().map(|age| {
        let cell = |sex: &&Told| match city.get(&((*age).clone(), (*sex).clone())) {
            Some(shown) => count(pen, *shown),
            None => "0".to_owned(),
        };
        Row::of([choice(pen, AGE, age)].into_iter().chain(sexes.iter().map(cell)).collect())
    });
    let heads = [pen.say(Word::ByAge)].into_iter().chain(sexes.iter().map(|sex| choice(pen, SEX, sex))).collect();
    section(pen, Word::ByAgeSex, heads, rows.collect())
}

fn of_wards(
    pen: &Pen<'_>,
    word: Word,
    question: &str,
    counts: &BTreeMap<(questionnaire::WardCode, Told), Option<u64>>,
) -> String {
    let groups = ordered(pen, question, counts.keys().map(|(_, group)| group));
    let rows = pen.publication.wards().map(|ward| {
        let cell = |group: &&Told| match counts.get(&(ward, (*group).clone())) {
            Some(shown) => count(pen, *shown),
            None => "0".to_owned(),
        };
        Row::of([pen.place(Some(ward))].into_iter().chain(groups.iter().map(cell)).collect())
    });
    let heads = [pen.say(Word::Ward)].into_iter().chain(groups.iter().map(|group| choice(pen, question, group)));
    let heads = heads.collect();
    section(pen, word, heads, rows.collect())
}

/// Groups as the question has them, and last those who told nothing.
fn ordered<'a>(pen: &Pen<'_>, question: &str, groups: impl Iterator<Item = &'a Told>) -> Vec<&'a Told> {
    let question = question.parse().ok().and_then(|id| pen.publication.survey.questionnaire().question(&id));
    let choices = question.and_then(|question| question.choices());
    let place = |code: &str| choices.and_then(|choices| choices.iter().position(|choice| choice.code.as_str() == code));
    let mut groups: Vec<&Told> = groups.collect::<BTreeSet<_>>().into_iter().collect();
    groups.sort_by_key(|group| group.as_deref().map_or(usize::MAX, |code| place(code).unwrap_or(usize::MAX - 1)));
    groups
}

/// What a choice of a question of oneself says.
fn choice(pen: &Pen<'_>, question: &str, told: &Told) -> String {
    let Some(code) = told else { return pen.say(Word::NotTold) };
    let question = question.parse().ok().and_then(|id| pen.publication.survey.questionnaire().question(&id));
    let choice = question.and_then(|question| question.choices()?.iter().find(|choice| choice.code.as_str() == code));
    choice.map_or_else(|| code.clone(), |choice| pen.speech.html(&choice.text, &pen.publication.survey.slots(None)))
}

fn alone(pen: &Pen<'_>, word: Word, counts: &BTreeMap<String, Option<u64>>, name: impl Fn(&str) -> String) -> String {
    let rows = counts.iter().map(|(group, shown)| Row::of(vec![name(group), count(pen, *shown)]));
    section(pen, word, vec![pen.say(word), pen.say(Word::Count)], rows.collect())
}

fn section(pen: &Pen<'_>, word: Word, heads: Vec<String>, rows: Vec<Row>) -> String {
    format!("<h2>{}</h2>{}", pen.say(word), pen.table(&Table { caption: pen.say(word), heads, rows }))
}
