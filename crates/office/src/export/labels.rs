//! What people read beside codes, in one language.

use questionnaire::{Language, Slots, Survey, Text};

use super::nothing::Nothing;

/// The words of one language of a survey.
#[derive(Debug, Clone)]
pub struct Labels {
    language: Language,
    slots: Slots,
}

impl Labels {
    /// The words of `survey` in `language`, as long as no ward is named.
    pub fn new(survey: &Survey, language: Language) -> Self {
        Self { slots: survey.slots(None), language }
    }

    /// `text` without ruby, in one line.
    pub(super) fn say(&self, text: &Text) -> String {
        let plain = text.plain(&self.language, &self.slots);
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The tag for programs.
    pub(super) fn html_lang(&self) -> &str {
        self.language.html_lang()
    }

    /// One of two words: Japanese, or English for every other language.
    pub(super) fn either(&self, ja: &'static str, en: &'static str) -> &'static str {
        if self.html_lang() == "ja" { ja } else { en }
    }

    /// What is read where there is no answer.
    pub(super) fn nothing(&self, nothing: Nothing) -> &'static str {
        match nothing {
            Nothing::NotAsked => self.either("非該当", "Not asked"),
            Nothing::NoAnswer => self.either("無回答", "No answer"),
            Nothing::DontKnow => self.either("わからない", "Don't know"),
            Nothing::PreferNotToSay => self.either("答えたくない", "Prefer not to say"),
            Nothing::TwoMarks => self.either("紙に2つ以上の印", "Two marks on paper"),
            Nothing::Unreadable => self.either("紙で読み取れない", "Unreadable on paper"),
            Nothing::OffPath => self.either("紙で非該当の問に記入", "Marked on paper though not asked"),
        }
    }
}
