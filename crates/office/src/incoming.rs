//! A response as it comes in: in clear or sealed, by whoever sent it.

use questionnaire::{ResponseId, Revision, SurveyId, UnreadableResponse, WardCode, WireResponse};
use sealing::{Seed, is_sealed};

use crate::sealed_response::SealedResponse;

/// A response as it comes in, which nobody has judged.
#[derive(Debug, Clone)]
pub enum Incoming {
    /// In clear, by a device. A survey with sealing keys does not take it.
    Clear(WireResponse),
    /// Sealed on its device.
    Sealed(Box<SealedResponse>),
    /// In clear, by whoever cannot seal: it is sealed here before it is stored, where its survey has keys.
    ToSeal(WireResponse, Seed),
}

impl Incoming {
    /// The response that `body` holds.
    pub fn parse(body: &[u8]) -> Result<Self, UnreadableResponse> {
        if is_sealed(body) {
            return SealedResponse::parse(body).map(|sealed| Self::Sealed(Box::new(sealed)));
        }
        WireResponse::parse(body).map(Self::Clear)
    }

    /// The same by somebody who cannot seal. A seed that comes again when it is sent again makes the same bytes of it, so
    /// that it is known for the same response.
    #[must_use]
    pub fn to_be_sealed(self, seed: Seed) -> Self {
        match self {
            Self::Clear(wire) | Self::ToSeal(wire, _) => Self::ToSeal(wire, seed),
            sealed @ Self::Sealed(_) => sealed,
        }
    }

    /// Its id.
    pub fn id(&self) -> ResponseId {
        match self {
            Self::Clear(wire) | Self::ToSeal(wire, _) => wire.id,
            Self::Sealed(sealed) => sealed.clear().id,
        }
    }

    /// The survey it answers.
    pub fn survey(&self) -> &SurveyId {
        match self {
            Self::Clear(wire) | Self::ToSeal(wire, _) => &wire.survey,
            Self::Sealed(sealed) => &sealed.clear().survey,
        }
    }

    /// The ward it is from.
    pub fn ward(&self) -> WardCode {
        match self {
            Self::Clear(wire) | Self::ToSeal(wire, _) => wire.ward,
            Self::Sealed(sealed) => sealed.clear().ward,
        }
    }

    /// The revision of the survey.
    pub fn revision(&self) -> &Revision {
        match self {
            Self::Clear(wire) | Self::ToSeal(wire, _) => &wire.revision,
            Self::Sealed(sealed) => &sealed.clear().revision,
        }
    }
}

impl From<WireResponse> for Incoming {
    fn from(wire: WireResponse) -> Self {
        Self::Clear(wire)
    }
}
