//! The page on which a survey is answered: what was built, with what the survey is in its head and its first screens in its
//! body, which can be read and answered until the module is there and posted to the plain form where it does not come.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Redirect, Response};
use koe::plain::Still;
use koe::published::Published;
use koe::state::Arrival;
use questionnaire::{Language, Survey, SurveyId, WardCode};

use super::document::answer::{self, NoSuchPage, answers, bare, elsewhere, kept};
use super::document::parameter::{OfLink, OfSurvey, one_of, parameters, query};
use super::head::Head;
use super::html::{escape, words};
use super::link::{self, Link};
use super::origin::PublicOrigin;
use super::problem::Problem;
use super::representation::{self, Keeping, Representation};
use super::{Office, list, manifest, tablet};
use crate::clock;
use crate::edition::Situation;
use crate::store::Standing;

/// How hard a page is compressed that will be sent once: at this level in a millisecond, some 5 % larger.
const ONCE: u32 = 5;

/// What a page that is kept depends on besides how its survey stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PageOf {
    survey: SurveyId,
    ward: Option<WardCode>,
    language: Option<Language>,
    preferred: Option<Language>,
    origin: Option<PublicOrigin>,
}

answers! {
    /// The page of a survey.
    SurveyPage,
    200 => kept(answer::page("the page, with Open Graph data for the ward and in the language")),
    303 => elsewhere(
        "the tablets' own page, where the link says that it was made for a tablet; else the same survey in the \
         language that is meant, where it asks for one by another tag than the survey's",
    ),
    304 => bare("the page is the one that If-None-Match names"),
}

parameters! {
    /// What a link to a page brings besides.
    OfTablet,
    query("mode", one_of(&["kiosk", "field"]), "a link that was made for a tablet leads to the tablets' own page"),
}

/// The page on which a survey is answered
///
/// What is a tablet is known by what staff have given it and not by a link.
#[utoipa::path(get, path = "/s/{survey}", params(OfSurvey, OfLink, OfTablet), responses(SurveyPage, NoSuchPage))]
pub(super) async fn show(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some((standing, edition)) = office.asked(&survey).await? else { return Ok(list::not_found(&office)) };
    let query = query.unwrap_or_default();
    if link::is_of_tablet(&query) {
        return Ok(Redirect::to(tablet::PAGE).into_response());
    }
    if let Some(query) = link::with_own_tag(&query, &edition.survey) {
        return Ok(Redirect::to(&format!("/s/{}?{query}", edition.survey.id())).into_response());
    }
    let link = Link::read(&query, &edition.survey).followed_with(&headers, &edition.survey);
    // An office whose words are not all there still has the page.
    let published = office.form(&standing, &edition).ok();
    let asked = Asked { survey: &edition.survey, published: published.as_ref(), link: &link };
    let page = office.page(&standing, asked, office.reached.origin(&headers)).await;
    let mut response = page.respond(&headers);
    let origins = edition.survey.embed_origins();
    if !origins.is_empty() {
        let ancestors = origins.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, office.site.policy(&ancestors));
    }
    Ok(response)
}

/// What a page is of.
#[derive(Debug, Clone, Copy)]
struct Asked<'a> {
    survey: &'a Survey,
    published: Option<&'a Arc<Published>>,
    link: &'a Link,
}

impl Asked<'_> {
    /// The first screens; nothing, where there is no form to be shown.
    fn still(self) -> Option<Still> {
        let arrival = Arrival {
            survey: Some(self.survey.id().clone()),
            ward: self.link.ward,
            language: self.link.asked().cloned(),
            givens: self.link.givens.clone(),
            ..Arrival::default()
        };
        Still::of(self.published?, &arrival)
    }
}

impl Office {
    /// What a page of `survey` says of itself, to one who came by `link`.
    pub(super) fn head(&self, survey: &Survey, link: &Link, origin: Option<&PublicOrigin>) -> String {
        Head { survey, link, origin, has_picture: self.site.has_picture() }.html()
    }

    async fn page(&self, standing: &Standing, asked: Asked<'_>, origin: Option<PublicOrigin>) -> Arc<Representation> {
        let Asked { survey, link, .. } = asked;
        let takes_part = link.ward.is_none_or(|ward| survey.wards().get(&ward).is_some());
        if !takes_part || !link.givens.is_empty() {
            let html = Bytes::from(self.page_html(asked, origin.as_ref()));
            return Arc::new(represent(html.clone()).with_brotli(representation::brotli(&html, ONCE)));
        }
        let (ward, language, preferred) = (link.ward, link.language.clone(), link.preferred.clone());
        let of = PageOf { survey: survey.id().clone(), ward, language, preferred, origin };
        let situation = Situation::of(standing.clone(), survey, clock::now());
        if let Some(page) = self.pages.get(&of, &situation) {
            return page;
        }
        let html = Bytes::from(self.page_html(asked, of.origin.as_ref()));
        let page = represent(html.clone()).with_brotli(representation::brotli_best(html).await);
        self.pages.keep(of, situation, page)
    }

