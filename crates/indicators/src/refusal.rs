//! What is not computed because it would mislead, and why.

use questionnaire::{Frame, IndicatorId, Mode, WardCode};

use crate::indicator::Indicator;

/// How few members a panel may have for its answers to be crossed with anything.
pub const PANEL_CROSSED_MIN: u64 = 100;

/// Why something is not computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Answers of people who came otherwise than the indicator is of.
    #[error("`{indicator}` is not of people who came to answer by {frame:?}: their answers would pass for others'")]
    OtherFrame {
        /// Which indicator.
        indicator: IndicatorId,
        /// How they came.
        frame: Frame,
    },
    /// Answers that came by another way.
    #[error("`{indicator}` does not take answers by {mode:?}")]
    OtherMode {
        /// Which indicator.
        indicator: IndicatorId,
        /// Which way.
        mode: Mode,
    },
    /// An interval where nothing was drawn.
    #[error("everybody was asked or nobody was drawn at random ({frame:?}): there is no sampling error to state")]
    NoSample {
        /// How they came.
        frame: Frame,
    },
    /// A cross table of few people.
    #[error(
        "a panel of {members} is not crossed with anything: among fewer than {PANEL_CROSSED_MIN}, people are recognised"
    )]
    SmallPanel {
        /// How many they are.
        members: u64,
    },
    /// Nobody is in the base.
    #[error("nobody is in the base: there is no share")]
    Nobody,
    /// One response cannot say how far responses differ.
    #[error("ward {ward} has one response: how far responses differ there cannot be told")]
    Lonely {
        /// Which ward.
        ward: WardCode,
    },
    /// No more degrees of freedom.
    #[error("no degree of freedom is left: the interval has no bounds")]
    NoDegrees,
    /// More answers than people.
    #[error("ward {ward} has {sample} responses of {population} adults: the population is wrong")]
    MoreThanPopulation {
        /// Which ward.
        ward: WardCode,
        /// How many responses.
        sample: u64,
        /// How many adults.
        population: u64,
    },
    /// No population of that ward.
    #[error("the adults of ward {ward} are not loaded: nothing can be weighted")]
    NoPopulation {
        /// Which ward.
        ward: WardCode,
    },
    /// Margins that cannot be met at once.
    #[error(
        "the weights do not settle in ward {ward}: the margins contradict each other or the sample has no such people"
    )]
    NotSettled {
        /// Which ward.
        ward: WardCode,
    },
    /// Answers that hang together.
    #[error("several questions of the same people are counted together: their answers are not independent draws")]
    Pooled,
}

/// Whether responses may feed an indicator.
pub fn feeds(indicator: &Indicator, frame: Frame, mode: Mode) -> Result<(), Refusal> {
    if !indicator.frames.contains(&frame) {
        return Err(Refusal::OtherFrame { indicator: indicator.id.clone(), frame });
    }
    if !indicator.modes.contains(&mode) {
        return Err(Refusal::OtherMode { indicator: indicator.id.clone(), mode });
    }
    Ok(())
}

/// Whether an interval may stand beside a share of `items` questions of people who came so.
pub fn interval(frame: Frame, items: usize) -> Result<(), Refusal> {
    match frame {
        Frame::RandomSample if items > 1 => Err(Refusal::Pooled),
        Frame::RandomSample => Ok(()),
        Frame::RegisteredPanel
        | Frame::SelfSelectedOnSite
        | Frame::OpenSelfSelected
        | Frame::Census
        | Frame::ContractedInvestigators => Err(Refusal::NoSample { frame }),
    }
}

/// Whether answers may be crossed with anything, of so many members where they are a panel or all there are.
pub fn crossed(frame: Frame, members: u64) -> Result<(), Refusal> {
    match frame {
        Frame::RandomSample | Frame::SelfSelectedOnSite | Frame::OpenSelfSelected => Ok(()),
        Frame::RegisteredPanel | Frame::Census | Frame::ContractedInvestigators => {
            if members < PANEL_CROSSED_MIN {
                Err(Refusal::SmallPanel { members })
            } else {
                Ok(())
            }
        }
    }
}
