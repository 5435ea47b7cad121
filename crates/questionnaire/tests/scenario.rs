//! One person and one form: what they put in, and what must come of it.

use crate::form::{Form, TAISHO};
use crate::id;
use questionnaire::{
    Acknowledged, Finding, FindingKind, Givens, Identity, Input, Inputs, Kind, Mode, Page, Picked, QuestionId, Reading,
    Receipt, Rejection, Response, ResponseId, Setting, Severity, ShortfallKind, Survey,
};

#[derive(Clone)]
pub(crate) struct Scenario {
    pub(crate) survey: Survey,
    pub(crate) setting: Setting,
    pub(crate) inputs: Inputs,
    pub(crate) acknowledged: Acknowledged,
}

impl Scenario {
    #[track_caller]
    pub(crate) fn of(form: Form) -> Self {
        Self::in_survey(form.sound())
    }

    #[track_caller]
    pub(crate) fn in_survey(survey: Survey) -> Self {
        let setting = survey.setting(id(TAISHO), Givens::new()).unwrap();
        Self { survey, setting, inputs: Inputs::new(), acknowledged: Acknowledged::default() }
    }

    #[track_caller]
    pub(crate) fn in_ward(mut self, ward: &str) -> Self {
        self.setting = self.survey.setting(id(ward), self.setting.givens().clone()).unwrap();
        self
    }

    #[track_caller]
    pub(crate) fn given(mut self, name: &str, value: &str) -> Self {
        let mut givens = self.setting.givens().clone();
        givens.insert(id(name), value.to_owned());
        self.setting = self.survey.setting(self.setting.ward(), givens).unwrap();
        self
    }

