//! A response of which the answers are sealed.

use questionnaire::tree::Unwritable;
use questionnaire::{ClearPart, Response, SealedPart, SealingKey, TypedResponse, UnreadableResponse, WireResponse};
use sealing::{CannotOpen, NotSealable, NotSealed, PrivateKey, PublicKey, Sealed, Seed, seal};

/// A response of which the answers are sealed, as it came. Of what is in clear nobody knows before it is opened that it
/// is what was sealed.
#[derive(Debug, Clone)]
pub struct SealedResponse {
    clear: ClearPart,
    sealed: Sealed,
    body: String,
}

/// Why a response cannot be sealed here.
#[derive(Debug, thiserror::Error)]
pub enum CannotSeal {
    /// No text can be made of it, which does not happen to what could be read.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// It cannot be sealed to the keys of its survey.
    #[error(transparent)]
    NotSealable(#[from] NotSealable),
}

/// Why a sealed response is not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// The keys do not open it, or it was changed.
    #[error(transparent)]
    Shut(#[from] CannotOpen),
    /// It opens, and what was sealed are no answers.
    #[error("what was sealed are no answers: {what}")]
    NoAnswers {
        /// What the parser says, with line and column.
        what: String,
    },
}

impl SealedResponse {
    /// The sealed response that `body` holds.
    pub fn parse(body: &[u8]) -> Result<Self, UnreadableResponse> {
        let sealed = Sealed::parse(body).map_err(unreadable)?;
        let clear = serde_json::from_slice(sealed.clear()).map_err(|error| UnreadableResponse::Misshapen {
            what: format!("it is sealed, and its `aad` does not say what it must: {}", told(&error)),
        })?;
        let body = str::from_utf8(body).map_err(|error| UnreadableResponse::NotJson { what: error.to_string() })?;
        Ok(Self { clear, sealed, body: body.to_owned() })
    }

    /// `response` sealed to `keys`. The same seed and response give the same bytes.
    pub fn seal(response: &Response, keys: &[SealingKey], seed: &Seed) -> Result<Self, CannotSeal> {
        let public = keys.iter().map(SealingKey::public_key).collect::<Option<Vec<_>>>();
        let public = public.ok_or(NotSealable::Keys { keys: 0 })?;
        Self::of_parts(response.clear_part(), [response.clear_json()?, response.secret_json()?], &public, seed)
    }

    /// The same of a response that staff typed in.
    pub fn seal_typed(response: &TypedResponse, keys: &[SealingKey], seed: &Seed) -> Result<Self, CannotSeal> {
        let public = keys.iter().map(SealingKey::public_key).collect::<Option<Vec<_>>>();
        let public = public.ok_or(NotSealable::Keys { keys: 0 })?;
        Self::of_parts(response.clear_part(), [response.clear_json()?, response.secret_json()?], &public, seed)
    }

    fn of_parts(
        clear: ClearPart,
        [in_clear, secret]: [String; 2],
        public: &[PublicKey],
        seed: &Seed,
    ) -> Result<Self, CannotSeal> {
        let body = seal(in_clear.as_bytes(), secret.as_bytes(), public, seed)?;
        // What was sealed a moment ago can be read.
        let sealed = Sealed::parse(body.as_bytes()).map_err(|_| NotSealable::TooLong)?;
        Ok(Self { clear, sealed, body })
    }

    /// What is in clear.
    pub fn clear(&self) -> &ClearPart {
        &self.clear
    }

    /// It, byte for byte as it came.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Whether it is sealed to each of `keys` and to no other.
    pub fn is_sealed_to(&self, keys: &[SealingKey]) -> bool {
        let (mut own, mut named): (Vec<_>, Vec<_>) =
            (self.sealed.key_ids().collect(), keys.iter().map(|key| key.kid.as_str()).collect());
        own.sort_unstable();
        named.sort_unstable();
        own == named
    }

    /// The response as it was before it was sealed, which nobody has judged.
    pub fn open(&self, keys: &[PrivateKey]) -> Result<WireResponse, Unopened> {
        let secret = self.sealed.open(keys)?;
        let sealed: SealedPart =
            serde_json::from_slice(&secret).map_err(|error| Unopened::NoAnswers { what: told(&error) })?;
        Ok(WireResponse::of_parts(self.clear.clone(), sealed))
    }
}

fn unreadable(error: NotSealed) -> UnreadableResponse {
    match error {
        NotSealed::TooLarge { bytes } => UnreadableResponse::TooLarge { bytes },
        NotSealed::NotJson { what } => UnreadableResponse::NotJson { what },
        NotSealed::Misshapen { .. } | NotSealed::Damaged { .. } => {
            UnreadableResponse::Misshapen { what: format!("it is sealed, and {error}") }
        }
    }
}

/// What a parser complains of: names of fields and places, and not so much of them that it could be a whole answer.
fn told(error: &serde_json::Error) -> String {
    let place = format!("line {} column {}", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Data => format!("a field is missing, unknown or of another kind at {place}"),
        serde_json::error::Category::Io | serde_json::error::Category::Syntax | serde_json::error::Category::Eof => {
            format!("it is no JSON at {place}")
        }
    }
}
