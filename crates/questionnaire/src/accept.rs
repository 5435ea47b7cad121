//! From an input to an answer: the checks that one question makes on its own.

use crate::answer::{Answer, Value};
use crate::calendar::{Date, Month};
use crate::draft::{Choice, NumberRange, TextLimit};
use crate::grapheme;
use crate::id::Code;
use crate::input::{Input, Picked};
use crate::limit::{GRAPHEME_BYTES_MAX, OTHER_CHARACTERS_MAX};
use crate::narrow::narrow;
use crate::question::{Choices, Kind, Question};
use crate::rejection::Rejection;

/// How many characters a person sees in `text`: extended grapheme clusters by UAX #29, in the Unicode
/// version of the `unicode-segmentation` crate, with which tests compare.
pub fn count_characters(text: &str) -> usize {
    grapheme::lengths(text).count()
}

impl Question {
    /// The answer that `input` gives; nothing for a blank one.
    pub fn accept(&self, input: Input) -> Result<Option<Answer>, Rejection> {
        let value = match (&self.kind, input) {
            (_, Input::Blank) => None,
            (_, Input::Escape(code)) => Some(escape(&self.escapes, code)?),
            (Kind::One(choices), Input::Choice(picked)) => Some(Value::Choice(pick(choices, picked)?)),
            (Kind::Several { choices, at_most }, Input::Choices(picked)) => several(choices, *at_most, picked)?,
            (Kind::Ranking { choices, at_most }, Input::Ranking(codes)) => ranking(choices, *at_most, codes)?,
            (Kind::Number(range), Input::Typed(typed)) => number(range, &typed)?,
            (Kind::Date(range), Input::Typed(typed)) => match date(&typed)? {
                Some(date) if date < range.earliest || date > range.latest => {
                    return Err(Rejection::DateOutOfRange { earliest: range.earliest, latest: range.latest });
                }
                date => date.map(Value::Date),
            },
            (Kind::Month(range), Input::Typed(typed)) => match month(&typed)? {
                Some(month) if month < range.earliest || month > range.latest => {
                    return Err(Rejection::MonthOutOfRange { earliest: range.earliest, latest: range.latest });
                }
                month => month.map(Value::Month),
            },
            (Kind::Text(limit), Input::Typed(typed)) => text(limit, typed)?.map(Value::Text),
            (Kind::Rating(_), Input::Rating(rating)) => Some(Value::Rating(rated(rating)?)),
            (
                Kind::One(_)
                | Kind::Several { .. }
                | Kind::Ranking { .. }
                | Kind::Number(_)
                | Kind::Date(_)
                | Kind::Month(_)
                | Kind::Text(_)
                | Kind::Rating(_),
                _,
            ) => return Err(Rejection::WrongKind),
        };
        Ok(value.map(Answer))
    }
}

fn escape(escapes: &[Choice], code: Code) -> Result<Value, Rejection> {
    if escapes.iter().any(|choice| choice.code == code) {
        Ok(Value::Escape(code))
    } else {
        Err(Rejection::UnknownChoice { code: code.to_string() })
    }
}

fn pick(choices: &Choices, picked: Picked) -> Result<Picked, Rejection> {
    let Some(choice) = choices.find(&picked.code) else {
        return Err(Rejection::UnknownChoice { code: picked.code.to_string() });
    };
    let Some(words) = picked.other else { return Ok(picked) };
    if !choice.other {
        return Err(Rejection::OtherNotAllowed { code: picked.code });
    }
    let limit = TextLimit { characters_max: OTHER_CHARACTERS_MAX, one_line: true };
    let other = text(&limit, words).map_err(|rejection| {
        if let Rejection::TooLong { limit, characters } = rejection {
            Rejection::OtherTooLong { limit, characters }
        } else {
            rejection
        }
    })?;
    Ok(Picked { code: picked.code, other })
}

fn several(choices: &Choices, at_most: Option<usize>, picked: Vec<Picked>) -> Result<Option<Value>, Rejection> {
    let taken = picked.len();
    let mut picked = picked.into_iter().map(|picked| pick(choices, picked)).collect::<Result<Vec<_>, _>>()?;
    // The order of the question: a set has no order of its own, and equal sets must be equal answers.
    picked.sort_by_key(|picked| choices.iter().position(|choice| choice.code == picked.code));
    if let Some(twice) = picked.windows(2).find_map(|pair| match pair {
        [left, right] if left.code == right.code => Some(left.code.clone()),
        _ => None,
    }) {
        return Err(Rejection::TakenTwice { code: twice });
    }
    let alone = picked.iter().find(|picked| choices.find(&picked.code).is_some_and(|choice| choice.exclusive));
    if let Some(alone) = alone.filter(|_| taken > 1) {
        return Err(Rejection::NotAlone { code: alone.code.clone() });
    }
    within(at_most, taken)?;
    Ok((taken > 0).then_some(Value::Choices(picked)))
}