    fn page_html(&self, of: Asked<'_>, origin: Option<&PublicOrigin>) -> String {
        let Asked { survey, link, .. } = of;
        let Some(language) = link.language_of(survey) else { return self.site.index.clone() };
        let mut html = self.site.index.clone();
        let asked = link.asked();
        let more = self.stills(survey, link);
        // What is asked for in a language of which the office has no words is said in all that the page has.
        let is_own = asked.is_some_and(|asked| list::LANGUAGES.contains(&asked.as_str()));
        let is_only = |tag: &str| asked.is_some_and(|asked| asked.as_str() == tag);
        for tag in list::LANGUAGES {
            let plain = format!("/s/{}/plain{}", survey.id(), link_in(tag, link, survey).query());
            let is_shown = is_only(tag) || !is_own && (asked.is_none() || more.is_empty());
            exchange(&mut html, tag, |still| if is_shown { with_plain_form(still, &plain) } else { String::new() });
        }
        exchange(&mut html, "more", |_| more);
        let still = of.still();
        exchange(&mut html, "still", |wait| still.as_ref().map_or_else(|| wait.to_owned(), |still| stand(still, wait)));
        exchange(&mut html, "title", |_| words(survey.title(), language, &survey.slots(link.ward)));
        let soon = soon(survey, link, language);
        exchange(&mut html, "head", |_| self.head(survey, link, origin) + &manifest::tag(survey, link) + &soon);
        html.replacen("<html lang=\"ja\">", &format!("<html lang=\"{}\">", language.html_lang()), 1)
    }
}

impl Office {
    /// The still text in the languages that the built page does not have: in the one that was asked for, or in all where
    /// none was.
    fn stills(&self, survey: &Survey, link: &Link) -> String {
        let asked = link.asked();
        let wanted = survey.languages().iter().filter(|language| asked.is_none_or(|asked| asked == *language));
        wanted.filter_map(|language| self.still(survey, link, language)).collect()
    }

    fn still(&self, survey: &Survey, link: &Link, language: &Language) -> Option<String> {
        let word = |word| self.interface_with_plain.of_office(language, word).map(escape);
        let (wait, no_script, no_questions) = (word("wait")?, word("no_script")?, word("no_questions")?);
        let paper = word("paper")?;
        let link = Link { language: Some(language.clone()), ..link.clone() };
        let plain = escape(&format!("/s/{}/plain{}", survey.id(), link.query()));
        Some(format!(
            "<section class=\"part\" lang=\"{}\">\n<p>{wait}</p>\n<noscript><p>{no_script}</p></noscript>\n\
             <p><a href=\"{plain}\">{no_questions}</a></p>\n<p>{paper}</p>\n</section>\n",
            language.html_lang()
        ))
    }
}

/// What has the survey fetched beside the module that will ask for it, in the language it will ask for.
fn soon(survey: &Survey, link: &Link, language: &Language) -> String {
    let language = link.language.as_ref().map_or_else(|| language.html_lang(), Language::as_str);
    format!(
        "<link rel=\"preload\" as=\"fetch\" crossorigin href=\"/api/v1/surveys/{}?lang={language}\">\n",
        survey.id()
    )
}

/// The first screens in the place of the words that ask to wait, which stay for whoever has been here before: the device
/// then knows better what comes first.
fn stand(still: &Still, wait: &str) -> String {
    let (title, next) = still.next.as_ref().map_or(("", ""), |next| (&next.title, &next.body));
    let wait = wait.replace(" id=\"koe-still\"", "");
    format!(
        "<div id=\"koe-still\">{}</div>\n<template id=\"koe-next\" title=\"{}\">{next}</template>\n\
         <template id=\"koe-wait\">{wait}</template>",
        still.first.body,
        escape(title),
    )
}

fn represent(html: Bytes) -> Representation {
    Representation::new("text/html; charset=utf-8", Keeping::AskEachTime, html).by_language()
}

/// The link to what is written in `tag`: in the language that was asked for, else in its own.
fn link_in(tag: &str, link: &Link, survey: &Survey) -> Link {
    let own = survey.languages().iter().find(|language| language.as_str() == tag);
    Link { language: link.asked().or(own).cloned(), ..link.clone() }
}

/// Puts something else in the place of what stands between the marks `name`, and of the marks.
fn exchange(html: &mut String, name: &str, with: impl FnOnce(&str) -> String) {
    let exchanged = html.split_once(&format!("<!--{{{name}}}-->")).and_then(|(before, rest)| {
        let (inside, after) = rest.split_once(&format!("<!--{{/{name}}}-->"))?;
        Some([before, &with(inside), after].concat())
    });
    if let Some(exchanged) = exchanged {
        *html = exchanged;
    }
}

/// The still text with the comment taken off the way to the plain form.
fn with_plain_form(still: &str, address: &str) -> String {
    match still.split_once("<!--{plain}").and_then(|(before, rest)| Some((before, rest.split_once("-->")?))) {
        Some((before, (way, after))) => [before, &way.replace("{plain}", &escape(address)), after].concat(),
        None => still.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_marks_is_exchanged_and_a_page_without_marks_stays() {
        let mut html = "a<!--{title}-->b<!--{/title}-->c".to_owned();
        exchange(&mut html, "title", str::to_uppercase);
        assert_eq!(html, "aBc");
        for plain in ["abc", "a<!--{title}-->b", "a<!--{/title}-->b<!--{title}-->c"] {
            let mut html = plain.to_owned();
            exchange(&mut html, "title", |_| "x".to_owned());
            assert_eq!(html, plain);
        }
    }

    #[test]
    fn the_way_to_the_plain_form_comes_out_of_its_comment() {
        let still = "a<!--{plain}<a href=\"{plain}\">b</a>-->c";
        assert_eq!(with_plain_form(still, "/s/x/plain?a=1&b=2"), "a<a href=\"/s/x/plain?a=1&amp;b=2\">b</a>c");
        assert_eq!(with_plain_form("abc", "/"), "abc");
    }
}
