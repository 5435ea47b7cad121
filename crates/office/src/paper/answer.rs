//! Where the answer goes on paper, by the kind of question.

use std::fmt::Write;

use questionnaire::{Choice, Kind, Printed, Question, RATING_MAX};

use super::PaperForm;
use super::words::{PaperWords, Word};
use crate::http::html::words;

/// How many choices are taken, where it is a matter of choices.
pub(super) fn how(question: &Question, words: PaperWords<'_>) -> Option<String> {
    let at_most = |at_most: usize| words.say(Word::AtMost, &[("n", &at_most.to_string())]);
    match question.kind() {
        Kind::One(_) | Kind::Rating(_) | Kind::Several { at_most: Some(1), .. } => Some(words.say(Word::One, &[])),
        Kind::Several { at_most: Some(number), choices } if *number < choices.len() => Some(at_most(*number)),
        Kind::Several { .. } => Some(words.say(Word::Several, &[])),
        Kind::Ranking { .. } => Some(words.say(Word::Ranking, &[])),
        Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) => None,
    }
}

/// The place for the answer.
pub(super) fn write(html: &mut String, printed: &Printed<'_>, form: &PaperForm<'_>) {
    let question = printed.question;
    let say = |word| form.say(word, &[]);
    match question.kind() {
        Kind::One(_) | Kind::Several { .. } => return choices(html, printed, form),
        Kind::Ranking { choices: among, at_most } => {
            choices(html, printed, form);
            html.push_str("<p class=\"places\">");
            for place in 1..=at_most.unwrap_or(among.len()) {
                let _ = write!(
                    html,
                    "<span>{} {}</span> ",
                    form.say(Word::Place, &[("n", &place.to_string())]),
                    boxes(1, "wide")
                );
            }
            html.push_str("</p>");
            return;
        }
        Kind::Number(range) => {
            let digits = range.max.max(range.min.abs()).to_string().len();
            let unit = range.unit.as_ref().map(|unit| words(unit, form.language, &form.slots())).unwrap_or_default();
            let _ = write!(html, "<p class=\"boxes\">{} {unit}</p>", boxes(digits, ""));
        }
        Kind::Date(_) => {
            let (year, month, day) = (say(Word::Year), say(Word::Month), say(Word::Day));
            let _ = write!(
                html,
                "<p class=\"boxes\">{} {year} {} {month} {} {day}</p>",
                boxes(4, ""),
                boxes(2, ""),
                boxes(2, "")
            );
        }
        Kind::Month(_) => {
            let (year, month) = (say(Word::Year), say(Word::Month));
            let _ = write!(html, "<p class=\"boxes\">{} {year} {} {month}</p>", boxes(4, ""), boxes(2, ""));
        }
        Kind::Text(limit) => {
            // A hand writes some 30 characters to a line of A4.
            let lines = if limit.one_line { 1 } else { (limit.characters_max / 30).clamp(2, 10) };
            let _ = write!(
                html,
                "<div class=\"lines\">{}</div>",
                "<span></span>".repeat(usize::try_from(lines).unwrap_or(1))
            );
        }
        Kind::Rating(ends) => {
            let (low, high) =
                (words(&ends.low, form.language, &form.slots()), words(&ends.high, form.language, &form.slots()));
            let _ = write!(html, "<p class=\"rating\"><span>{low}</span>");
            for number in 0..=RATING_MAX {
                let _ = write!(html, "<b>{number}</b>");
            }
            let _ = write!(html, "<span>{high}</span></p>");
        }
    }
    choices(html, printed, form);
}

fn choices(html: &mut String, printed: &Printed<'_>, form: &PaperForm<'_>) {
    let choices = printed.question.printed_choices();
    if choices.is_empty() {
        return;
    }
    html.push_str("<ol class=\"choices\">");
    for (number, choice) in choices {
        choice_of(html, number, choice, printed, form);
    }
    html.push_str("</ol>");
}

fn choice_of(html: &mut String, number: u16, choice: &Choice, printed: &Printed<'_>, form: &PaperForm<'_>) {
    let text = words(&choice.text, form.language, &form.slots());
    let text = without(number, &text);
    let _ = write!(html, "<li><b>{number}</b><span>{text}");
    if choice.other {
        html.push_str(" <i class=\"other\"></i>");
    }
    html.push_str("</span>");
    if let Some((_, go_on)) = printed.go_on.iter().find(|(code, _)| *code == choice.code) {
        let _ = write!(html, "<em>{}</em>", form.go_on(*go_on));
    }
    html.push_str("</li>");
}

/// The words of a score without the number that they begin with, which is printed before them anyway.
fn without(number: u16, text: &str) -> &str {
    let rest = text.strip_prefix(&number.to_string()).and_then(|rest| rest.strip_prefix(['：', ':']));
    rest.map_or(text, str::trim_start)
}

fn boxes(count: usize, kind: &str) -> String {
    format!("<i class=\"box {kind}\"></i>").repeat(count)
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn a_score_is_printed_once() {
        assert_eq!(without(5, "5：とても良い"), "とても良い");
        assert_eq!(without(5, "5: very good"), "very good");
        assert_eq!(without(2, "5: very good"), "5: very good");
        assert_eq!(without(1, "1000円"), "1000円");
        assert_eq!(without(1, "10: all"), "10: all");
    }
}
