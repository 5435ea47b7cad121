//! What a link to a survey shows before anybody opens it: in a chat, in a post, on a city's page.

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::pictures::album;
use crate::harness::{Browser, Fetched, KITA, Office, PULSE, RESIDENTS, Sheet, TAISHO, VISITORS, Window};

/// Where people reach the office of these tests. Whoever draws a link asks there, not where the office listens.
const HOME: &str = "https://ank.example.jp";
const LANGUAGES: [(&str, &str); 3] = [("ja", "ja_JP"), ("ja-easy", "ja_JP"), ("en", "en_US")];
const LINKS: [(&str, &str); 4] = [(PULSE, KITA), (PULSE, TAISHO), (RESIDENTS, TAISHO), (VISITORS, KITA)];

/// What a page says of itself by Open Graph, as those read it who draw links.
struct Preview(Vec<(String, String)>);

impl Preview {
    async fn of(office: &Office, survey: &str, query: &str) -> Self {
        let page = Fetched::from(&office.at(&format!("/s/{survey}{query}"))).await;
        assert_eq!((page.status, page.content_type.as_str()), (200, "text/html; charset=utf-8"));
        let html = page.text();
        let (head, _) = html.split_once("</head>").expect("the page has a head");
        let tags = head.split("<meta property=\"og:").skip(1).map(|tag| {
            let (name, rest) = tag.split_once("\" content=\"").expect("a property says something");
            (name.to_owned(), unescaped(rest.split_once('"').expect("what it says ends").0))
        });
        Self(tags.collect())
    }

    /// The one value of a property.
    fn one(&self, name: &str) -> &str {
        let values: Vec<&str> = self.0.iter().filter(|(of, _)| of == name).map(|(_, value)| value.as_str()).collect();
        let [value] = values.as_slice() else { panic!("og:{name} is there {} times", values.len()) };
        value
    }
}

fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// A PNG's own width and height, in pixels.
fn size_of(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[tokio::test]
async fn a_shared_link_says_what_is_asked_where_and_why_in_its_own_language() {
    let office = Office::open_at(HOME, &[PULSE, RESIDENTS, VISITORS]).await;
    for (survey, ward) in LINKS {
        let sheet = Sheet::of(&office, survey).await;
        for (language, locale) in LANGUAGES {
            let query = format!("?ward={ward}&lang={language}");
            let preview = Preview::of(&office, survey, &query).await;
            let title = format!("{} – {}", sheet.title(language), sheet.ward(language, ward));
            for (name, says) in [
                ("title", title),
                ("description", sheet.purpose(language, ward)),
                ("type", "website".to_owned()),
                ("url", format!("{HOME}/s/{survey}{query}")),
                ("image", format!("{HOME}/preview.png")),
                ("locale", locale.to_owned()),
            ] {
                assert_eq!(preview.one(name), says, "{survey}{query}: og:{name}");
            }
        }
    }
}

#[tokio::test]
async fn an_office_that_was_not_told_where_it_is_says_where_it_was_asked() {
    let office = Office::open_for(&[PULSE]).await;
    let query = format!("?ward={KITA}&lang=en");
    let preview = Preview::of(&office, PULSE, &query).await;
    assert_eq!(preview.one("url"), office.at(&format!("/s/{PULSE}{query}")));
    let picture = Fetched::from(preview.one("image")).await;
    assert_eq!((picture.status, picture.content_type.as_str()), (200, "image/png"));
    let (width, height) = size_of(&picture.body);
    let said = (preview.one("image:width").to_owned(), preview.one("image:height").to_owned());
    assert_eq!((width.to_string(), height.to_string()), said);
}

/// A card as those draw it who show links: the picture, and below it where, what and why, the last in two lines. Returns
/// what of the title does not fit, and the size of the picture as it was drawn.
const CARD: &str = "const [said, done] = arguments;
    const { picture, site, title, description } = JSON.parse(said);
    document.body.innerHTML = '<main><img><div><small></small><b></b><p></p></div></main>';
    const view = document.head.appendChild(document.createElement('meta'));
    [view.name, view.content] = ['viewport', 'width=device-width'];
    const style = document.createElement('style');
    style.textContent = `body { margin: 16px; background: #e4e6eb; font: 16px/1.4 sans-serif }
      main { width: 358px; background: #fff; border: 1px solid #ccd0d5 } img { display: block; width: 100%; height: 188px; object-fit: cover }
      div { padding: 10px 12px } small { color: #65676b; text-transform: uppercase } b, p { overflow: hidden; display: -webkit-box;
      -webkit-box-orient: vertical; -webkit-line-clamp: 2; margin: 2px 0 } p { color: #65676b }`;
    document.head.append(style);
    const at = selector => document.querySelector(selector);
    [at('small').textContent, at('b').textContent, at('p').textContent] = [site, title, description];
    at('img').src = 'data:image/png;base64,' + picture;
    at('img').decode().then(() => {
      const over = at('b').scrollHeight > at('b').clientHeight;
      done({ cut: over ? title : '', size: [at('img').naturalWidth, at('img').naturalHeight] });
    }, why => done(String(why)));";

#[tokio::test]
async fn a_card_drawn_from_nothing_but_what_the_link_says_shows_whole_titles_and_the_picture() {
    let office = Office::open_at(HOME, &[PULSE, RESIDENTS, VISITORS]).await;
    let browser = Browser::open(Window::PHONE).await;
    for (survey, ward) in LINKS {
        for (language, _) in LANGUAGES {
            let preview = Preview::of(&office, survey, &format!("?ward={ward}&lang={language}")).await;
            let path = preview.one("image").strip_prefix(HOME).expect("the picture is at home");
            let picture = Fetched::from(&office.at(path)).await;
            let said = json!({
                "picture": BASE64_STANDARD.encode(&picture.body),
                "site": HOME.trim_start_matches("https://"),
                "title": preview.one("title"),
                "description": preview.one("description"),
            });
            browser.visit("about:blank").await;
            let drawn: Value = browser.script_later_with(CARD, &said.to_string()).await.expect("the card is drawn");
            assert_eq!(drawn, json!({ "cut": "", "size": [1200, 630] }), "{survey} in {language}");
            if let Some(album) = album() {
                let name = format!("36-card-{survey}-{ward}-{language}.png");
                std::fs::write(album.join(name), browser.picture().await).expect("the picture can be kept");
            }
        }
    }
}
