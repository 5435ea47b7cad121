//! Short forms for tests: Japanese only, every text the same as its id unless a test says otherwise.

use crate::id;
use questionnaire::{
    Abandoned, Check, Choice, Comparison, Condition, DateRange, DraftChoices, DraftKind, DraftQuestion,
    DraftQuestionnaire, DraftSection, DraftSeveral, DraftSurvey, Ends, Frame, Keeping, Meaning, MonthRange, Need,
    NumberRange, Opening, Operand, Period, Severity, Survey, Text, TextLimit, WardSettings, Wording,
};
use questionnaire::{Map, Set};

/// Taisho, the ward in which every scenario begins.
pub(crate) const TAISHO: &str = "271080";
/// Naniwa, the other ward that takes part.
pub(crate) const NANIWA: &str = "271110";
/// Kita takes part in nothing here.
pub(crate) const KITA: &str = "271276";

pub(crate) fn words(words: &str) -> Text {
    Text(Map::from([(id("ja"), words.to_owned())]))
}

pub(crate) fn choice(code: &str) -> Choice {
    Choice {
        code: id(code),
        paper: None,
        text: words(code),
        meaning: Meaning::Substance,
        exclusive: false,
        other: false,
    }
}

/// A form in the making. What follows a question is about that question.
#[derive(Clone)]
pub(crate) struct Form {
    pub(crate) draft: DraftQuestionnaire,
}

pub(crate) fn form() -> Form {
    let opening =
        Opening { purpose: words("目的"), office: words("担当"), handling: words("扱い"), paper: words("紙") };
    Form {
        draft: DraftQuestionnaire {
            id: id("form"),
            edition: "1".into(),
            languages: vec![id("ja")],
            title: words("題"),
            opening,
            ward_question: words("区"),
            givens: Map::new(),
            choice_sets: Map::new(),
            sections: Vec::new(),
        },
    }
}

impl Form {
    pub(crate) fn section(mut self, section: &str) -> Self {
        self.draft.sections.push(DraftSection {
            id: id(section),
            title: words(section),
            why: None,
            questions: Vec::new(),
        });
        self
    }

    pub(crate) fn ask(mut self, question: &str, answer: DraftKind) -> Self {
        if self.draft.sections.is_empty() {
            self = self.section("first");
        }
        let question = DraftQuestion {
            id: id(question),
            module: id("core"),
            page: None,
            text: words(question),
            wordings: Vec::new(),
            help: None,
            need: Need::Reminded,
            ask_when: None,
            answer,
            escapes: Vec::new(),
            positive: Vec::new(),
            feeds: Vec::new(),
            checks: Vec::new(),
        };
        self.draft.sections.last_mut().unwrap().questions.push(question);
        self
    }

    pub(crate) fn one<const N: usize>(self, question: &str, codes: [&str; N]) -> Self {
        self.ask(
            question,
            DraftKind::One(DraftChoices { choice_set: None, choices: codes.into_iter().map(choice).collect() }),
        )
    }

    pub(crate) fn several<const N: usize>(self, question: &str, codes: [&str; N]) -> Self {
        let choices = codes.into_iter().map(choice).collect();
        self.ask(question, DraftKind::Several(DraftSeveral { choice_set: None, choices, at_most: None }))
    }

    pub(crate) fn ranking<const N: usize>(self, question: &str, codes: [&str; N]) -> Self {
        let choices = codes.into_iter().map(choice).collect();
        self.ask(question, DraftKind::Ranking(DraftSeveral { choice_set: None, choices, at_most: None }))
    }

    pub(crate) fn number(self, question: &str, min: i64, max: i64) -> Self {
        self.ask(question, DraftKind::Number(NumberRange { min, max, unit: None }))
    }

    pub(crate) fn date(self, question: &str, earliest: &str, latest: &str) -> Self {
        self.ask(question, DraftKind::Date(DateRange { earliest: id(earliest), latest: id(latest) }))
    }

