//! What is done on a page of the form, and what is to be seen then, the same in whichever door.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something that a person does within a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Move {
    /// Makes a radio or a box be on or off.
    Tick { id: String, on: bool },
    /// Makes a box hold this.
    Write { id: String, text: String },
}

/// The button with which a person leaves a page as it is now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Press {
    /// On: start, next, pass, insist, send.
    Main,
    /// Back.
    Back,
    /// The language at this place in the list.
    Language(usize),
    /// The switch of the readings.
    Ruby,
    /// Takes back what was chosen for a question.
    Clear(String),
    /// Ranks the choice at this place among those that are left.
    Rank(String, usize),
    /// A button of what is ranked: the place, and which of its buttons.
    Ranked(String, usize, usize),
    /// A row of the review is to be changed.
    Change(usize),
}

/// What can be seen of a page, as the rules say it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sight {
    /// Which screen it is.
    pub(crate) place: String,
    /// The language that is chosen, by its own name.
    pub(crate) voice: String,
    /// The language that the page says it is in.
    pub(crate) lang: String,
    /// What the switch of the readings says, where there is one.
    pub(crate) ruby: String,
    /// The questions, each with its words.
    pub(crate) asked: Vec<(String, String)>,
    /// The questions under which something is said.
    pub(crate) faults: Vec<String>,
    /// What the two buttons say.
    pub(crate) buttons: Vec<String>,
    /// What the controls hold that hold anything, by id.
    pub(crate) held: BTreeMap<String, String>,
    /// What is ranked, in order, by question.
    pub(crate) ranked: BTreeMap<String, Vec<String>>,
}

/// A page that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Seen {
    /// What the rules speak of.
    pub(crate) sight: Sight,
    /// All other words on it.
    pub(crate) more: Value,
    /// The receipt number, where one is shown.
    pub(crate) receipt: Option<String>,
}

/// One page: what is done on it, how it is left, and what is seen then.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Step {
    pub(crate) moves: Vec<Move>,
    pub(crate) press: Press,
    pub(crate) then: Sight,
}
