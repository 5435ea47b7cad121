//! Why a command could not do what was asked: one line that says what to do.

use std::net::SocketAddr;

use questionnaire::{SurveyId, WardCode};

use crate::http::{OfficeError, SiteError};
use crate::random::NoRandomness;
use crate::store::StoreError;

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The store does not play along.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The page is not there.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The office cannot begin.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// No code can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The words of the page cannot be read.
    #[error("{0}")]
    Interface(String),
    /// The content folder has no such survey.
    #[error("the content folder has no readable survey \"{0}\": correct the id, or mend what `koe-office check` shows")]
    NotInContent(SurveyId),
    /// The survey in the content folder is not sound.
    #[error("\"{0}\" is not sound: mend what is shown above")]
    NotSound(SurveyId),
    /// The survey has no such ward.
    #[error("the ward {ward} does not take part in \"{survey}\": correct the code, which is in wards.toml")]
    NoSuchWard {
        /// Which survey.
        survey: SurveyId,
        /// Which ward.
        ward: WardCode,
    },
    /// Nobody answers this survey with a code.
    #[error("\"{0}\" is answered without codes: its frame is not one of people who were chosen")]
    NoCodes(SurveyId),
    /// Another program listens there.
    #[error("port {} is in use: stop the other program, or name another port with --port", .0.port())]
    PortInUse(SocketAddr),
    /// Nothing can listen there.
    #[error("cannot listen on {address} ({error}): name another with --host and --port")]
    CannotListen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// Nobody takes the output.
    #[error("the output cannot be written ({0}): look at where it goes")]
    Output(#[from] std::io::Error),
}

impl From<serde_json::Error> for CommandError {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}
