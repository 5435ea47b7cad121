//! On every screen the language changes whole, and what was chosen, written or found wrong stays.

use serde_json::{Value, json};

use super::read_aloud::PATIENCE;
use super::tour::{Eye, LANGUAGES};
use crate::harness::journey::{RESIDENCE, Says, VISIT};
use crate::harness::{Person, in_time};

/// What a page holds, and what on it is in another language than it says.
const TOLD: &str = include_str!("tongue.js");

/// Whoever changes the language on every screen.
#[derive(Default)]
pub(super) struct Tongue {
    /// The last screen, and what it held in the language in which it was seen first.
    last: (String, Value),
    strange: Vec<String>,
}

impl Tongue {
    /// Nothing was lost, left behind or mixed.
    pub(super) fn found_nothing_strange(self) {
        assert!(self.strange.is_empty(), "{:#?}", self.strange);
    }
}

/// What people have typed in whatever language, and keeps to it.
fn typed() -> Vec<&'static str> {
    let says = RESIDENCE.iter().chain(VISIT).map(|(_, says)| says);
    says.filter_map(|says| if let Says::Words(words) = says { Some(*words) } else { None }).collect()
}

impl Tongue {
    /// What is strange on a screen now, and what it holds.
    async fn reads(&self, person: &Person, name: &str, language: &str) -> Result<Value, String> {
        let told = person.browser.script_with(TOLD, &json!(typed()).to_string()).await?;
        let lang = if language == "en" { "en" } else { "ja" };
        let mut right = vec![("lang", json!(lang)), ("parts", json!(0)), ("foreign", json!([]))];
        // Each screen is seen first in the language that it is in already.
        if language != LANGUAGES[0] {
            right.push(("focus", json!(person.word("language.name"))));
        }
        if let Some((what, right)) = right.into_iter().find(|(what, right)| told[what] != *right) {
            return Err(format!("{name}: {what} is {}, not {right}", told[what]));
        }
        let holds = json!([told["held"], told["faults"]]);
        if self.last.0 == name.trim_end_matches(language) && self.last.1 != holds {
            return Err(format!("{name}: {holds} is left of {}", self.last.1));
        }
        Ok(holds)
    }
}

impl Eye for Tongue {
    async fn looks(&mut self, person: &Person, name: &str) {
        let spoken = LANGUAGES.into_iter().find(|language| name.ends_with(&format!("-{language}")));
        let Some(language) = spoken else { return };
        // The page around the form follows it a moment later.
        match in_time(PATIENCE, async || self.reads(person, name, language).await).await {
            Ok(holds) => self.last = (name.trim_end_matches(language).to_owned(), holds),
            Err(why) => self.strange.push(why),
        }
    }
}
