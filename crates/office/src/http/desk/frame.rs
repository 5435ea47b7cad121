//! What every page of the desk has: its frame, its tables, its buttons; and what is said to whoever may not.

use std::fmt::Write as _;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::signed::Signed;
use super::visit::Visit;
use super::word::{Speech, Tongue, Word};
use crate::http::Problem;
use crate::http::html::escape;
use crate::staff::Role;
use crate::store::StoreError;

const STYLE: &str = include_str!("../../../../../styles/desk.css");
const SCRIPT: &str = include_str!("live.js");

/// Why a page is not shown.
#[derive(Debug)]
pub(in crate::http) enum Refused {
    /// There is nothing, or nothing for whoever asks.
    Hidden,
    /// The role may not.
    Forbidden,
    /// The form came from somewhere else.
    Foreign,
    /// What was sent is no form of ours.
    Unread,
    /// Too much is under way.
    Busy,
    /// A survey cannot go there; what it says of that.
    Way(String),
    /// A survey in the content folder cannot be published; why.
    Content(Vec<String>),
    /// The store does not play along, or the body did not come whole.
    Problem(Box<Problem>),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::NoSuchSurvey { .. }) {
            Self::Hidden
        } else if matches!(error, StoreError::NoWay { .. }) {
            Self::Way(error.to_string())
        } else {
            Self::Problem(Box::new(error.into()))
        }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl Refused {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Hidden => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Foreign => StatusCode::FORBIDDEN,
            Self::Unread => StatusCode::BAD_REQUEST,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Way(_) | Self::Content(_) => StatusCode::CONFLICT,
            Self::Problem(problem) => problem.status(),
        }
    }

    /// It as a page.
    pub(super) fn draw(&self, tongue: Tongue) -> Response {
        let speech = Speech(tongue);
        let told = match self {
            Self::Hidden => speech.say(Word::RefusedHidden),
            Self::Forbidden => speech.say(Word::RefusedForbidden),
            Self::Foreign => speech.say(Word::RefusedForeign),
            Self::Unread => speech.say(Word::RefusedUnread),
            Self::Busy => speech.say(Word::RefusedBusy),
            Self::Way(why) => {
                format!("{}</p><p class=\"note\" lang=\"en\">{}", speech.say(Word::RefusedMove), escape(why))
            }
            Self::Content(why) => {
                let lines: Vec<String> = why.iter().map(|line| format!("<li>{}</li>", escape(line))).collect();
                let lines = lines.concat();
                format!("{}</p><ul class=\"faults\">{lines}</ul><p>", speech.say(Word::RefusedContent))
            }
            Self::Problem(_) => speech.say(Word::RefusedStore),
        };
        let title = speech.say(Word::Refused);
        let body = format!("<p class=\"told\">{told}</p><p><a href=\"/office/\">{}</a></p>", speech.say(Word::Surveys));
        let page = Whole { tongue, title: &title, header: &header(speech, None, ""), body: &body, live: false };
        page.respond(self.status())
    }
}

/// A page for somebody at the desk.
pub(super) struct Frame<'a> {
    pub(super) visit: &'a Visit,
    pub(super) signed: Option<&'a Signed>,
    /// HTML.
    pub(super) title: String,
    /// Whether its figures renew themselves.
    pub(super) live: bool,
}

impl Frame<'_> {
    /// It with `body` under its heading.
    pub(super) fn draw(&self, status: StatusCode, body: &str) -> Response {
        let Self { visit, signed, title, live } = self;
        let speech = Speech(visit.tongue);
        let body = if *live {
            let ended = speech.say(Word::LiveEnded);
            format!(
                "<div id=\"live\">{body}</div><p id=\"live-ended\" class=\"told\" role=\"status\" hidden>{ended}</p>\
                 <script type=\"module\" src=\"/office/live.js\"></script>"
            )
        } else {
            body.to_owned()
        };
        let header = header(speech, *signed, &visit.address);
        Whole { tongue: visit.tongue, title, header: &header, body: &body, live: *live }.respond(status)
    }
}

/// Every byte of a page.
struct Whole<'a> {
    tongue: Tongue,
    title: &'a str,
    header: &'a str,
    body: &'a str,
    live: bool,
}

impl Whole<'_> {
    fn respond(&self, status: StatusCode) -> Response {
        let Self { tongue, title, header, body, live } = self;
        let speech = Speech(*tongue);
        let (lang, desk, skip) = (tongue.tag(), speech.say(Word::Desk), speech.say(Word::Skip));
        let live = if *live { " class=\"live\"" } else { "" };
        let html = format!(
            "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} – {desk}</title>\
             <meta name=\"robots\" content=\"noindex\"><link rel=\"icon\" href=\"data:,\">\
             <link rel=\"stylesheet\" href=\"/office/desk.css\"></head><body{live}>\
             <a class=\"skip\" href=\"#main\">{skip}</a>{header}<main id=\"main\" tabindex=\"-1\"><h1>{title}</h1>{body}</main></body></html>"
        );
        let mut response = (status, html).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The ways that a role has.
fn ways(role: Role) -> &'static [(&'static str, Word)] {
    match role {
        Role::City => &[
            ("/office/", Word::Surveys),
            ("/office/kiosks", Word::Kiosks),
            ("/office/results", Word::Results),
            ("/office/log", Word::Log),
        ],
        Role::Ward(_) => {
            &[("/office/", Word::Surveys), ("/office/kiosks", Word::Kiosks), ("/office/results", Word::Results)]
        }
        Role::Typist => &[("/office/", Word::Surveys)],
        Role::Viewer => &[("/office/results", Word::Results)],
    }
}