    pub(crate) fn month(self, question: &str, earliest: &str, latest: &str) -> Self {
        self.ask(question, DraftKind::Month(MonthRange { earliest: id(earliest), latest: id(latest) }))
    }

    pub(crate) fn text(self, question: &str, characters_max: u32) -> Self {
        self.ask(question, DraftKind::Text(TextLimit { characters_max, one_line: false }))
    }

    pub(crate) fn line(self, question: &str, characters_max: u32) -> Self {
        self.ask(question, DraftKind::Text(TextLimit { characters_max, one_line: true }))
    }

    pub(crate) fn rating(self, question: &str) -> Self {
        self.ask(question, DraftKind::Rating(Ends { low: words("低"), high: words("高") }))
    }

    pub(crate) fn edit(mut self, edit: impl FnOnce(&mut DraftQuestion)) -> Self {
        edit(self.draft.sections.last_mut().unwrap().questions.last_mut().unwrap());
        self
    }

    pub(crate) fn edit_choice(self, code: &str, edit: impl FnOnce(&mut Choice)) -> Self {
        self.edit(|question| {
            let choices = match &mut question.answer {
                DraftKind::One(draft) => &mut draft.choices,
                DraftKind::Several(draft) | DraftKind::Ranking(draft) => &mut draft.choices,
                DraftKind::Number(_)
                | DraftKind::Date(_)
                | DraftKind::Month(_)
                | DraftKind::Text(_)
                | DraftKind::Rating(_) => &mut question.escapes,
            };
            edit(choices.iter_mut().find(|choice| choice.code.as_str() == code).unwrap());
        })
    }

    pub(crate) fn at_most(self, most: u16) -> Self {
        self.edit(|question| match &mut question.answer {
            DraftKind::Several(draft) | DraftKind::Ranking(draft) => draft.at_most = Some(most),
            one @ (DraftKind::One(_)
            | DraftKind::Number(_)
            | DraftKind::Date(_)
            | DraftKind::Month(_)
            | DraftKind::Text(_)
            | DraftKind::Rating(_)) => panic!("{one:?} has no such limit"),
        })
    }

    pub(crate) fn exclusive(self, code: &str) -> Self {
        self.edit_choice(code, |choice| choice.exclusive = true)
    }

    pub(crate) fn other(self, code: &str) -> Self {
        self.edit_choice(code, |choice| choice.other = true)
    }

    pub(crate) fn means(self, code: &str, meaning: Meaning) -> Self {
        self.edit_choice(code, |choice| choice.meaning = meaning)
    }

    pub(crate) fn escape(self, code: &str, meaning: Meaning) -> Self {
        self.edit(|question| question.escapes.push(Choice { meaning, ..choice(code) }))
    }

    pub(crate) fn when(self, condition: Condition) -> Self {
        self.edit(|question| question.ask_when = Some(condition))
    }

    pub(crate) fn required(self) -> Self {
        self.edit(|question| question.need = Need::Required)
    }

    pub(crate) fn optional(self) -> Self {
        self.edit(|question| question.need = Need::Optional)
    }

    pub(crate) fn page(self, page: &str) -> Self {
        self.edit(|question| question.page = Some(id(page)))
    }

    pub(crate) fn module(self, module: &str) -> Self {
        self.edit(|question| question.module = id(module))
    }

    pub(crate) fn hard(self, fails_when: Condition, message: &str) -> Self {
        self.check(fails_when, Severity::Hard, message)
    }

    pub(crate) fn soft(self, fails_when: Condition, message: &str) -> Self {
        self.check(fails_when, Severity::Soft, message)
    }

    fn check(self, fails_when: Condition, severity: Severity, message: &str) -> Self {
        self.edit(|question| question.checks.push(Check { fails_when, severity, message: words(message) }))
    }