fn ranking(choices: &Choices, at_most: Option<usize>, codes: Vec<Code>) -> Result<Option<Value>, Rejection> {
    for (place, code) in codes.iter().enumerate() {
        if choices.find(code).is_none() {
            return Err(Rejection::UnknownChoice { code: code.to_string() });
        }
        if codes.iter().take(place).any(|earlier| earlier == code) {
            return Err(Rejection::TakenTwice { code: code.clone() });
        }
    }
    within(at_most, codes.len())?;
    Ok((!codes.is_empty()).then_some(Value::Ranking(codes)))
}

fn within(at_most: Option<usize>, taken: usize) -> Result<(), Rejection> {
    match at_most {
        Some(at_most) if taken > at_most => Err(Rejection::TooMany { at_most, taken }),
        Some(_) | None => Ok(()),
    }
}

/// What was typed where digits are expected: without spaces around it, in narrow digits with hyphens, whatever the
/// keyboard made of them. An empty one is blank.
fn narrowed(typed: &str) -> Option<String> {
    let hyphened = |character: char| match character {
        'ー' | '−' | '―' | '‐' => '-',
        other => narrow(other),
    };
    let narrowed: String = typed.trim().chars().map(hyphened).collect();
    (!narrowed.is_empty()).then_some(narrowed)
}

fn number(range: &NumberRange, typed: &str) -> Result<Option<Value>, Rejection> {
    let Some(typed) = narrowed(typed) else { return Ok(None) };
    let digits = typed.strip_prefix('-').unwrap_or(&typed);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Rejection::NotANumber);
    }
    // Digits that do not fit are a whole number all the same, one out of range.
    let number: Option<i64> = typed.parse().ok();
    number
        .filter(|number| (range.min..=range.max).contains(number))
        .map(|number| Some(Value::Number(number)))
        .ok_or(Rejection::OutOfRange { min: range.min, max: range.max })
}

fn rated(rating: u8) -> Result<u8, Rejection> {
    if rating <= RATING_MAX { Ok(rating) } else { Err(Rejection::OutOfRange { min: 0, max: i64::from(RATING_MAX) }) }
}

/// The upper end of a rating; the lower is 0.
pub const RATING_MAX: u8 = 10;

/// The year and the rest of `2026-1-5` or `2026-1`, each part padded as the calendar writes it.
fn padded(typed: &str) -> Option<String> {
    let (year, rest) = typed.split_once('-')?;
    Some(rest.split('-').fold(format!("{year:0>4}"), |padded, part| format!("{padded}-{part:0>2}")))
}

fn date(typed: &str) -> Result<Option<Date>, Rejection> {
    let Some(typed) = narrowed(typed) else { return Ok(None) };
    padded(&typed).and_then(|date| date.parse().ok()).map(Some).ok_or(Rejection::NotADate)
}

fn month(typed: &str) -> Result<Option<Month>, Rejection> {
    let Some(typed) = narrowed(typed) else { return Ok(None) };
    padded(&typed).and_then(|month| month.parse().ok()).map(Some).ok_or(Rejection::NotAMonth)
}

fn text(limit: &TextLimit, typed: String) -> Result<Option<String>, Rejection> {
    // A text field may give CRLF; the wire has LF.
    let typed = if typed.contains("\r\n") { typed.replace("\r\n", "\n") } else { typed };
    if typed.trim().is_empty() {
        return Ok(None);
    }
    for character in typed.chars() {
        if character == '\n' && limit.one_line {
            return Err(Rejection::LineBreak);
        }
        if character.is_control() && character != '\n' {
            return Err(Rejection::ControlCharacter { character });
        }
    }
    let mut characters = 0;
    for length in grapheme::lengths(&typed) {
        if length > GRAPHEME_BYTES_MAX {
            return Err(Rejection::OversizedCharacter { limit: GRAPHEME_BYTES_MAX });
        }
        characters += 1;
    }
    if characters > usize::try_from(limit.characters_max).unwrap_or(usize::MAX) {
        return Err(Rejection::TooLong { limit: limit.characters_max, characters });
    }
    Ok(Some(typed))
}
