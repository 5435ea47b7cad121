//! From a response that arrived to what became of it: the same by whichever door it came.

use questionnaire::tree::Unwritable;
use questionnaire::{
    ClearPart, Keeping, Mode, Response, ResponseId, ResponseProblem, State, Survey, SurveyId, WireResponse,
};
use schemars::JsonSchema;
use sealing::Seed;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::admission::{CodeStanding, Timing};
use crate::clock;
use crate::code::CodeKey;
use crate::edition::Editions;
use crate::guess::{Caller, Counters, OF_NETWORK};
use crate::incoming::Incoming;
use crate::sealed_response::{CannotSeal, SealedResponse};
use crate::store::{Arrival, Kept, Reason, Store, StoreError, Stored};

/// A response among many, and beside it the code that it came with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Line")]
pub struct Carried<'a> {
    /// The response as it would be sent alone.
    #[serde(borrow)]
    #[schemars(schema_with = "crate::http::sent_schema")]
    pub response: &'a RawValue,
    /// The code as it was typed.
    pub code: Option<String>,
}

/// What a device is told of a response that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Acknowledgement {
    /// Of which response.
    pub id: ResponseId,
    /// Whether it counts.
    pub stored: Stored,
    /// Why it was set aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Reason")]
    pub reason: Option<Reason>,
    /// Whether it was stored before.
    #[serde(skip)]
    pub before: bool,
}

/// Why a response is not stored.
#[derive(Debug)]
pub enum Refusal {
    /// There is no such survey.
    NoSuchSurvey,
    /// The survey was never published in this revision.
    UnknownRevision,
    /// It does not fit its survey.
    NotValid(Vec<ResponseProblem>),
    /// It came in clear, and its survey takes only what its device has sealed.
    NotSealed,
    /// It is sealed to other keys than the survey names in its revision.
    WrongKeys,
    /// It can be written neither in clear nor sealed, which does not happen to what could be read.
    Unwritable(CannotSeal),
    /// Its id is taken by other content, and both are kept.
    Conflict,
    /// The survey does not take responses in this state.
    NotAccepting(State),
    /// It came without the code that it needs.
    CodeMissing,
    /// Its code was never given out.
    CodeUnknown,
    /// Its code was not looked at, since too many wrong ones had come.
    TooManyWrongCodes {
        /// The seconds after which codes are looked at again.
        wait_s: u64,
    },
    /// The store failed: nothing is wrong with the response.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What it takes to take responses in.
#[derive(Debug, Clone, Copy)]
pub struct Intake<'a> {
    /// Where they are kept.
    pub store: &'a Store,
    /// What judges them.
    pub editions: &'a Editions,
    /// The key of the codes beside them.
    pub code_key: &'a CodeKey,
    /// Who shows codes, and is heard only so often; without, always, as whoever has the database at hand anyway.
    pub caller: Option<Caller<'a>>,
}

