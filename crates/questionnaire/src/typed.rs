//! What staff type for one question of a sheet: the numbers printed on it, and a key for each thing that only paper says.
//!
//! | typed | means |
//! |---|---|
//! | nothing | nothing was typed yet |
//! | `-` | the box was left empty |
//! | `/` | nobody can read it |
//! | `3` | the choice printed as 3, or the number, the day, the words |
//! | `135` or `1 3 5` | several choices; without spaces where no number has two digits |
//! | `1*3` | two marks where one was asked for |
//! | `5=words`, `5 words` | the choice with the words beside it |
//! | `*1` | the box printed as 1 beside a number, a day, a text |
//!
//! Full-width digits and signs do as well, and so does what a Japanese keyboard writes with the same keys.

use crate::draft::Choice;
use crate::id::{Code, QuestionId};
use crate::input::{Input, Picked};
use crate::narrow::narrow;
use crate::paper::{Mark, PaperResponse};
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;
use crate::rejection::Rejection;

/// What was typed for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// Nothing yet.
    Nothing,
    /// That its box is empty.
    LeftEmpty,
    /// What stands there.
    Mark(Mark),
}

/// Why what was typed says nothing that can stand there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Slip {
    /// No choice has that number.
    #[error("no choice is printed as {0}")]
    NoSuchNumber(String),
    /// Several numbers where one is asked for, and no sign that there are two marks.
    #[error("one number is asked for; two marks are typed as 1*3")]
    SeveralNumbers,
    /// It begins with neither a number nor a key.
    #[error("neither a number that is printed nor one of the keys")]
    NoNumber,
    /// It is no answer.
    #[error("{0}")]
    Rejected(Rejection),
}

impl From<Rejection> for Slip {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// The sign as it is printed on the key.
fn key(character: char) -> char {
    match character {
        'ー' | '−' | '―' | '‐' => '-',
        '・' => '/',
        '×' => '*',
        '、' | '。' | '\u{3000}' => ' ',
        other => narrow(other),
    }
}

impl PaperResponse {
    /// The sheet of which staff typed these texts, question by question, and where they mean nothing that can stand there.
    pub fn of_typed<'a>(
        questionnaire: &Questionnaire,
        texts: impl Iterator<Item = (&'a QuestionId, &'a str)>,
    ) -> (Self, Vec<(QuestionId, Slip)>) {
        let (mut paper, mut slips) = (Self::default(), Vec::new());
        for (id, text) in texts {
            match questionnaire.question(id).map_or(Ok(Typed::Nothing), |question| question.typed(text)) {
                Ok(Typed::Mark(mark)) => paper.put(id.clone(), mark),
                Ok(Typed::Nothing | Typed::LeftEmpty) => {}
                Err(slip) => slips.push((id.clone(), slip)),
            }
        }
        (paper, slips)
    }
}

