//! Letters that ask people to answer, each with the code of one person.

use std::fmt::Write;

use questionnaire::{Date, Language, Setting, Survey};

use super::words::{PaperWords, Word};
use super::{PaperForm, document, qr, with_code};
use crate::code::InvitationCode;
use crate::content::Interface;
use crate::http::html::{escape, words};

/// What all letters of a ward have in common.
#[derive(Debug)]
pub struct Letters<'a> {
    /// What people are asked to answer.
    pub survey: &'a Survey,
    /// In which circumstances.
    pub setting: &'a Setting,
    /// In which language.
    pub language: &'a Language,
    /// What a letter says besides.
    pub interface: &'a Interface,
    /// Where the survey is answered.
    pub address: &'a str,
    /// Whether they are the second ones.
    pub errand: Errand,
    /// Whether the questionnaire for print comes behind each.
    pub with_form: bool,
}

/// What a letter is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// It asks for the first time.
    Invitation,
    /// It reminds somebody whose answers had not come when it was printed.
    Reminder,
}

/// Whom a letter is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addressee {
    /// The postal code.
    pub postal_code: String,
    /// The address, in one or two lines.
    pub address: Vec<String>,
    /// The name, without 様.
    pub name: String,
}

impl Letters<'_> {
    /// The letters to `all`, one page for each, as a page for print.
    pub fn html<'p>(&self, all: impl IntoIterator<Item = (Option<&'p Addressee>, InvitationCode)>) -> String {
        let slots = self.survey.slots(Some(self.setting.ward()));
        let mut html = String::new();
        for (addressee, code) in all {
            self.letter(&mut html, addressee, code);
        }
        document(self.language, &escape(&self.survey.title().plain(self.language, &slots)), &html)
    }

    fn letter(&self, html: &mut String, addressee: Option<&Addressee>, code: InvitationCode) {
        let (survey, language) = (self.survey, self.language);
        let slots = survey.slots(Some(self.setting.ward()));
        let opening = survey.questionnaire().opening();
        let say = |word, slots: &[(&str, &str)]| PaperWords { interface: self.interface, language }.say(word, slots);
        let _ = write!(html, "<main class=\"letter\" lang=\"{}\"><address>", language.html_lang());
        if let Some(Addressee { postal_code, address, name }) = addressee {
            if !postal_code.is_empty() {
                let _ = write!(html, "〒{}<br>", escape(postal_code.trim_start_matches('〒')));
            }
            for line in address.iter().filter(|line| !line.is_empty()) {
                let _ = write!(html, "{}<br>", escape(line));
            }
            let _ = write!(html, "<b>{} 様</b>", escape(name));
        }
        let title = words(survey.title(), language, &slots);
        let _ = write!(html, "</address><h1>{title}</h1>");
        if self.errand == Errand::Reminder {
            let _ = write!(html, "<p class=\"reminder\">{}</p>", say(Word::Reminder, &[]));
        }
        for text in [&opening.purpose, &opening.handling] {
            let _ = write!(html, "<p>{}</p>", words(text, language, &slots));
        }
        let deadline = self.day(survey.period().closes);
        let _ = write!(html, "<p class=\"deadline\">{}</p>", say(Word::Deadline, &[("date", &deadline)]));
        let _ = write!(
            html,
            "<div class=\"door\">{}<div><p>{}</p>",
            qr(&with_code(self.address, Some(code))),
            say(Word::Scan, &[])
        );
        // Whoever types it types no more than they must.
        let typed = self.address.split('?').next().unwrap_or(self.address);
        let _ = write!(html, "<p>{}<br><b>{}</b></p>", say(Word::Type, &[]), escape(typed));
        let _ = write!(html, "<p class=\"code\">{}<b>{code}</b></p></div></div>", say(Word::Code, &[]));
        let _ = write!(html, "<p>{}</p>", words(&opening.paper, language, &slots));
        let _ = write!(html, "<footer><p>{}</p></footer></main>", words(&opening.office, language, &slots));
        if self.with_form {
            let form = PaperForm {
                survey,
                setting: self.setting,
                language,
                interface: self.interface,
                large: false,
                address: Some(self.address.to_owned()),
                code: Some(code),
                is_over: false,
            };
            html.push_str(&form.sheet());
        }
    }

    /// A day as it is written in the language.
    fn day(&self, date: Date) -> String {
        let iso = date.to_string();
        let mut parts = iso.split('-').map(|part| part.trim_start_matches('0').to_owned());
        let is_kanji = ["ja", "zh-Hans", "zh-Hant"].contains(&self.language.html_lang());
        match (parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day)) if is_kanji => {
                let say = |word| PaperWords { interface: self.interface, language: self.language }.say(word, &[]);
                [year, say(Word::Year), month, say(Word::Month), day, say(Word::Day)].concat()
            }
            _ => iso,
        }
    }
}
