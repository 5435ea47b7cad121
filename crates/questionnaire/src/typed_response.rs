//! A response that staff typed in from paper (`mode` is `paper`), with its identity. It is never sent by a device.

use serde::ser::{Serialize, Serializer};

use crate::admit::{ResponseFault, ResponseProblem};
use crate::answer::Answers;
use crate::id::SurveyId;
use crate::map::Map;
use crate::paper::{PaperError, PaperResponse};
use crate::response::{Identity, Mode, WhatTravels};
use crate::sealed_part::ClearPart;
use crate::setting::{Givens, Setting};
use crate::survey::Survey;
use crate::tree::{self, Unwritable};
use crate::ward::WardCode;
use crate::wire::WireResponse;

/// What stands on a sheet of paper, with what tells it from others. It need not be complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedResponse {
    survey: SurveyId,
    setting: Setting,
    identity: Identity,
    paper: PaperResponse,
    answers: Answers,
}

impl Survey {
    /// The response that staff typed in, or everything that is wrong with it. The caller has found this survey by the
    /// revision, and knows that it was typed in by staff.
    pub fn admit_paper(&self, wire: WireResponse) -> Result<TypedResponse, Vec<ResponseProblem>> {
        let whole = |fault| ResponseProblem { question: None, fault };
        let faults = self.whole_faults(&wire.survey, &wire.language, wire.started_at, wire.finished_at);
        let mut problems: Vec<_> = faults.into_iter().map(whole).collect();
        let setting = self.wire_setting(&wire).map_err(|fault| problems.push(whole(fault))).ok();
        let mut typed = Map::new();
        for (name, json) in &wire.answers.0 {
            typed.insert(name.clone(), json.clone());
        }
        let paper = PaperResponse::read(self.questionnaire(), &typed);
        let paper = paper.map_err(|errors| problems.extend(errors.into_iter().map(problem))).ok();
        let (Some(setting), Some(paper), true) = (setting, paper, problems.is_empty()) else { return Err(problems) };
        let identity = Identity {
            id: wire.id,
            revision: wire.revision,
            mode: wire.mode,
            assisted: wire.assisted,
            language: wire.language,
            receipt_hash: wire.receipt_hash,
            started_at: wire.started_at,
            finished_at: wire.finished_at,
        };
        let answers = paper.answers();
        Ok(TypedResponse { survey: wire.survey, setting, identity, paper, answers })
    }
}

fn problem(error: PaperError) -> ResponseProblem {
    match error {
        PaperError::UnknownQuestion(name) => {
            ResponseProblem { question: Some(name), fault: ResponseFault::UnknownQuestion }
        }
        PaperError::Rejected { question, rejection } => {
            ResponseProblem { question: Some(question.to_string()), fault: ResponseFault::Rejected(rejection) }
        }
    }
}

impl TypedResponse {
    /// The ward it speaks of.
    pub fn ward(&self) -> WardCode {
        self.setting.ward()
    }

    /// The facts that the sheet was printed for.
    pub fn given(&self) -> &Givens {
        self.setting.givens()
    }

    /// What tells it from others.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Everything that stands on the sheet.
    pub fn paper(&self) -> &PaperResponse {
        &self.paper
    }

    /// What routes of it, on the path and off it.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The same response through another door, as [`Response::through`](crate::Response::through).
    #[must_use]
    pub fn through(mut self, mode: Mode) -> Self {
        self.identity.mode = mode;
        self
    }

    /// It as it is stored. The same response gives the same text.
    pub fn to_json(&self) -> Result<String, Unwritable> {
        tree::write(self)
    }

    /// What stays in clear when it is sealed.
    pub fn clear_part(&self) -> ClearPart {
        ClearPart::of(&self.survey, self.ward(), &self.identity)
    }

    /// The same as canonical JSON.
    pub fn clear_json(&self) -> Result<String, Unwritable> {
        tree::write(&self.clear_part())
    }

    /// What is sealed, as canonical JSON.
    pub fn secret_json(&self) -> Result<String, Unwritable> {
        crate::sealed_part::secret_json(&self.paper, self.given())
    }
}

impl Serialize for TypedResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (ward, given) = (self.ward(), self.given());
        WhatTravels { survey: &self.survey, ward, given, identity: &self.identity, answers: &self.paper }
            .serialize(serializer)
    }
}
