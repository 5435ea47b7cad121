//! In which language the form speaks, and how large its letters are. The words of one language come with the survey;
//! those of the others follow when the first screen stands, or when they are asked for.

use std::sync::Arc;

use questionnaire::Language;

use super::Turn;
use crate::effect::Effect;
use crate::state::{LanguageChange, Screen, TextSize};
use crate::words::Words;

impl Turn<'_> {
    pub(super) fn language_chosen(&mut self, language: Language) {
        if self.state.words(&language).is_none() {
            self.effects.push(Effect::FetchWords(language.clone()));
            self.state.change = LanguageChange::Awaited(language);
            return;
        }
        self.state.change = LanguageChange::None;
        self.effects.push(Effect::KeepLanguage(language.clone()));
        self.state.language = language;
        // It was said in the language of that moment, choices and all.
        self.state.said = None;
        self.fall_silent();
        self.remember_voice();
    }

    pub(super) fn ruby_switched(&mut self) {
        self.state.ruby = !self.state.ruby;
        self.remember_voice();
    }

    /// It holds for every survey in this browser, whoever answers.
    pub(super) fn text_size_chosen(&mut self, size: TextSize) {
        self.state.text_size = size;
        self.effects.push(Effect::KeepTextSize(size));
    }

    /// The draft or slip keeps the language, so that a reload speaks it too.
    fn remember_voice(&mut self) {
        let (language, ruby) = (self.state.language.clone(), self.state.ruby);
        match &mut self.state.screen {
            Screen::Form(form) => {
                form.draft.language = language;
                form.draft.ruby = ruby;
                self.save();
            }
            Screen::Done(slip) => {
                slip.language = language;
                slip.ruby = ruby;
                let slip = slip.clone();
                self.effects.push(Effect::KeepSlip(slip));
            }
            Screen::Loading(_) | Screen::Broken(_) | Screen::Held => {}
        }
    }

    /// Sees to it that the form can speak its language; nothing is drawn before.
    pub(super) fn find_voice(&mut self) {
        let language = self.state.language.clone();
        if self.state.words(&language).is_none() {
            self.effects.push(Effect::FetchWords(language));
        }
    }

    /// Asks for the words of every other language, so that a change of it needs no network.
    pub(super) fn learn_others(&mut self) {
        let Some(published) = self.state.published.as_deref() else { return };
        let spoken = published.survey.languages().iter().filter(|language| published.interface.speaks(language));
        let others = spoken
            .filter(|language| **language != self.state.language && published.interface.words(language).is_none());
        self.effects.extend(others.cloned().map(Effect::LearnWords));
    }

    pub(super) fn words_fetched(&mut self, language: Language, json: Option<String>) {
        if let Some(json) = json.filter(|json| self.learn(&language, json)) {
            self.effects.push(Effect::KeepWords(language.clone(), json));
        }
        let known = self.state.words(&language).is_some();
        if self.state.change == LanguageChange::Awaited(language.clone()) {
            if known {
                return self.language_chosen(language);
            }
            self.state.change = LanguageChange::Missed;
        }
        let fullest = self.state.published.as_deref().and_then(|published| published.interface.fullest());
        if !known
            && self.state.language == language
            && let Some(fullest) = fullest
        {
            // A form that is silent here and there is better than none.
            self.state.language = fullest.0.clone();
            self.state.learned.push(fullest.clone());
        }
    }

    /// Takes in the words of a language, and says whether they are all there.
    pub(super) fn learn(&mut self, language: &Language, json: &str) -> bool {
        let Some(words) = Words::parse(language, json) else { return false };
        self.state.learned.retain(|(learned, _)| learned != language);
        self.state.learned.push((language.clone(), Arc::new(words)));
        true
    }
}