    pub(crate) fn wording(self, when: Condition, text: &str) -> Self {
        self.edit(|question| question.wordings.push(Wording { when, text: words(text) }))
    }

    pub(crate) fn given<const N: usize>(mut self, name: &str, values: [&str; N]) -> Self {
        self.draft.givens.insert(id(name), values.map(str::to_owned).to_vec());
        self
    }

    /// A survey of this form in two wards.
    pub(crate) fn survey(self) -> DraftSurvey {
        let ward = |name: &str| WardSettings { name: words(name), modules: Set::new(), slots: Map::new() };
        DraftSurvey {
            id: id("round"),
            title: words("調査"),
            frame: Frame::OpenSelfSelected,
            period: Period { opens: id("2026-11-01"), closes: id("2026-11-30") },
            modules: Set::new(),
            slots: Map::new(),
            wards: Map::from([(id(TAISHO), ward("大正区")), (id(NANIWA), ward("浪速区"))]),
            embed_origins: Set::new(),
            sealing_keys: Vec::new(),
            abandoned: Abandoned::Discard,
            keeping: Keeping::default(),
            questionnaire: self.draft,
        }
    }

    #[track_caller]
    pub(crate) fn sound(self) -> Survey {
        match Survey::try_from(self.survey()) {
            Ok(survey) => survey,
            Err(problems) => panic!("not sound: {}", lines(&problems).join("\n")),
        }
    }

    /// Every fault of it, one line each.
    pub(crate) fn problems(self) -> Vec<String> {
        Survey::try_from(self.survey()).map_or_else(|problems| lines(&problems), |_| Vec::new())
    }
}

pub(crate) fn lines<T: std::fmt::Display>(things: &[T]) -> Vec<String> {
    things.iter().map(ToString::to_string).collect()
}

pub(crate) fn chose(question: &str, choice: &str) -> Condition {
    Condition::Chose { question: id(question), choice: id(choice) }
}

pub(crate) fn chose_any<const N: usize>(question: &str, choices: [&str; N]) -> Condition {
    Condition::ChoseAny { question: id(question), choices: choices.map(id).to_vec() }
}

pub(crate) fn contains<const N: usize>(question: &str, choices: [&str; N]) -> Condition {
    Condition::Contains { question: id(question), choices: choices.map(id).to_vec() }
}

pub(crate) fn number(question: &str, is: Comparison, to: i64) -> Condition {
    Condition::Compare { question: id(question), is, to: Operand::Number(to) }
}

pub(crate) fn date(question: &str, is: Comparison, to: &str) -> Condition {
    Condition::Compare { question: id(question), is, to: Operand::Date(id(to)) }
}

pub(crate) fn month(question: &str, is: Comparison, to: &str) -> Condition {
    Condition::Compare { question: id(question), is, to: Operand::Month(id(to)) }
}

pub(crate) fn answers(question: &str, is: Comparison, to: &str) -> Condition {
    Condition::CompareAnswers { question: id(question), is, to: id(to) }
}

pub(crate) fn given_is(given: &str, value: &str) -> Condition {
    Condition::GivenIs { given: id(given), value: value.into() }
}

pub(crate) fn given_in<const N: usize>(given: &str, values: [&str; N]) -> Condition {
    Condition::GivenIn { given: id(given), values: values.map(str::to_owned).to_vec() }
}

pub(crate) fn given_compare(given: &str, is: Comparison, to: Operand) -> Condition {
    Condition::GivenCompare { given: id(given), is, to }
}

pub(crate) fn all<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::All(conditions.into())
}

pub(crate) fn any<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::Any(conditions.into())
}

pub(crate) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// A key to seal to: that of RFC 7517, appendix A.1.
pub(crate) fn sealing_key() -> questionnaire::SealingKey {
    questionnaire::SealingKey {
        kty: "EC".into(),
        crv: "P-256".into(),
        kid: "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s".into(),
        x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4".into(),
        y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM".into(),
    }
}
