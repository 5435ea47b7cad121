//! What a sheet says besides the questionnaire, in the words of the content folder.

use questionnaire::{Code, Comparison, Language, Operand, Printed, Text, Who};

use crate::content::Interface;
use crate::http::html::words;

/// A text of a sheet, by its key in the table `paper` of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    One,
    Several,
    AtMost,
    Ranking,
    Place,
    How,
    Question,
    Only,
    Took,
    TookAll,
    And,
    Or,
    Not,
    GoOn,
    End,
    Year,
    Month,
    Day,
    Web,
    Code,
    Thanks,
    Deadline,
    Reminder,
    Scan,
    Type,
}

impl Word {
    fn key(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Several => "several",
            Self::AtMost => "at_most",
            Self::Ranking => "ranking",
            Self::Place => "place",
            Self::How => "how",
            Self::Question => "question",
            Self::Only => "only",
            Self::Took => "took",
            Self::TookAll => "took_all",
            Self::And => "and",
            Self::Or => "or",
            Self::Not => "not",
            Self::GoOn => "go_on",
            Self::End => "end",
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Web => "web",
            Self::Code => "code",
            Self::Thanks => "thanks",
            Self::Deadline => "deadline",
            Self::Reminder => "reminder",
            Self::Scan => "scan",
            Self::Type => "type",
        }
    }
}

/// The words in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct PaperWords<'a> {
    pub(super) interface: &'a Interface,
    pub(super) language: &'a Language,
}

impl PaperWords<'_> {
    /// That nothing is taken now, as screens say it, as HTML.
    pub(super) fn closed(&self) -> String {
        let written = self.interface.of_closed(self.language).unwrap_or_default();
        words(
            &Text([(self.language.clone(), written.to_owned())].into()),
            self.language,
            &questionnaire::Slots::default(),
        )
    }

    /// `word` as HTML. What stands for its slots is HTML already.
    pub(super) fn say(&self, word: Word, slots: &[(&str, &str)]) -> String {
        let written = self.interface.of_paper(self.language, word.key()).unwrap_or_default();
        // What fills a slot may be words with ruby in HTML; so each is put in once the rest is HTML.
        let marked =
            |place: usize| char::from_u32(0xe000 + u32::try_from(place).unwrap_or(0)).unwrap_or(' ').to_string();
        let mut source = written.to_owned();
        for (place, (name, _)) in slots.iter().enumerate() {
            source = source.replace(&format!("{{{name}}}"), &marked(place));
        }
        let text = Text([(self.language.clone(), source)].into());
        let mut html = words(&text, self.language, &questionnaire::Slots::default());
        for (place, (_, value)) in slots.iter().enumerate() {
            html = html.replace(&marked(place), value);
        }
        html
    }

    /// For whom a question is, by the numbers of questions and choices.
    pub(super) fn who(&self, who: &Who, all: &[Printed<'_>]) -> String {
        let joined = |parts: &[Who], with: Word| {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    Who::All(_) | Who::Any(_) => format!("({})", self.who(part, all)),
                    Who::Took(..) | Who::TookAll(..) | Who::Compares(..) | Who::ComparesWith(..) | Who::Not(_) => {
                        self.who(part, all)
                    }
                })
                .collect();
            parts.join(&self.say(with, &[]))
        };
        match who {
            Who::Took(number, codes) => self.took(Word::Took, *number, codes, all),
            Who::TookAll(number, codes) => {
                let word = if codes.len() < 2 { Word::Took } else { Word::TookAll };
                self.took(word, *number, codes, all)
            }
            Who::Compares(number, is, to) => format!("{} {} {}", self.number(*number), sign(*is), value(*to)),
            Who::ComparesWith(left, is, right) => {
                format!("{} {} {}", self.number(*left), sign(*is), self.number(*right))
            }
            Who::All(parts) => joined(parts, Word::And),
            Who::Any(parts) => joined(parts, Word::Or),
            Who::Not(who) => self.say(Word::Not, &[("who", &self.who(who, all))]),
        }
    }

    fn number(&self, number: usize) -> String {
        self.say(Word::Question, &[("n", &number.to_string())])
    }

    fn took(&self, word: Word, number: usize, codes: &[Code], all: &[Printed<'_>]) -> String {
        let printed = all.iter().find(|printed| printed.number == number);
        let choices = printed.map(|printed| printed.question.printed_choices()).unwrap_or_default();
        let numbers = choices.iter().filter(|(_, choice)| codes.contains(&choice.code));
        let numbers: Vec<String> = numbers.map(|(number, _)| number.to_string()).collect();
        // Two are joined as people say it; more are a list.
        let is_pair = word == Word::Took && numbers.len() == 2;
        let joined = if is_pair { numbers.join(&self.say(Word::Or, &[])) } else { numbers.join(", ") };
        self.say(word, &[("n", &number.to_string()), ("codes", &joined)])
    }
}

fn sign(is: Comparison) -> &'static str {
    match is {
        Comparison::Equal => "=",
        Comparison::Less => "&lt;",
        Comparison::AtMost => "≤",
        Comparison::Greater => "&gt;",
        Comparison::AtLeast => "≥",
    }
}

fn value(operand: Operand) -> String {
    match operand {
        Operand::Number(number) => number.to_string(),
        Operand::Date(date) => date.to_string(),
        Operand::Month(month) => month.to_string(),
    }
}
