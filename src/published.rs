//! A survey as the office publishes it to this device, with the words of the interface.

pub mod reader;

use questionnaire::{Revision, State, Survey};

use crate::json::{self, Node};
use crate::words::Interface;

/// A published survey that this program can ask.
#[derive(Debug)]
pub struct Published {
    /// What is asked, of whom.
    pub survey: Survey,
    /// The revision that every response made from it is pinned to.
    pub revision: Revision,
    /// Whether nothing counts, because it is a rehearsal.
    pub rehearsal: bool,
    /// Whether the office takes responses now.
    pub accepting: bool,
    /// Whether an answer number is needed.
    pub needs_code: bool,
    /// The words of the interface.
    pub interface: Interface,
}

/// Why there is nothing to show. The screen says it in three languages, since none is known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadError {
    /// The address names no survey, or one that the office does not have.
    UnknownSurvey,
    /// The office was not reached, and the device has no copy.
    Unreachable,
    /// What came is not a survey that this program understands.
    Unsound,
}

impl Published {
    /// Reads what `GET /api/v1/surveys/{survey}` gave, now or on an earlier visit.
    pub fn parse(json: &str) -> Result<Self, LoadError> {
        let mut payload = json::parse(json).map_err(|_| LoadError::Unsound)?;
        Self::read(&mut payload).ok_or(LoadError::Unsound)
    }

    fn read(payload: &mut Node) -> Option<Self> {
        let draft = reader::survey(payload.take("survey")?)?;
        Some(Self {
            survey: Survey::try_from(draft).ok()?,
            revision: text(payload.take("revision")?)?.parse().ok()?,
            rehearsal: State::named(&text(payload.take("state")?)?)? == State::Rehearsal,
            accepting: payload.take("accepting")? == Node::Bool(true),
            needs_code: payload.take("needs_code")? == Node::Bool(true),
            interface: Interface::read(payload.take("interface")?)?,
        })
    }
}

fn text(node: Node) -> Option<String> {
    if let Node::Text(text) = node { Some(text) } else { None }
}
