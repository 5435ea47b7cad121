use crate::entry::{Entry, State};
use crate::line::Line;
use crate::outbox::Outbox;
use crate::outcome::Refusal;
use serde::{Deserialize, Serialize};

const VERSION: u32 = 1;

/// The saved outbox was written by a later program.
///
/// The shell leaves it where it is and builds an outbox from the ids of the responses that it finds in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this outbox was saved in version {version}, and only version {VERSION} can be read")]
pub struct UnknownVersion {
    /// The version that it names.
    pub version: u32,
}

/// An outbox at rest.
#[derive(Serialize, Deserialize)]
pub(crate) struct Saved {
    version: u32,
    seed: u32,
    line: Line,
    entries: Vec<Entry>,
}

impl From<Outbox> for Saved {
    fn from(outbox: Outbox) -> Self {
        Self { version: VERSION, seed: outbox.seed, line: outbox.line, entries: outbox.entries }
    }
}

impl TryFrom<Saved> for Outbox {
    type Error = UnknownVersion;

    fn try_from(saved: Saved) -> Result<Self, UnknownVersion> {
        match saved.version {
            VERSION => Ok(Self::restore(saved.seed, saved.line, saved.entries)),
            version => Err(UnknownVersion { version }),
        }
    }
}

/// A state at rest, in which nothing is being sent.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SavedState {
    Waiting { failures: u32, due_ms: u64 },
    Parked { refusal: Refusal },
}

impl From<State> for SavedState {
    fn from(state: State) -> Self {
        match state {
            State::Waiting { failures, due_ms } => Self::Waiting { failures, due_ms },
            State::Sending { failures, .. } => Self::Waiting { failures, due_ms: 0 },
            State::Parked { refusal } => Self::Parked { refusal },
        }
    }
}

impl From<SavedState> for State {
    fn from(saved: SavedState) -> Self {
        match saved {
            SavedState::Waiting { failures, due_ms } => Self::Waiting { failures, due_ms },
            SavedState::Parked { refusal } => Self::Parked { refusal },
        }
    }
}
