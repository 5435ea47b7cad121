//! From the bytes of a response to what became of it.

use axum::http::{HeaderMap, HeaderValue};
use questionnaire::{Mode, SurveyId, UnreadableResponse};
use sealing::Seed;

use super::Office;
use super::client::Client;
use super::devices;
use super::metrics::Outcome;
use super::problem::Problem;
use crate::device::Device;
use crate::guess::Caller;
use crate::incoming::Incoming;
use crate::intake::{Acknowledgement, Intake, Refusal};
use crate::store::Stored;

/// The status of an answer that says so.
pub(super) fn status(acknowledgement: &Acknowledgement) -> u16 {
    match (acknowledgement.before, acknowledgement.stored) {
        (true, _) => 200,
        (false, Stored::Aside) => 202,
        (false, Stored::Counted | Stored::Rehearsal) => 201,
    }
}

/// The way in that a response takes.
#[derive(Debug, Clone)]
pub(super) struct Door {
    mode: Mode,
    /// Whose token came along: it takes responses to its own surveys from its own ward.
    device: Option<Device>,
    /// Who comes by it.
    client: Client,
    /// Seals what comes in clear, where its survey has keys.
    seed: Option<Seed>,
}

impl Door {
    /// The door of whoever sends this: a device that shows its token, or else the open web. Both seal by themselves.
    pub(super) async fn of(office: &Office, client: Client, headers: &HeaderMap) -> Result<Self, Problem> {
        let device = devices::sender(office, headers).await?;
        let mode = device.as_ref().map_or(Mode::Web, |device| device.mode.into());
        Ok(Self { mode, device, client, seed: None })
    }

    /// The form without script, which cannot seal; `secret` is what its page carries and nobody keeps.
    pub(super) fn plain(client: Client, secret: &[u8]) -> Self {
        Self { mode: Mode::Plain, device: None, client, seed: Some(Seed::of_secret(secret)) }
    }
}

impl Office {
    /// Takes in the response that `body` holds and that came through `door`, and counts what became of it.
    pub(super) async fn receive(
        &self,
        survey: &SurveyId,
        body: &[u8],
        code: Option<&str>,
        id: Option<&str>,
        door: Door,
    ) -> Result<Acknowledgement, Problem> {
        let received = self.take_in(survey, body, code, id, door).await;
        self.metrics.came(match &received {
            Ok(Acknowledgement { before: true, .. }) => Outcome::Replayed,
            Ok(Acknowledgement { stored: Stored::Counted, .. }) => Outcome::Counted,
            Ok(Acknowledgement { stored: Stored::Rehearsal, .. }) => Outcome::Rehearsal,
            Ok(Acknowledgement { stored: Stored::Aside, .. }) => Outcome::Aside,
            Err(problem) => match problem.status().as_u16() {
                409 => Outcome::Conflict,
                403 | 429 => Outcome::Refused,
                500.. => Outcome::Failed,
                _ => Outcome::Invalid,
            },
        });
        received
    }

    async fn take_in(
        &self,
        survey: &SurveyId,
        body: &[u8],
        code: Option<&str>,
        id: Option<&str>,
        door: Door,
    ) -> Result<Acknowledgement, Problem> {
        let mut incoming = Incoming::parse(body)?;
        if incoming.survey() != survey {
            return Err(Problem::mismatch(
                "wrong_survey",
                "the response answers another survey than the address names: send it there",
            ));
        }
        if id.is_some_and(|id| id != incoming.id().to_string()) {
            return Err(Problem::mismatch(
                "wrong_id",
                "the response has another id than the address names: make them the same",
            ));
        }
        if door.device.is_some_and(|device| !device.takes(survey, incoming.ward())) {
            return Err(Problem::not_of_this_device());
        }
        if let Some(seed) = door.seed {
            incoming = incoming.to_be_sealed(seed);
        }
        Ok(self.intake(door.client).take_in(incoming, code, door.mode).await?)
    }

    /// The intake that this office shares with those who carry responses in by hand.
    pub(super) fn intake(&self, client: Client) -> Intake<'_> {
        let caller = Some(Caller { turns: &self.turns, address: client.0 });
        Intake { store: &self.store, editions: &self.editions, code_key: &self.code_key, caller }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoSuchSurvey => Self::no_such_survey(),
            Refusal::UnknownRevision => Self::unknown_revision(),
            Refusal::NotValid(problems) => Self::not_valid(&problems),
            Refusal::NotSealed => Self::mismatch(
                "not_sealed",
                "this survey takes only responses whose answers are sealed, and this one came in clear: \
                 reload the page, so that the device seals them",
            ),
            Refusal::WrongKeys => Self::mismatch(
                "wrong_keys",
                "the answers are sealed to other keys than the survey names in this revision: \
                 reload the page, so that the device seals them to these",
            ),
            Refusal::Unwritable(error) => Self::misshapen(&error.to_string()),
            Refusal::Conflict => Self::conflict(),
            Refusal::NotAccepting(state) => Self::not_accepting(state),
            Refusal::CodeMissing => Self::code_missing(),
            Refusal::CodeUnknown => Self::code_unknown(),
            Refusal::TooManyWrongCodes { wait_s } => Self::too_many_wrong_codes(wait_s),
            Refusal::Store(error) => error.into(),
        }
    }
}

impl From<UnreadableResponse> for Problem {
    fn from(error: UnreadableResponse) -> Self {
        match error {
            UnreadableResponse::TooLarge { .. } => Self::too_large(questionnaire::limit::RESPONSE_BYTES_MAX),
            UnreadableResponse::NotJson { what } => Self::not_json(&what),
            UnreadableResponse::Misshapen { what } => Self::misshapen(&what),
        }
    }
}

/// The code in a header. One that is no text is as good as a wrong one.
pub(super) fn code_of(header: Option<&HeaderValue>) -> Option<&str> {
    header.map(|value| value.to_str().unwrap_or_default())
}
