//! What the link to a survey brought: the ward, the language, and the givens.

use form_urlencoded::{Serializer, parse};
use questionnaire::limit::GIVEN_BYTES_MAX;
use questionnaire::{Givens, Language, Survey, WardCode};

use crate::device::DeviceMode;

/// What a link brought, as far as the survey can make something of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Link {
    /// The ward; it need not take part.
    pub(super) ward: Option<WardCode>,
    /// The language, one of the survey's.
    pub(super) language: Option<Language>,
    /// The givens that the survey knows, with values that it can take.
    pub(super) givens: Givens,
}

impl Link {
    /// Reads the part of an address after `?`.
    pub(super) fn read(query: &str, survey: &Survey) -> Self {
        let brought = |name: &str| brought(query, name);
        let language = brought("lang").and_then(|tag| Language::meant(&tag, survey.languages()).cloned());
        let givens = survey.questionnaire().givens().iter().filter_map(|(name, values)| {
            let value = brought(name.as_str())?;
            is_sound(&value, values).then(|| (name.clone(), value))
        });
        Self { ward: brought("ward").and_then(|ward| ward.parse().ok()), language, givens: givens.collect() }
    }

    /// The language in which it is shown.
    pub(super) fn language_of<'a>(&'a self, survey: &'a Survey) -> Option<&'a Language> {
        self.language.as_ref().or_else(|| survey.languages().first())
    }

    /// The same for an address: with its `?`, or nothing where nothing was brought.
    pub(super) fn query(&self) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(ward) = self.ward {
            query.append_pair("ward", &ward.to_string());
        }
        if let Some(language) = &self.language {
            query.append_pair("lang", language.as_str());
        }
        for (given, value) in &self.givens {
            query.append_pair(given.as_str(), value);
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }
}

/// What the part of an address after `?` brings under `name`. Of what stands there twice, the first holds, as in the browser.
pub(super) fn brought(query: &str, name: &str) -> Option<String> {
    parse(query.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// The same part of an address, where it asks for a language of `survey` by another tag than the survey's own: with that
/// one, which the page knows.
pub(super) fn with_own_tag(query: &str, survey: &Survey) -> Option<String> {
    let asked = brought(query, "lang")?;
    let own = Language::meant(&asked, survey.languages()).filter(|language| language.as_str() != asked)?;
    let others = parse(query.as_bytes()).filter(|(name, _)| name != "lang");
    Some(Serializer::new(String::new()).extend_pairs(others).append_pair("lang", own.as_str()).finish())
}

/// Whether a link was made for a tablet that staff have set up.
pub(super) fn is_of_tablet(query: &str) -> bool {
    brought(query, "mode").is_some_and(|mode| DeviceMode::named(&mode).is_some())
}

fn is_sound(value: &str, values: &[String]) -> bool {
    let is_possible = values.is_empty() || values.iter().any(|possible| possible == value);
    is_possible && value.len() <= GIVEN_BYTES_MAX && !value.chars().any(char::is_control)
}
