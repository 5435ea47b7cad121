//! A survey as the office publishes it to this device, with the words of the interface.

use questionnaire::tree::{self, Faults, FromNode, Node, Table};
use questionnaire::{DraftSurvey, Language, Revision, State, Survey, WardCode};

use crate::draft::Place;
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
    /// The wards in which it takes none, though it is open.
    pub closed_wards: Vec<WardCode>,
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
    /// What is answered has to be sealed, and here that cannot be done.
    Unsealable,
}

/// What comes over the wire, as far as this program knows it: a later office may send more.
struct Payload {
    revision: Revision,
    state: State,
    accepting: bool,
    closed_wards: Vec<WardCode>,
    needs_code: bool,
    survey: DraftSurvey,
    interface: Interface,
}

impl FromNode for Payload {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let mut table = Table::of(node, faults);
        Self {
            revision: table.field("revision"),
            state: table.field("state"),
            accepting: table.field("accepting"),
            closed_wards: table.field_or("closed_wards", Vec::new()),
            needs_code: table.field("needs_code"),
            survey: table.field("survey"),
            interface: table.field("interface"),
        }
    }
}

impl Published {
    /// Reads what `GET /api/v1/surveys/{survey}` gave, now or on an earlier visit.
    pub fn parse(json: &str) -> Result<Self, LoadError> {
        let payload: Payload = tree::read(json).map_err(|_| LoadError::Unsound)?;
        Ok(Self {
            survey: Survey::try_from(payload.survey).map_err(|_| LoadError::Unsound)?,
            revision: payload.revision,
            rehearsal: payload.state == State::Rehearsal,
            accepting: payload.accepting,
            closed_wards: payload.closed_wards,
            needs_code: payload.needs_code,
            interface: payload.interface,
        })
    }

    /// Whether the office takes responses of this ward now; without a ward, of any.
    pub fn takes_from(&self, ward: Option<WardCode>) -> bool {
        self.accepting && ward.is_none_or(|ward| !self.closed_wards.contains(&ward))
    }

    /// Whether its one question is answered where it stands.
    pub fn is_pulse(&self) -> bool {
        self.survey.questionnaire().is_pulse() && !self.needs_code
    }

    /// The keys to which responses are sealed, each with its name and its coordinates in a line; nothing, where responses
    /// travel in clear.
    pub fn keys(&self) -> String {
        let mut keys = String::new();
        for key in self.survey.sealing_keys() {
            for part in [&key.kid, " ", &key.x, " ", &key.y, "\n"] {
                keys.push_str(part);
            }
        }
        keys
    }

    /// Where a person begins who came with their ward, or without.
    pub fn first_place(&self, ward_given: bool) -> Place {
        match self.survey.questionnaire().questions().first().filter(|_| self.is_pulse()) {
            Some(question) if ward_given => Place::Page(question.id().clone()),
            Some(_) => Place::Ward,
            None => Place::Opening,
        }
    }

    /// Whether it can be asked in a language.
    pub fn speaks(&self, language: &Language) -> bool {
        self.survey.languages().contains(language) && self.interface.speaks(language)
    }
}
