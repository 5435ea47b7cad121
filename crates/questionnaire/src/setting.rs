//! What is known of a person's circumstances without asking: the ward and the givens (前提).

use crate::id::{GivenName, ModuleId};
use crate::map::{Map, Set};
use crate::ward::WardCode;

/// The facts that come with the link, code or device besides the ward, by name.
pub type Givens = Map<GivenName, String>;

/// The name under which a condition may look at the ward.
pub const WARD: &str = "ward";

/// The name of the given by which a device says who handed it over. Every survey takes it, whether its questionnaire
/// names it or not, so that field work needs no edition of its own; conditions look at it only where it does.
pub const INTERVIEWER: &str = "interviewer";

/// Letters, digits and hyphens that an interviewer's number may have, where the questionnaire names none: enough for a
/// staff number, too few for much else.
const INTERVIEWER_BYTES_MAX: usize = 16;

/// Whether `value` is the number of an interviewer: letters, digits and hyphens of ASCII.
pub fn is_interviewer(value: &str) -> bool {
    let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain && (1..=INTERVIEWER_BYTES_MAX).contains(&value.len())
}

/// Under which circumstances a questionnaire is answered. Only [`Survey::setting`](crate::Survey::setting)
/// makes one, so that its ward takes part and its givens are known ones, or the interviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub(crate) ward: WardCode,
    pub(crate) givens: Givens,
    pub(crate) modules: Set<ModuleId>,
}

impl Setting {
    /// The ward.
    pub fn ward(&self) -> WardCode {
        self.ward
    }

    /// The givens besides the ward.
    pub fn givens(&self) -> &Givens {
        &self.givens
    }

    /// The modules that are on, `core` not listed.
    pub fn modules(&self) -> &Set<ModuleId> {
        &self.modules
    }

    pub(crate) fn given(&self, name: &GivenName) -> Option<String> {
        if name.as_str() == WARD { Some(self.ward.to_string()) } else { self.givens.get(name).cloned() }
    }
}

/// Why there is no such setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// The ward does not take part.
    #[error("the ward {ward} does not take part in this survey")]
    UnknownWard {
        /// Which.
        ward: WardCode,
    },
    /// The questionnaire knows no such given.
    #[error("the survey knows no given `{given}`")]
    UnknownGiven {
        /// Which.
        given: GivenName,
    },
    /// A given has a value that it cannot take.
    #[error("the given `{given}` cannot be \"{value}\"")]
    UnknownValue {
        /// Which given.
        given: GivenName,
        /// Its value, cut to a length that can be shown.
        value: String,
    },
}
