//! Who is counted: a condition over answers and over what comes with the link, as the indicator's file writes it.

use std::collections::BTreeSet;
use std::fmt;

use questionnaire::Code;
use serde::{Deserialize, Serialize};

use crate::indicator::Item;

/// All of these hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Base(pub Vec<Clause>);

/// One of these codes was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// At which question.
    pub item: Item,
    /// Which codes.
    pub codes: Vec<Code>,
}

/// A text that is no condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{near}\" is no condition: write `q.item == code`, `q.item in [code, code]` or `code in q.item`, joined by `and`"
)]
pub struct NotABase {
    /// The part that cannot be read.
    pub near: String,
}

impl Base {
    /// Whether somebody who chose these codes is counted.
    pub fn holds(&self, chosen: impl Fn(&Item) -> BTreeSet<Code>) -> bool {
        self.0.iter().all(|clause| {
            let chosen = chosen(&clause.item);
            clause.codes.iter().any(|code| chosen.contains(code))
        })
    }
}

impl TryFrom<String> for Base {
    type Error = NotABase;

    fn try_from(text: String) -> Result<Self, NotABase> {
        text.split(" and ").map(clause).collect::<Result<_, _>>().map(Self)
    }
}

fn clause(text: &str) -> Result<Clause, NotABase> {
    let text = text.trim();
    let parsed = if let Some((item, code)) = text.split_once("==") {
        one(item, code)
    } else if let Some((left, right)) = text.split_once(" in ") {
        match right.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(list) => several(left, list),
            None => one(right, left),
        }
    } else {
        None
    };
    parsed.ok_or_else(|| NotABase { near: text.to_owned() })
}

fn item(text: &str) -> Option<Item> {
    text.trim().to_owned().try_into().ok()
}

fn one(name: &str, code: &str) -> Option<Clause> {
    Some(Clause { item: item(name)?, codes: vec![code.trim().parse().ok()?] })
}

fn several(name: &str, list: &str) -> Option<Clause> {
    let codes = list.split(',').map(|code| code.trim().parse().ok()).collect::<Option<_>>()?;
    Some(Clause { item: item(name)?, codes })
}

impl fmt::Display for Clause {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<_> = self.codes.iter().map(Code::as_str).collect();
        write!(out, "{} in [{}]", self.item, codes.join(", "))
    }
}

impl From<Base> for String {
    fn from(base: Base) -> Self {
        base.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
    }
}
