//! What stands between a person and the next page.
//!
//! | need | without an answer | a soft check fails | a hard check fails | the input is no answer |
//! |---|---|---|---|---|
//! | required | stays until answered | asked once | stays | stays |
//! | reminded | reminded once | asked once | stays | stays |
//! | optional | goes on | asked once | stays | stays |

use serde::{Deserialize, Serialize};

use crate::draft::{Need, Severity};
use crate::id::QuestionId;
use crate::map::Set;
use crate::path::Page;
use crate::question::Question;
use crate::questionnaire::Questionnaire;
use crate::reading::Reading;
use crate::rejection::Rejection;
use crate::rule::OnPath;
use crate::setting::Setting;
use crate::text::Text;

/// One thing to be said about a question before going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'q> {
    /// About which question.
    pub question: &'q QuestionId,
    /// What.
    pub kind: FindingKind<'q>,
}

/// What is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingKind<'q> {
    /// The input is no answer.
    Rejected(Rejection),
    /// It must be answered.
    Required,
    /// It was left without an answer; that is allowed.
    Reminder,
    /// A check speaks.
    Check {
        /// Which of the question's checks.
        index: usize,
        /// Whether the person may insist.
        severity: Severity,
        /// What it says.
        message: &'q Text,
    },
}

impl FindingKind<'_> {
    /// Whether it is said once and then lets pass.
    pub fn is_gentle(&self) -> bool {
        match self {
            Self::Reminder | Self::Check { severity: Severity::Soft, .. } => true,
            Self::Rejected(_) | Self::Required | Self::Check { severity: Severity::Hard, .. } => false,
        }
    }
}

/// Which gentle findings a person has seen and passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Acknowledged {
    pub(crate) reminded: Set<QuestionId>,
    pub(crate) confirmed: Set<(QuestionId, usize)>,
}

impl Acknowledged {
    /// Notes that these findings were shown: the gentle ones among them are not shown again.
    pub fn note(&mut self, findings: &[Finding<'_>]) {
        for finding in findings {
            match finding.kind {
                FindingKind::Reminder => {
                    self.reminded.insert(finding.question.clone());
                }
                FindingKind::Check { index, severity: Severity::Soft, .. } => {
                    self.confirmed.insert((finding.question.clone(), index));
                }
                FindingKind::Rejected(_) | FindingKind::Required | FindingKind::Check { .. } => {}
            }
        }
    }

    /// Notes that the answer to a question has changed: what was confirmed about the old one is not about
    /// the new one. A reminder is given once and not again.
    pub fn forget(&mut self, question: &QuestionId) {
        self.confirmed.retain(|(confirmed, _)| confirmed != question);
    }

    fn covers(&self, finding: &Finding<'_>) -> bool {
        match finding.kind {
            FindingKind::Reminder => self.reminded.contains(finding.question),
            FindingKind::Check { index, severity: Severity::Soft, .. } => {
                self.confirmed.contains(&(finding.question.clone(), index))
            }
            FindingKind::Rejected(_) | FindingKind::Required | FindingKind::Check { .. } => false,
        }
    }
}

impl Questionnaire {
    /// What is to be said before a person leaves `page` for the next; nothing means: go on.
    pub fn findings<'q>(
        &'q self,
        page: &Page<'q>,
        setting: &Setting,
        reading: &Reading,
        acknowledged: &Acknowledged,
    ) -> Vec<Finding<'q>> {
        let mut findings = Vec::new();
        self.walk(setting, &reading.answers, |question, on_path| {
            if page.questions.iter().any(|asked| asked.id() == question.id()) {
                findings.extend(question_findings(question, setting, reading, on_path));
            }
        });
        findings.retain(|finding| !acknowledged.covers(finding));
        findings
    }
}

fn question_findings<'q>(
    question: &'q Question,
    setting: &Setting,
    reading: &Reading,
    on_path: &OnPath<'_>,
) -> Vec<Finding<'q>> {
    let finding = |kind| Finding { question: question.id(), kind };
    if let Some(rejection) = reading.rejected.get(question.id()) {
        return vec![finding(FindingKind::Rejected(rejection.clone()))];
    }
    if reading.answers.get(question.id()).is_none() {
        return match question.need() {
            Need::Required => vec![finding(FindingKind::Required)],
            Need::Reminded => vec![finding(FindingKind::Reminder)],
            Need::Optional => Vec::new(),
        };
    }
    failed_checks(question, setting, on_path)
        .map(|(index, severity, message)| finding(FindingKind::Check { index, severity, message }))
        .collect()
}

/// The checks of an answered question that speak, over the answers up to and with it.
pub(crate) fn failed_checks<'q, 'c>(
    question: &'q Question,
    setting: &'c Setting,
    on_path: &'c OnPath<'_>,
) -> impl Iterator<Item = (usize, Severity, &'q Text)> + use<'q, 'c> {
    let checks = question.checks.iter().enumerate();
    checks
        .filter(|(_, check)| check.fails_when.holds(setting, on_path))
        .map(|(index, check)| (index, check.severity, &check.message))
}