impl Intake<'_> {
    /// Takes in one response that came through the door `mode` with this code beside it.
    pub async fn take_in(
        &self,
        incoming: impl Into<Incoming>,
        code: Option<&str>,
        mode: Mode,
    ) -> Result<Acknowledgement, Refusal> {
        let (arrival, unheard) = self.judged(incoming, code, mode).await?;
        let id = arrival.id;
        match (self.store.keep(arrival).await?, unheard) {
            (Kept::CodeUnheard, Some(wait_s)) => Err(Refusal::TooManyWrongCodes { wait_s }),
            (kept, _) => Self::settle(id, kept),
        }
    }

    /// What the store is to keep of a response, if it is right in itself.
    pub async fn admit(
        &self,
        incoming: impl Into<Incoming>,
        code: Option<&str>,
        mode: Mode,
    ) -> Result<Arrival, Refusal> {
        Ok(self.judged(incoming, code, mode).await?.0)
    }

    /// The same, and after how many seconds its code is heard, if it is not.
    async fn judged(
        &self,
        incoming: impl Into<Incoming>,
        code: Option<&str>,
        mode: Mode,
    ) -> Result<(Arrival, Option<u64>), Refusal> {
        let incoming = incoming.into();
        let Some(edition) = self.editions.get(incoming.survey(), incoming.revision()).await? else {
            let is_there = self.store.standing(incoming.survey()).await?.is_some();
            return Err(if is_there { Refusal::UnknownRevision } else { Refusal::NoSuchSurvey });
        };
        let content = Content::of(incoming, &edition.survey, mode)?;
        let needs_code = edition.survey.frame().needs_code();
        let code = code.filter(|_| needs_code);
        let unheard = match code {
            Some(code) => self.hear(&content.clear.survey, code).await?.err(),
            None => None,
        };
        let code_hash = code.map(|code| self.code_hash(&content.clear.survey, code));
        let arrival = Arrival {
            code_hash,
            hears_codes: unheard.is_none(),
            ..Self::arrival(content, edition.survey.keeping(), needs_code)
        };
        Ok((arrival, unheard))
    }

    /// Takes in what staff typed in from paper, with the hash of the code that was on it. Nothing of it is refused for what
    /// the paper says; where its survey has keys it is sealed here.
    pub async fn take_in_paper(
        &self,
        wire: WireResponse,
        code_hash: Option<[u8; 32]>,
        seed: &Seed,
    ) -> Result<Acknowledgement, Refusal> {
        let Some(edition) = self.editions.get(&wire.survey, &wire.revision).await? else {
            return Err(Refusal::UnknownRevision);
        };
        let needs_code = edition.survey.frame().needs_code();
        let content = Content::of_paper(wire, &edition.survey, seed)?;
        let arrival = Self::arrival(content, edition.survey.keeping(), needs_code);
        // Staff have the code before them, and nobody guesses.
        let arrival = Arrival { code_hash: code_hash.filter(|_| needs_code), ..arrival };
        Self::settle(arrival.id, self.store.keep(arrival).await?)
    }

    /// What the device is told of a response with which the store did this.
    pub fn settle(id: ResponseId, kept: Kept) -> Result<Acknowledgement, Refusal> {
        match kept {
            Kept::New(stored, reason) => Ok(Acknowledgement { id, stored, reason, before: false }),
            Kept::Before(stored, reason) => Ok(Acknowledgement { id, stored, reason, before: true }),
            Kept::Conflict => Err(Refusal::Conflict),
            Kept::NotAccepting(state) => Err(Refusal::NotAccepting(state)),
            Kept::CodeMissing => Err(Refusal::CodeMissing),
            Kept::CodeUnknown => Err(Refusal::CodeUnknown),
            Kept::CodeUnheard => Err(Refusal::TooManyWrongCodes { wait_s: 1 }),
        }
    }

    /// The hash of a code as it was typed. What is no code at all gets a hash that nothing in the store has.
    pub fn code_hash(&self, survey: &SurveyId, typed: &str) -> [u8; 32] {
        typed.parse().map_or([0; 32], |code| self.code_key.hash(survey, code))
    }

    /// How the code stands that was typed before the first question.
    pub async fn code_standing(&self, survey: &SurveyId, typed: &str) -> Result<CodeStanding, Refusal> {
        self.hear(survey, typed).await?.map_err(|wait_s| Refusal::TooManyWrongCodes { wait_s })
    }

    /// How a code stands, or after how many seconds it is heard. What could be one and was never given out is counted.
    async fn hear(&self, survey: &SurveyId, typed: &str) -> Result<Result<CodeStanding, u64>, StoreError> {
        let Ok(code) = typed.parse() else { return Ok(Ok(CodeStanding::Unknown)) };
        let hash = self.code_key.hash(survey, code);
        let Some(caller) = self.caller else { return Ok(Ok(self.store.code_standing(survey, hash).await?)) };
        let _turn = caller.turns.wait(caller.address).await;
        let counters = Counters::new(self.code_key, survey, caller.address);
        let now_ms = i64::try_from(clock::now_ms()).unwrap_or(i64::MAX);
        let taken = match counters.hear(self.store.full_at_ms(counters.names()).await?, now_ms) {
            Ok(taken) => taken,
            Err(wait_ms) => return Ok(Err(u64::try_from(wait_ms).unwrap_or_default().div_ceil(1_000))),
        };
        let standing = self.store.code_standing(survey, hash).await?;
        if standing == CodeStanding::Unknown {
            for (counter, allowance) in taken {
                if allowance == OF_NETWORK {
                    tracing::warn!(%survey, "somebody guesses codes from many addresses: each network is heard once more");
                }
                self.store.note_try(counter, now_ms, allowance.every_ms).await?;
            }
        }
        Ok(Ok(standing))
    }

    /// What is kept of a response without a code.
    fn arrival(content: Content, keeping: &Keeping, needs_code: bool) -> Arrival {
        let Content { clear, hash, body, sealed_through } = content;
        Arrival {
            code_hash: None,
            hears_codes: true,
            survey: clear.survey,
            id: clear.id,
            revision: clear.revision,
            ward: clear.ward,
            receipt_hash: clear.receipt_hash.to_string(),
            content_hash: hash,
            body,
            sealed_through,
            received_at: clock::now(),
            timing: Timing::of_response(clear.finished_at, clear.ward, keeping),
            needs_code,
        }
    }
}