fn header(speech: Speech, signed: Option<&Signed>, address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let mut out =
        format!("<header><div class=\"top\"><p class=\"desk\"><a href=\"/office/\">{}</a></p>", speech.say(Word::Desk));
    let _ = write!(out, "<nav class=\"tongues\" aria-label=\"{}\"><ul>", speech.say(Word::Language));
    let here = if path.starts_with("/office/") { escape(path) } else { "/office/".to_owned() };
    for (tongue, name) in [(Tongue::Ja, "日本語"), (Tongue::En, "English")] {
        let current = if tongue == speech.0 { " aria-current=\"true\"" } else { "" };
        let tag = tongue.tag();
        let _ =
            write!(out, "<li><a href=\"{here}?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\"{current}>{name}</a></li>");
    }
    out.push_str("</ul></nav></div>");
    if let Some(signed) = signed {
        let _ = write!(out, "<div class=\"bar\"><nav class=\"ways\" aria-label=\"{}\"><ul>", speech.say(Word::Pages));
        for (way, word) in ways(signed.staff.role) {
            let is_within = *way == "/office/" && path.starts_with("/office/surveys/");
            let current = if *way == path { " aria-current=\"page\"" } else { "" };
            let current = if is_within { " aria-current=\"true\"" } else { current };
            let _ = write!(out, "<li><a href=\"{way}\"{current}>{}</a></li>", speech.say(*word));
        }
        let who = speech.say_with(
            Word::SignedInAs,
            &[("name", signed.staff.name.to_string()), ("role", role(speech, signed.staff.role))],
        );
        let _ = write!(
            out,
            "</ul></nav><form class=\"out\" method=\"post\" action=\"/office/sign-out\">{}<span>{who}</span> \
             <button class=\"plain\">{}</button></form></div>",
            hidden("token", signed.token()),
            speech.say(Word::SignOut)
        );
    }
    out.push_str("</header>");
    out
}

fn role(speech: Speech, role: Role) -> String {
    match role {
        Role::City => speech.say(Word::RoleCity),
        Role::Ward(ward) => format!("{} {ward}", speech.say(Word::Ward)),
        Role::Typist => speech.say(Word::RoleTypist),
        Role::Viewer => speech.say(Word::RoleViewer),
    }
}

/// A field that nobody sees.
pub(super) fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
}

/// A table: each row begins with its own head; cells are HTML.
pub(super) struct Table {
    pub(super) caption: String,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// How many cells of each row, from the left, are words and not numbers.
    pub(super) words: usize,
}

impl Table {
    pub(super) fn draw(&self, speech: Speech) -> String {
        // On a phone rows of words stand below each other, each as a card; what they are to each other is said besides.
        let cards = if self.words > 1 { " class=\"cards\"" } else { "" };
        let mut out = format!(
            "<div class=\"sideways\" role=\"region\" tabindex=\"0\" aria-label=\"{} {}\">\
             <table role=\"table\"{cards}><caption>{}</caption><thead role=\"rowgroup\"><tr role=\"row\">",
            self.caption,
            speech.say(Word::TableScrolls),
            self.caption
        );
        for (place, head) in self.heads.iter().enumerate() {
            let class = if place < self.words { " class=\"words\"" } else { "" };
            let _ = write!(out, "<th scope=\"col\" role=\"columnheader\"{class}>{head}</th>");
        }
        out.push_str("</tr></thead><tbody role=\"rowgroup\">");
        for row in &self.rows {
            out.push_str("<tr role=\"row\">");
            for (place, cell) in row.iter().enumerate() {
                let class = if place < self.words { " class=\"words\"" } else { "" };
                let head = self.heads.get(place).map(String::as_str).unwrap_or_default();
                let _ = match place {
                    0 => write!(out, "<th scope=\"row\" role=\"rowheader\">{cell}</th>"),
                    _ => write!(out, "<td role=\"cell\"{class} data-head=\"{head}\">{cell}</td>"),
                };
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
        out
    }
}

/// A button by itself, which does something.
pub(super) fn button(signed: &Signed, action: &str, words: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{}\">{}<button class=\"button\">{words}</button></form>",
        escape(action),
        hidden("token", signed.token())
    )
}

/// A button by itself, which does one of the things that its address can do.
pub(super) fn button_for(signed: &Signed, action: &str, what: &str, words: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{}\">{}{}<button class=\"button\">{words}</button></form>",
        escape(action),
        hidden("token", signed.token()),
        hidden("do", what)
    )
}

/// `GET /office/desk.css`
pub(super) async fn style(_: Visit) -> Result<Response, Refused> {
    Ok(file("text/css; charset=utf-8", STYLE))
}

/// `GET /office/live.js`
pub(super) async fn script(_: Visit) -> Result<Response, Refused> {
    Ok(file("text/javascript; charset=utf-8", SCRIPT))
}

pub(super) fn file(kind: &'static str, text: &'static str) -> Response {
    let mut response = text.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