impl Question {
    /// What stands at this question where staff typed `text`.
    pub fn typed(&self, text: &str) -> Result<Typed, Slip> {
        let text = text.trim();
        match text.chars().map(key).collect::<String>().as_str() {
            "" => return Ok(Typed::Nothing),
            "-" => return Ok(Typed::LeftEmpty),
            "/" => return Ok(Typed::Mark(Mark::Unreadable)),
            _ => {}
        }
        let boxes = text.strip_prefix(|first| key(first) == '*').filter(|_| !self.escapes().is_empty());
        let mark = match self.kind() {
            Kind::One(_) | Kind::Several { .. } | Kind::Ranking { .. } => self.numbers(text)?,
            Kind::Rating(_) if boxes.is_none() => self.rating(text)?,
            Kind::Rating(_) | Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) => match boxes {
                Some(numbers) => self.numbers(numbers)?,
                None => Mark::Answer(self.accept(Input::Typed(text.to_owned()))?.ok_or(Rejection::Empty)?),
            },
        };
        Ok(Typed::Mark(mark))
    }

    fn rating(&self, text: &str) -> Result<Mark, Slip> {
        let narrowed: String = text.chars().map(key).collect();
        let mut ratings = Vec::new();
        for part in narrowed.split('*').map(str::trim) {
            ratings.push(part.parse::<u8>().map_err(|_| Slip::NoSuchNumber(part.to_owned()))?);
        }
        if let [rating] = ratings.as_slice() {
            return Ok(Mark::Answer(self.accept(Input::Rating(*rating))?.ok_or(Rejection::Empty)?));
        }
        let code = |rating: &u8| rating.to_string().parse().map(Picked::plain).map_err(|_| Slip::NoNumber);
        Ok(self.marks(ratings.iter().map(code).collect::<Result<_, _>>()?)?)
    }

    /// What these numbers of choices stand for.
    fn numbers(&self, text: &str) -> Result<Mark, Slip> {
        let printed = self.printed_choices();
        let takes_many = matches!(self.kind(), Kind::Several { .. } | Kind::Ranking { .. });
        let digit_by_digit = takes_many && printed.iter().all(|(number, _)| *number < 10);
        let Numbers { row, starred, words } = Numbers::read(text, digit_by_digit);
        let mut picked = Vec::new();
        for number in &row {
            let choice = printed.iter().find(|(printed, _)| printed.to_string() == *number);
            let (_, choice) = choice.ok_or_else(|| Slip::NoSuchNumber(number.clone()))?;
            picked.push((*choice, Picked::plain(choice.code.clone())));
        }
        let Some((choice, last)) = picked.last_mut() else { return Err(Slip::NoNumber) };
        if let Some(words) = words {
            if !choice.other {
                return Err(Rejection::OtherNotAllowed { code: choice.code.clone() }.into());
            }
            last.other = Some(words);
        }
        if picked.len() > 1 && !takes_many && !starred {
            return Err(Slip::SeveralNumbers);
        }
        let is_escape = |choice: &Choice| self.escapes().iter().any(|escape| escape.code == choice.code);
        let input = match picked.as_slice() {
            [(choice, _)] if is_escape(choice) => Some(Input::Escape(choice.code.clone())),
            _ if picked.iter().any(|(choice, _)| is_escape(choice)) => None,
            [(_, one)] if matches!(self.kind(), Kind::One(_)) => Some(Input::Choice(one.clone())),
            _ => self.of_many(picked.iter().map(|(_, picked)| picked)),
        };
        let picked: Vec<Picked> = picked.into_iter().map(|(_, picked)| picked).collect();
        match input.map(|input| self.accept(input)) {
            Some(Ok(Some(answer))) => Ok(Mark::Answer(answer)),
            Some(Err(rejection @ (Rejection::TooMany { .. } | Rejection::NotAlone { .. }))) => {
                self.marks(picked).map_err(|_| rejection.into())
            }
            Some(Err(rejection)) => Err(rejection.into()),
            Some(Ok(None)) => Err(Rejection::Empty.into()),
            None => Ok(self.marks(picked)?),
        }
    }

    fn of_many<'a>(&self, picked: impl Iterator<Item = &'a Picked>) -> Option<Input> {
        match self.kind() {
            Kind::Several { .. } => Some(Input::Choices(picked.cloned().collect())),
            Kind::Ranking { .. } => Some(Input::Ranking(picked.map(|one| one.code.clone()).collect::<Vec<Code>>())),
            Kind::One(_) | Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) | Kind::Rating(_) => None,
        }
    }
}

/// Numbers in a row, and the words after the last.
struct Numbers {
    row: Vec<String>,
    /// Whether the key of two marks stands between them.
    starred: bool,
    words: Option<String>,
}

impl Numbers {
    fn read(text: &str, digit_by_digit: bool) -> Self {
        let mut read = Self { row: Vec::new(), starred: false, words: None };
        let mut is_open = false;
        for (place, character) in text.char_indices() {
            match key(character) {
                digit @ '0'..='9' => {
                    match read.row.last_mut().filter(|_| is_open && !digit_by_digit) {
                        Some(number) => number.push(digit),
                        None => read.row.push(digit.to_string()),
                    }
                    is_open = true;
                }
                ' ' | ',' | '.' | '+' => is_open = false,
                '*' => (read.starred, is_open) = (true, false),
                sign => {
                    let from = if sign == '=' { place + character.len_utf8() } else { place };
                    let words = text.get(from..).unwrap_or_default().trim();
                    read.words = Some(words.to_owned()).filter(|words| !words.is_empty());
                    break;
                }
            }
        }
        read
    }
}