    /// Answers as a widget would: codes are divided by spaces, a rating is a number, all else is typed.
    #[track_caller]
    pub(crate) fn answer(self, question: &str, said: &str) -> Self {
        let id: QuestionId = id(question);
        let codes = || said.split_whitespace().map(crate::id);
        let input = match self.survey.questionnaire().question(&id).unwrap().kind() {
            Kind::One(_) => Input::Choice(Picked::plain(crate::id(said))),
            Kind::Several { .. } => Input::Choices(codes().map(Picked::plain).collect()),
            Kind::Ranking { .. } => Input::Ranking(codes().collect()),
            Kind::Rating(_) => Input::Rating(said.parse().unwrap()),
            Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) => Input::Typed(said.to_owned()),
        };
        self.input(question, input)
    }

    pub(crate) fn escape(self, question: &str, code: &str) -> Self {
        self.input(question, Input::Escape(id(code)))
    }

    pub(crate) fn blank(self, question: &str) -> Self {
        self.input(question, Input::Blank)
    }

    pub(crate) fn input(mut self, question: &str, input: Input) -> Self {
        self.inputs.insert(id(question), input);
        self.acknowledged.forget(&id(question));
        self
    }

    pub(crate) fn reading(&self) -> Reading {
        self.survey.questionnaire().read(&self.inputs)
    }

    #[track_caller]
    pub(crate) fn expect_path<const N: usize>(self, questions: [&str; N]) -> Self {
        assert_eq!(self.path(), questions, "path");
        self
    }

    pub(crate) fn path(&self) -> Vec<String> {
        let reading = self.reading();
        let path = self.survey.questionnaire().path(&self.setting, &reading.answers);
        path.questions().iter().map(|question| question.id().to_string()).collect()
    }

    pub(crate) fn pages(&self) -> Vec<Page<'_>> {
        let reading = self.reading();
        self.survey.questionnaire().path(&self.setting, &reading.answers).pages()
    }

    /// What is said when the person leaves the page of `question`.
    #[track_caller]
    pub(crate) fn findings(&self, question: &str) -> Vec<Finding<'_>> {
        let reading = self.reading();
        let pages = self.pages();
        let on = |page: &&Page<'_>| page.questions.iter().any(|asked| asked.id().as_str() == question);
        let page = pages.iter().find(on).unwrap_or_else(|| panic!("{question} is not on the path"));
        self.survey.questionnaire().findings(page, &self.setting, &reading, &self.acknowledged)
    }

    #[track_caller]
    pub(crate) fn expect_findings<const N: usize>(self, question: &str, findings: [&str; N]) -> Self {
        let found: Vec<_> = self.findings(question).iter().map(said).collect();
        assert_eq!(found, findings, "findings on the page of {question}");
        self
    }

    /// The person presses "next" on the page of `question`.
    #[track_caller]
    pub(crate) fn next(mut self, question: &str) -> Self {
        let here = self.clone();
        self.acknowledged.note(&here.findings(question));
        self
    }

    #[track_caller]
    pub(crate) fn expect_rejected(self, question: &str, rejection: &Rejection) -> Self {
        assert_eq!(self.reading().rejected.get(&id::<QuestionId>(question)), Some(rejection), "{question}");
        self
    }

    /// What the inputs come to as JSON on the wire, path or not.
    #[track_caller]
    pub(crate) fn expect_reads(self, question: &str, json: &str) -> Self {
        let reading = self.reading();
        let answer = reading.answers.get(&id(question));
        assert_eq!(reading.rejected.get(&id::<QuestionId>(question)), None, "{question}");
        assert_eq!(answer.map(|answer| serde_json::to_string(answer).unwrap()).as_deref(), Some(json), "{question}");
        self
    }

    #[track_caller]
    pub(crate) fn expect_no_answer(self, question: &str) -> Self {
        let reading = self.reading();
        assert!(reading.answers.get(&id(question)).is_none(), "{question}");
        assert!(!reading.rejected.contains_key(&id::<QuestionId>(question)), "{question}");
        self
    }

    /// What keeps the answers from being complete, or what would travel.
    pub(crate) fn travels(&self) -> Result<String, Vec<String>> {
        let complete = self.survey.questionnaire().complete(&self.setting, &self.reading().answers);
        complete.map(|complete| serde_json::to_string(&complete).unwrap()).map_err(|shortfalls| {
            let line = |question: &QuestionId, kind| match kind {
                ShortfallKind::Required => format!("{question}: required"),
                ShortfallKind::Check { index } => format!("{question}: check {index}"),
            };
            shortfalls.iter().map(|shortfall| line(&shortfall.question, shortfall.kind)).collect()
        })
    }

    #[track_caller]
    pub(crate) fn expect_travels(self, json: &str) -> Self {
        assert_eq!(self.travels(), Ok(json.to_owned()));
        self
    }

    #[track_caller]
    pub(crate) fn expect_lacks<const N: usize>(self, shortfalls: [&str; N]) -> Self {
        assert_eq!(self.travels(), Err(shortfalls.map(str::to_owned).to_vec()));
        self
    }

    #[track_caller]
    pub(crate) fn response(&self) -> Response {
        Response::new(&self.survey, identity(), &self.setting, &self.reading().answers).unwrap()
    }
}

pub(crate) fn identity() -> Identity {
    Identity {
        id: ResponseId::from_random([7; 16]),
        revision: id(&"a".repeat(64)),
        mode: Mode::Web,
        assisted: false,
        language: id("ja"),
        receipt_hash: Receipt::from_random([7; 13]).hash(),
        started_at: id("2026-11-20T01:02:00Z"),
        finished_at: id("2026-11-20T01:09:00Z"),
    }
}

fn said(finding: &Finding<'_>) -> String {
    let question = finding.question;
    match &finding.kind {
        FindingKind::Rejected(rejection) => format!("{question}: {}", rejection.code()),
        FindingKind::Required => format!("{question}: required"),
        FindingKind::Reminder => format!("{question}: reminder"),
        FindingKind::Check { index, severity, message } => {
            let severity = match severity {
                Severity::Soft => "soft",
                Severity::Hard => "hard",
            };
            format!("{question}: {severity} {index} {}", message.in_language(&id("ja")))
        }
    }
}
