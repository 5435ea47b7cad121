//! What the link to a survey brought: the ward, the language, and the givens; and in which language it is shown.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
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
    /// The language that the browser of whoever came by it asks for, where the link does not: one of the survey's. It is
    /// in no address that is made of the link.
    pub(super) preferred: Option<Language>,
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
        Self {
            ward: brought("ward").and_then(|ward| ward.parse().ok()),
            language,
            preferred: None,
            givens: givens.collect(),
        }
    }

    /// The same for one whose browser asks with `headers`.
    pub(super) fn followed_with(self, headers: &HeaderMap, survey: &Survey) -> Self {
        let preferred = if self.language.is_none() { preferred(headers, survey.languages()) } else { None };
        Self { preferred, ..self }
    }

    /// The language that was asked for, by the link or by the browser.
    pub(super) fn asked(&self) -> Option<&Language> {
        self.language.as_ref().or(self.preferred.as_ref())
    }

    /// The language in which it is shown.
    pub(super) fn language_of<'a>(&'a self, survey: &'a Survey) -> Option<&'a Language> {
        self.asked().or_else(|| survey.languages().first())
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

/// The language of `offered` that a browser likes best (RFC 9110, section 12.5.4). No browser asks for an easy language:
/// that is for people to choose.
fn preferred(headers: &HeaderMap, offered: &[Language]) -> Option<Language> {
    let lists = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut liked: Vec<(f32, &str)> = lists.flat_map(|list| list.split(',')).filter_map(weighed).collect();
    // Of those that are liked as well, the one that was named first.
    liked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let meant = |tag: &str| Language::meant(tag, offered).filter(|language| !language.is_easy()).cloned();
    liked.into_iter().find_map(|(_, tag)| meant(tag))
}

/// How much a language is liked, from 0 to 1, and its tag; nothing of one that is not.
fn weighed(range: &str) -> Option<(f32, &str)> {
    let mut parts = range.split(';').map(str::trim);
    let tag = parts.next()?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = weight.map_or(Some(1.0), |weight| weight.trim().parse().ok())?;
    (weight > 0.0 && weight <= 1.0).then_some((weight, tag))
}

/// Whether a link was made for a tablet that staff have set up.
pub(super) fn is_of_tablet(query: &str) -> bool {
    brought(query, "mode").is_some_and(|mode| DeviceMode::named(&mode).is_some())
}

fn is_sound(value: &str, values: &[String]) -> bool {
    let is_possible = values.is_empty() || values.iter().any(|possible| possible == value);
    is_possible && value.len() <= GIVEN_BYTES_MAX && !value.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn liked(accept: &str, offered: &[&str]) -> Option<String> {
        let offered: Vec<Language> = offered.iter().map(|tag| tag.parse().unwrap()).collect();
        let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_str(accept).unwrap())]);
        preferred(&headers, &offered).map(|language| language.as_str().to_owned())
    }

    #[test]
    fn of_the_languages_that_a_browser_likes_the_best_that_is_offered_is_shown() {
        const ALL: [&str; 6] = ["ja", "ja-easy", "en", "zh-Hans", "zh-Hant", "pt"];
        for (accept, shown) in [
            ("ja", "ja"),
            ("ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7", "ja"),
            ("en-GB", "en"),
            ("fr-CA, pt-BR;q=0.8, en;q=0.9", "en"),
            ("en;q=0.2, pt;q=0.2", "en"),
            ("ja;q=0.5 , zh-TW", "zh-Hant"),
            ("zh-CN,zh;q=0.9,ja;q=0.8", "zh-Hans"),
            ("ja;q=0, en;q=0.1", "en"),
            ("en;q=x, en;q=2, en;q=-1, en;q=NaN, pt;Q=0.001", "pt"),
        ] {
            assert_eq!(liked(accept, &ALL).as_deref(), Some(shown), "{accept}");
        }
        for accept in ["", "*", "fr, de;q=0.5", ";q=1", ",,,", "ja;q=0"] {
            assert_eq!(liked(accept, &ALL), None, "{accept}");
        }
        assert_eq!(liked("zh-TW", &["ja", "zh-Hans"]), None, "whoever reads the one does not read the other");
    }

    #[test]
    fn easy_japanese_is_shown_to_whoever_chooses_it_and_to_nobody_by_itself() {
        assert_eq!(liked("ja", &["ja-easy", "ja"]).as_deref(), Some("ja"));
        assert_eq!(liked("ja-JP", &["ja-easy", "en"]), None);
        assert_eq!(liked("ja-easy, en;q=0.1", &["ja", "ja-easy", "en"]).as_deref(), Some("en"));
    }
}
