//! Random people: what they put in, at which question, in which order, and how often they change it.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::form::{NANIWA, TAISHO};
use crate::id;
use questionnaire::{Givens, Input, Inputs, Kind, Picked, Question, Questionnaire, Setting, Survey};

/// One thing that somebody does, before it is known with which form.
#[derive(Debug, Clone)]
pub(super) struct Act {
    at: Index,
    sort: u8,
    number: i64,
    codes: Vec<u8>,
    words: String,
}

#[derive(Debug, Clone)]
pub(super) struct Person {
    in_taisho: bool,
    kind: Option<bool>,
    wave: Option<u8>,
    pub(super) acts: Vec<Act>,
}

pub(super) fn acts() -> impl Strategy<Value = Act> {
    let words = prop_oneof!["[a-z ]{0,9}", "[あ-んア-ン\u{3099}👨\u{200d}👩𠮷\r\n]{0,9}", any::<String>(),];
    (any::<Index>(), 0..20_u8, -1..12_i64, prop::collection::vec(any::<u8>(), 0..4), words)
        .prop_map(|(at, sort, number, codes, words)| Act { at, sort, number, codes, words })
}

pub(super) fn people() -> impl Strategy<Value = Person> {
    let acts = prop::collection::vec(acts(), 0..40);
    (prop::bool::weighted(0.8), any::<Option<bool>>(), prop::option::of(0..5_u8), acts)
        .prop_map(|(in_taisho, kind, wave, acts)| Person { in_taisho, kind, wave, acts })
}

impl Person {
    pub(super) fn setting(&self, survey: &Survey) -> Setting {
        let mut givens = Givens::new();
        givens.extend(self.kind.map(|civic| (id("kind"), if civic { "civic" } else { "rights" }.to_owned())));
        givens.extend(self.wave.map(|wave| (id("wave"), wave.to_string())));
        survey.setting(id(if self.in_taisho { TAISHO } else { NANIWA }), givens).unwrap()
    }

    pub(super) fn inputs(&self, questionnaire: &Questionnaire) -> Inputs {
        self.acts
            .iter()
            .map(|act| act.on(questionnaire))
            .map(|(question, input)| (question.id().clone(), input))
            .collect()
    }
}

impl Act {
    pub(super) fn on<'q>(&self, questionnaire: &'q Questionnaire) -> (&'q Question, Input) {
        let question = self.at.get(questionnaire.questions());
        (question, self.input(question))
    }

    /// Mostly what fits the question.
    fn input(&self, question: &Question) -> Input {
        match self.sort {
            0 => return Input::Blank,
            1 => return Input::Typed(self.words.clone()),
            2 => return Input::Escape(id("dk")),
            3 => return Input::Rating(u8::try_from(self.number.abs()).unwrap()),
            _ => {}
        }
        let codes: Vec<_> = question.choices().into_iter().flat_map(|choices| choices.iter()).collect();
        let pick = |at: &u8| codes[usize::from(*at) % codes.len()].code.clone();
        let mut picked: Vec<_> = self.codes.iter().filter(|_| !codes.is_empty()).map(pick).collect();
        match question.kind() {
            Kind::One(_) => match picked.pop() {
                Some(code) if code.as_str() == "etc" => Input::Choice(Picked { code, other: Some(self.words.clone()) }),
                Some(code) => Input::Choice(Picked::plain(code)),
                None => Input::Blank,
            },
            Kind::Several { .. } => Input::Choices(picked.into_iter().map(Picked::plain).collect()),
            Kind::Ranking { .. } => Input::Ranking(picked),
            Kind::Number(_) => Input::Typed(self.number.to_string()),
            Kind::Date(_) => Input::Typed(format!("2026-1-{}", self.number)),
            Kind::Month(_) => Input::Typed(format!("2026-{}", self.number)),
            Kind::Text(_) => Input::Typed(self.words.clone()),
            Kind::Rating(_) => Input::Rating(u8::try_from(self.number.max(0)).unwrap()),
        }
    }
}
