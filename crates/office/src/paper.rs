//! The questionnaire on paper: only what belongs there, made from the same source as what is on screens.

mod answer;
mod letter;
mod qr;
mod words;

use std::fmt::Write;

use questionnaire::{GoOn, Language, Printed, Section, Setting, Slots, Survey};

use crate::code::InvitationCode;
use crate::content::Interface;
use crate::http::html::{escape, words};
pub use letter::{Addressee, Errand, Letters};
use qr::qr;
use words::{PaperWords, Word};

/// The style of everything that is printed.
pub(crate) const STYLE: &str = include_str!("paper/style.css");

/// A sheet for somebody in one ward.
#[derive(Debug)]
pub struct PaperForm<'a> {
    /// What is asked.
    pub survey: &'a Survey,
    /// In which circumstances.
    pub setting: &'a Setting,
    /// In which language.
    pub language: &'a Language,
    /// What the sheet says besides.
    pub interface: &'a Interface,
    /// Whether it is printed large.
    pub large: bool,
    /// Where the same is answered on a screen.
    pub address: Option<String>,
    /// The code of an invitation.
    pub code: Option<InvitationCode>,
    /// Whether it is too late to answer, and the sheet is there to be read alone.
    pub is_over: bool,
}

impl PaperForm<'_> {
    /// It as a page of its own.
    pub fn html(&self) -> String {
        let title = escape(&self.survey.title().plain(self.language, &self.slots()));
        document(self.language, &title, &self.sheet())
    }

    /// It as a part of a page.
    pub fn sheet(&self) -> String {
        let mut html = String::new();
        let large = if self.large { " large" } else { "" };
        let _ = write!(html, "<main class=\"sheet{large}\" lang=\"{}\">", self.language.html_lang());
        self.head(&mut html);
        let questionnaire = self.survey.questionnaire();
        let printed = questionnaire.printed(self.setting);
        let mut section = None;
        for question in &printed {
            let own = question.question.section_index();
            if section != Some(own) {
                section = Some(own);
                questionnaire.sections().get(own).into_iter().for_each(|section| self.section(&mut html, section));
            }
            self.question(&mut html, question, &printed);
        }
        let _ = write!(html, "<p class=\"thanks\">{}</p>", self.say(Word::Thanks, &[]));
        let office = &questionnaire.opening().office;
        let _ = write!(html, "<footer><p>{}</p>", words(office, self.language, &self.slots()));
        let _ = write!(
            html,
            "<p class=\"edition\">{} · {} {} · {}",
            self.survey.id(),
            questionnaire.id(),
            questionnaire.edition(),
            self.setting.ward()
        );
        for value in self.setting.givens().values() {
            let _ = write!(html, " · {}", escape(value));
        }
        let _ = write!(html, " · {}</p></footer></main>", self.language);
        html
    }

    fn head(&self, html: &mut String) {
        let (slots, opening) = (self.slots(), self.survey.questionnaire().opening());
        let ward = self.survey.wards().get(&self.setting.ward());
        let ward = ward.map(|ward| words(&ward.name, self.language, &slots)).unwrap_or_default();
        let _ = write!(
            html,
            "<header><p class=\"ward\">{ward}</p><h1>{}</h1></header>",
            words(self.survey.title(), self.language, &slots)
        );
        if self.is_over {
            let _ = write!(html, "<p class=\"how\">{}</p>", self.words().closed());
        }
        html.push_str("<div class=\"opening\"><div>");
        // How to answer on paper instead is for screens to say.
        for text in [&opening.purpose, &opening.handling] {
            let _ = write!(html, "<p>{}</p>", words(text, self.language, &slots));
        }
        html.push_str("</div>");
        if let Some(address) = &self.address {
            let _ = write!(html, "<aside>{}<p>{}</p>", qr(&with_code(address, self.code)), self.say(Word::Web, &[]));
            if let Some(code) = self.code {
                let _ = write!(html, "<p class=\"code\">{}<b>{code}</b></p>", self.say(Word::Code, &[]));
            }
            html.push_str("</aside>");
        }
        let _ = write!(html, "</div><p class=\"how\">{}</p>", self.say(Word::How, &[]));
    }

    fn section(&self, html: &mut String, section: &Section) {
        let slots = self.slots();
        let _ = write!(html, "<h2>{}</h2>", words(&section.title, self.language, &slots));
        if let Some(why) = &section.why {
            let _ = write!(html, "<p class=\"why\">{}</p>", words(why, self.language, &slots));
        }
    }

    fn question(&self, html: &mut String, printed: &Printed<'_>, all: &[Printed<'_>]) {
        let (slots, question) = (self.slots(), printed.question);
        html.push_str("<section class=\"question\">");
        if let Some(who) = &printed.who {
            let who = self.words().who(who, all);
            let _ = write!(html, "<p class=\"who\">{}</p>", self.say(Word::Only, &[("who", &who)]));
        }
        let number = self.say(Word::Question, &[("n", &printed.number.to_string())]);
        // What is asked instead where something is known beforehand, as on a screen that was opened by the same link.
        let text = self.survey.questionnaire().wording(question, self.setting, &questionnaire::Answers::default());
        let _ = write!(html, "<h3><span class=\"number\">{number}</span><span>{}", words(text, self.language, &slots));
        if let Some(how) = answer::how(question, self.words()) {
            let _ = write!(html, " <small>({how})</small>");
        }
        html.push_str("</span></h3>");
        if let Some(help) = question.help() {
            let _ = write!(html, "<p class=\"help\">{}</p>", words(help, self.language, &slots));
        }
        answer::write(html, printed, self);
        html.push_str("</section>");
    }

    /// Where to go on from a choice, where it is not the next question.
    fn go_on(&self, go_on: GoOn) -> String {
        match go_on {
            GoOn::At(number) => self.say(Word::GoOn, &[("n", &number.to_string())]),
            GoOn::End => self.say(Word::End, &[]),
        }
    }

    fn words(&self) -> PaperWords<'_> {
        PaperWords { interface: self.interface, language: self.language }
    }

    fn say(&self, word: Word, slots: &[(&str, &str)]) -> String {
        self.words().say(word, slots)
    }

    fn slots(&self) -> Slots {
        self.survey.slots(Some(self.setting.ward()))
    }
}

/// A page for print.
fn document(language: &Language, title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title}</title><link rel=\"icon\" href=\"data:,\">\
         <style>{STYLE}</style></head><body>{body}</body></html>",
        language.html_lang()
    )
}

/// The address with the code where no server logs it, as `src/shell/history.rs` reads it.
fn with_code(address: &str, code: Option<InvitationCode>) -> String {
    code.map_or_else(|| address.to_owned(), |code| format!("{address}#code={code}"))
}
