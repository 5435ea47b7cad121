//! What a page of a survey says of itself: to the browser, to search engines, and to whoever shows a link to it.

use std::fmt::Write;

use questionnaire::{Language, Survey};

use super::html::escape;
use super::link::Link;
use super::origin::PublicOrigin;

/// The name of the whole.
pub(super) const SITE: &str = "声 Koe";
/// What `preview.png` shows.
const PICTURE: &str = "声 Koe 区民アンケート Resident survey";

/// A survey as a link shows it.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) survey: &'a Survey,
    pub(super) link: &'a Link,
    /// Without it there are no addresses that are whole, and whoever shows a link needs whole ones.
    pub(super) origin: Option<&'a PublicOrigin>,
    /// Whether the site has the picture.
    pub(super) has_picture: bool,
}

impl Head<'_> {
    /// It as HTML. The plain form has the same head as the page: it is the same survey.
    pub(super) fn html(&self) -> String {
        let Some(language) = self.link.language_of(self.survey) else { return String::new() };
        let (title, purpose) = (escape(&self.title(language)), escape(&self.purpose(language)));
        let mut html = format!("<title>{title}</title>\n<meta name=\"description\" content=\"{purpose}\">\n");
        let mut property = |name: &str, content: &str| {
            let _ = writeln!(html, "<meta property=\"og:{name}\" content=\"{content}\">");
        };
        property("title", &title);
        property("description", &purpose);
        property("type", "website");
        property("site_name", SITE);
        property("locale", &locale(language));
        for other in self.other_locales(language) {
            property("locale:alternate", &other);
        }
        if let Some(origin) = self.origin {
            let address = escape(&self.address(origin));
            property("url", &address);
            if self.has_picture {
                property("image", &format!("{origin}/preview.png"));
                property("image:width", "1200");
                property("image:height", "630");
                property("image:alt", PICTURE);
                html.push_str("<meta name=\"twitter:card\" content=\"summary_large_image\">\n");
            }
            let _ = writeln!(html, "<link rel=\"canonical\" href=\"{address}\">");
        }
        html
    }

    /// The survey's title, and the ward where the link names one that takes part.
    pub(super) fn title(&self, language: &Language) -> String {
        let slots = self.survey.slots(self.link.ward);
        let title = self.survey.title().plain(language, &slots);
        let ward = self.link.ward.and_then(|ward| self.survey.wards().get(&ward));
        ward.map_or_else(|| title.clone(), |ward| format!("{title} – {}", ward.name.plain(language, &slots)))
    }

    fn purpose(&self, language: &Language) -> String {
        self.survey.questionnaire().opening().purpose.plain(language, &self.survey.slots(self.link.ward))
    }

    /// The one address for all that is the same page: givens do not change what is seen of it.
    fn address(&self, origin: &PublicOrigin) -> String {
        let ward = self.link.ward.filter(|ward| self.survey.wards().get(ward).is_some());
        let link = Link { ward, language: self.link.language.clone(), ..Link::default() };
        format!("{origin}/s/{}{}", self.survey.id(), link.query())
    }

    fn other_locales(&self, language: &Language) -> Vec<String> {
        let mut locales = vec![locale(language)];
        for other in self.survey.languages().iter().map(locale) {
            if !locales.contains(&other) {
                locales.push(other);
            }
        }
        locales.split_off(1)
    }
}

/// A language as Open Graph names it, with the country in which most people read it.
fn locale(language: &Language) -> String {
    let known = match language.html_lang() {
        "ja" => "ja_JP",
        "en" => "en_US",
        "ko" => "ko_KR",
        "vi" => "vi_VN",
        "zh" | "zh-Hans" => "zh_CN",
        "zh-Hant" => "zh_TW",
        "ne" => "ne_NP",
        "fil" => "fil_PH",
        "pt" => "pt_BR",
        other => return other.replace('-', "_"),
    };
    known.to_owned()
}
