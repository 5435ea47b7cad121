//! What can be said of each indicator, place by place.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use indicators::Ground;
use questionnaire::{Frame as Drawn, WardCode};

use super::{Plan, Where};
use crate::http::desk::frame::Table;
use crate::http::desk::word::{Speech, Tongue, Word};
use crate::http::html::escape;
use crate::plan::Line;

/// What `plan` can say, to whoever is held to `ward`.
pub(super) fn draw(speech: Speech, plan: &Plan<'_>, ward: Option<WardCode>) -> String {
    if plan.survey.frame() != Drawn::RandomSample {
        return format!("<p class=\"told\">{}</p>", speech.say(Word::PlanNoSample));
    }
    let lines = plan.lines();
    let mut places: BTreeMap<Where, Vec<&Line<'_>>> = BTreeMap::new();
    for line in &lines {
        let is_shown = match (line.place, ward) {
            (Where::Each, _) | (_, None) => true,
            (Where::Ward(place), Some(own)) => place == own,
            (Where::City, Some(_)) => false,
        };
        if is_shown {
            places.entry(line.place).or_default().push(line);
        }
    }
    if places.is_empty() {
        return format!("<p class=\"told\">{}</p>", speech.say(Word::PlanNone));
    }
    let sheet = Sheet { speech, plan };
    let mut out = String::from("<div class=\"plan\">");
    for (number, (place, lines)) in places.into_iter().enumerate() {
        let name = sheet.name(place);
        let table = Table { caption: name.clone(), heads: sheet.heads(), rows: sheet.rows(&lines), words: 2 };
        // Of 24 wards somebody looks at one after the other.
        let open = if number == 0 { " open" } else { "" };
        let table = table.draw(speech);
        let _ = write!(out, "<details{open}><summary><h2>{name}</h2></summary>{table}</details>");
    }
    let _ = write!(out, "</div><p class=\"note\">{}</p>", speech.say(Word::PlanHow));
    out
}

struct Sheet<'a> {
    speech: Speech,
    plan: &'a Plan<'a>,
}

impl Sheet<'_> {
    fn name(&self, place: Where) -> String {
        let survey = self.plan.survey;
        match place {
            Where::Each => self.speech.say(Word::PlanEach),
            Where::City => self.speech.say(Word::WholeCity),
            Where::Ward(ward) => survey.wards().get(&ward).map_or_else(
                || ward.to_string(),
                |settings| self.speech.text(&settings.name, &survey.slots(Some(ward))),
            ),
        }
    }

    fn heads(&self) -> Vec<String> {
        let points = [("points", format!("{:.0}", self.plan.assumed.difference * 100.0))];
        let words = [
            Word::PlanIndicator,
            Word::PlanExpected,
            Word::PlanAnswers,
            Word::PlanHalf,
            Word::PlanTarget,
            Word::PlanReached,
            Word::PlanMissed,
            Word::PlanChance,
            Word::PlanAnswersNeeded,
            Word::PlanAskedNeeded,
        ];
        words.into_iter().map(|word| self.speech.say_with(word, &points)).collect()
    }

    fn rows(&self, lines: &[&Line<'_>]) -> Vec<Vec<String>> {
        let count = |count: Option<u64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
        let row = |line: &&Line<'_>| {
            let (outlook, expected) = (line.outlook, line.expected);
            let half = outlook.half_width.map_or_else(|| "–".to_owned(), |half| format!("±{:.1}", half * 100.0));
            let target = line.target.map_or_else(
                || "–".to_owned(),
                |(target, aim)| {
                    let aim = percent(Some(aim));
                    let dated = |year: u16| {
                        self.speech.say_with(Word::PlanTargetYear, &[("aim", aim.clone()), ("year", year.to_string())])
                    };
                    target.fiscal_year.map_or_else(|| aim.clone(), dated)
                },
            );
            vec![
                self.indicator(line),
                self.expected(Word::PlanShare, expected.share, expected.share_by),
                outlook.answers.to_string(),
                half,
                target,
                percent(outlook.told.and_then(|told| told.reached_from)),
                percent(outlook.told.and_then(|told| told.missed_up_to)),
                outlook.chance.map_or_else(|| "–".to_owned(), |chance| format!("{:.0}%", chance * 100.0)),
                count(outlook.answers_needed),
                count(outlook.asked_needed),
            ]
        };
        lines.iter().map(row).collect()
    }

    /// What an indicator says, in the documents' own words, and whom it counts.
    fn indicator(&self, line: &Line<'_>) -> String {
        let own = |words: &str| match self.speech.0 {
            Tongue::Ja => escape(words),
            Tongue::En => format!("<span lang=\"ja\">{}</span>", escape(words)),
        };
        let mut out = own(&line.indicator.statement);
        if let Some(base) = &line.indicator.base {
            let _ = write!(
                out,
                "<br><span class=\"note\">{} {}</span>",
                own(&base.words),
                self.expected(Word::PlanBase, line.expected.answered, line.expected.answered_by)
            );
        }
        out
    }

    /// A share and by what it is expected.
    fn expected(&self, word: Word, share: f64, ground: Ground) -> String {
        self.speech.say_with(word, &[("share", percent(Some(share))), ("by", self.by(ground))])
    }

    fn by(&self, ground: Ground) -> String {
        match ground {
            Ground::Assumed => self.speech.say(Word::PlanByAssumed),
            Ground::Documents(year) => self.speech.say_with(Word::PlanByDocuments, &[("year", year.to_string())]),
            Ground::Before => self.speech.say(Word::PlanByBefore),
        }
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1}%", share * 100.0))
}