/// A response that is right in itself, as far as that can be told.
struct Content {
    clear: ClearPart,
    /// By which it is known for the same one when it comes again.
    hash: [u8; 32],
    body: String,
    sealed_through: Option<Mode>,
}

impl Content {
    /// What came in through the door `mode`, judged by the rules of `survey`.
    fn of(incoming: Incoming, survey: &Survey, mode: Mode) -> Result<Self, Refusal> {
        let keys = survey.sealing_keys();
        match incoming {
            Incoming::Clear(wire) | Incoming::ToSeal(wire, _) if keys.is_empty() => {
                Self::in_clear(survey.admit(wire).map_err(Refusal::NotValid)?, mode)
            }
            Incoming::Clear(_) => Err(Refusal::NotSealed),
            Incoming::ToSeal(wire, seed) => {
                let response = survey.admit(wire).map_err(Refusal::NotValid)?.through(mode);
                let sealed = SealedResponse::seal(&response, keys, &seed).map_err(Refusal::Unwritable)?;
                Ok(Self::sealed(&sealed, mode))
            }
            Incoming::Sealed(sealed) => {
                let problems = survey.admit_clear(sealed.clear());
                if !problems.is_empty() {
                    return Err(Refusal::NotValid(problems));
                }
                if !sealed.is_sealed_to(keys) {
                    return Err(Refusal::WrongKeys);
                }
                Ok(Self::sealed(&sealed, mode))
            }
        }
    }

    fn in_clear(response: Response, mode: Mode) -> Result<Self, Refusal> {
        // What travels is written with care for its bytes in a browser; the same bytes come faster from here.
        let json =
            |response: &Response| serde_json::to_string(response).map_err(|_| Refusal::Unwritable(Unwritable.into()));
        // The door is no part of the content: sent by a device and carried in a file, a response is the same one.
        let response = response.through(Mode::Web);
        let content = json(&response)?;
        let hash = Sha256::digest(&content).into();
        let response = response.through(mode);
        let body = if mode == Mode::Web { content } else { json(&response)? };
        Ok(Self { clear: response.clear_part(), hash, body, sealed_through: None })
    }

    /// What staff typed in.
    fn of_paper(wire: WireResponse, survey: &Survey, seed: &Seed) -> Result<Self, Refusal> {
        let typed = survey.admit_paper(wire).map_err(Refusal::NotValid)?.through(Mode::Paper);
        let keys = survey.sealing_keys();
        if !keys.is_empty() {
            let sealed = SealedResponse::seal_typed(&typed, keys, seed).map_err(Refusal::Unwritable)?;
            return Ok(Self::sealed(&sealed, Mode::Paper));
        }
        let body = typed.to_json().map_err(|error| Refusal::Unwritable(error.into()))?;
        let hash = Sha256::digest(&body).into();
        Ok(Self { clear: typed.clear_part(), hash, body, sealed_through: None })
    }

    fn sealed(sealed: &SealedResponse, mode: Mode) -> Self {
        let body = sealed.body().to_owned();
        let hash = Sha256::digest(&body).into();
        Self { clear: sealed.clear().clone(), hash, body, sealed_through: Some(mode) }
    }
}
