//! The page of a survey: what a link to it shows elsewhere, and the way to the plain form.

use std::collections::BTreeMap;

use base64::Engine;
use sha2::{Digest, Sha256};

use office::http::Limits;

use crate::client::Answer;
use crate::office::{LETTERS, TestOffice, VISITORS};

const PAGE: &str = "/s/garden-letters";

/// What a page says of itself to those who show a link to it, by name.
fn said(html: &str) -> BTreeMap<&str, &str> {
    let tags = html.split("<meta ").skip(1).filter_map(|rest| Some(rest.split_once('>')?.0));
    tags.filter_map(|tag| {
        let name = attribute(tag, "property").or_else(|| attribute(tag, "name"))?;
        Some((name, attribute(tag, "content")?))
    })
    .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!("{name}=\""))?.1.split('"').next()
}

/// The addresses that links of a page lead to.
fn ways(html: &str) -> Vec<String> {
    let ways = html.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ways.map(|way| way.replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn a_link_to_a_survey_shows_what_is_asked_where_and_by_whom() {
    let office = TestOffice::start_at("https://ank.example.jp").await;
    let html = office.client.get(&format!("{PAGE}?ward=271080&lang=ja")).await.text();
    let title = "公園アンケート（garden-letters） – 大正区";
    let purpose = "大正区の公園をよくするために行います。";
    assert!(html.contains(&format!("<title>{title}</title>")), "{html}");
    let said = said(&html);
    for (name, content) in [
        ("description", purpose),
        ("og:title", title),
        ("og:description", purpose),
        ("og:type", "website"),
        ("og:site_name", "声 Koe"),
        ("og:locale", "ja_JP"),
        ("og:locale:alternate", "en_US"),
        ("og:url", "https://ank.example.jp/s/garden-letters?ward=271080&amp;lang=ja"),
        ("og:image", "https://ank.example.jp/preview.png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("twitter:card", "summary_large_image"),
    ] {
        assert_eq!(said.get(name), Some(&content), "{name}");
    }
    assert!(said["og:image:alt"].contains("区民アンケート"));
    let canonical = "<link rel=\"canonical\" href=\"https://ank.example.jp/s/garden-letters?ward=271080&amp;lang=ja\">";
    assert!(html.contains(canonical), "{html}");
}

#[tokio::test]
async fn a_link_speaks_the_language_that_it_asks_for() {
    let office = TestOffice::start().await;
    for (query, lang, title, purpose, locale) in [
        ("", "ja", "公園アンケート（garden-letters）", "各区の公園をよくするために行います。", "ja_JP"),
        ("?lang=ja-easy", "ja", "公園アンケート", "各区の 公園を よくするための アンケートです。", "ja_JP"),
        (
            "?lang=en",
            "en",
            "Garden survey &lt;garden-letters&gt;",
            "This helps to improve the gardens of each ward.",
            "en_US",
        ),
        ("?lang=tlh", "ja", "公園アンケート（garden-letters）", "各区の公園をよくするために行います。", "ja_JP"),
    ] {
        let html = office.client.get(&format!("{PAGE}{query}")).await.text();
        let told = said(&html);
        assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{query}");
        assert_eq!((told["og:title"], told["og:description"], told["og:locale"]), (title, purpose, locale), "{query}");
        let heading =
            if query == "?lang=ja-easy" { "<ruby>公園<rt>こうえん</rt></ruby>アンケート" } else { title };
        assert!(html.contains(&format!("<h1 class=\"heading\">{heading}</h1>")), "{query}: {html}");
    }
}

#[tokio::test]
async fn a_survey_is_installed_as_the_link_brought_it() {
    let office = TestOffice::start().await;
    let html = office.client.get(&format!("{PAGE}?lang=en&ward=271080&utm=x")).await.text();
    let (_, rest) = html.split_once("<link rel=\"manifest\" href=\"").expect("the page names its manifest");
    let address = rest.split('"').next().unwrap().replace("&amp;", "&");
    let answer = office.client.get(&address).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/manifest+json"));
    let manifest: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
    for (name, value) in [
        ("name", "Garden survey <garden-letters> – Taisho Ward"),
        ("short_name", "声 Koe"),
        ("lang", "en"),
        ("start_url", "/s/garden-letters?ward=271080&lang=en"),
        ("scope", "/s/"),
        ("display", "standalone"),
    ] {
        assert_eq!(manifest[name], value, "{name}");
    }
    let purposes = manifest["icons"].as_array().unwrap().iter().map(|icon| (&icon["sizes"], &icon["purpose"]));
    let purposes: Vec<_> =
        purposes.map(|(sizes, purpose)| (sizes.as_str().unwrap(), purpose.as_str().unwrap())).collect();
    assert_eq!(purposes, [("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")]);
    assert_eq!(office.client.get("/s/none/manifest.webmanifest").await.status.as_u16(), 404);
}

#[tokio::test]
async fn addresses_are_whole_where_the_office_knows_or_hears_its_name() {
    let office = TestOffice::start().await;
    let asked = async |host: &str| office.client.send("GET", PAGE, &[("host", host)], "").await.text();
    let html = asked("Ward.Example.jp:8080").await;
    assert_eq!(said(&html)["og:url"], "http://ward.example.jp:8080/s/garden-letters");
    for junk in ["a\"b", "<script>", "user@host", "a/b", "a b"] {
        let html = asked(junk).await;
        assert!(!html.contains(junk), "{html}");
        assert!(!said(&html).contains_key("og:url") && !said(&html).contains_key("og:image"), "{html}");
        assert!(!html.contains("canonical") && said(&html).contains_key("og:title"), "{html}");
    }
    let told = TestOffice::start_at("https://ank.example.jp").await;
    let html = told.client.send("GET", PAGE, &[("host", "evil.example")], "").await.text();
    assert_eq!(said(&html)["og:url"], "https://ank.example.jp/s/garden-letters");
}

#[tokio::test]
async fn until_the_module_is_there_the_plain_form_is_offered_in_the_readers_language() {
    let office = TestOffice::start().await;
    let offered = async |query: &str| ways(&office.client.get(&format!("{PAGE}{query}")).await.text());
    let plain = |query: &str| format!("{PAGE}/plain?{query}");
    assert_eq!(offered("").await, ["lang=ja", "lang=ja-easy", "lang=en"].map(plain));
    assert_eq!(offered("?lang=en").await, ["lang=en"].map(plain));
    assert_eq!(offered("?lang=ja-easy&ward=271080").await, ["ward=271080&lang=ja-easy"].map(plain));
    assert_eq!(
        offered("?ward=271080").await,
        ["ward=271080&lang=ja", "ward=271080&lang=ja-easy", "ward=271080&lang=en"].map(plain)
    );
    // A ward that takes no part goes on too: the form says so, and asks for another.
    assert_eq!(offered("?lang=en&ward=271021").await, ["ward=271021&lang=en"].map(plain));
    let html = office.client.get(&format!("{PAGE}?lang=en")).await.text();
    assert!(html.contains("no questions appear") && !html.contains("質問"), "{html}");
    let still = html.split_once("<main id=\"koe-still\"").unwrap().1.split_once("</main>").unwrap().0;
    assert!(still.contains("<a href=\"/s/garden-letters/plain?lang=en\">"), "{still}");
    assert!(!html.contains("<!--"), "no mark is left: {html}");
}

#[tokio::test]
async fn what_a_link_brings_goes_on_to_the_plain_form_as_far_as_the_survey_knows_it() {
    let office = TestOffice::start().await;
    office
        .publish_with(LETTERS, |draft| {
            let mut given = |name: &str, values: &[&str]| {
                let values = values.iter().map(ToString::to_string).collect();
                draft.questionnaire.givens.extend([(name.parse().unwrap(), values)]);
            };
            given("training", &[]);
            given("wave", &["1", "2"]);
        })
        .await;
    let offered = async |query: &str| {
        let html = office.client.get(&format!("{PAGE}?lang=en&{query}")).await.text();
        assert!(!html.contains("<script>alert") && !html.contains("evil"), "{html}");
        ways(&html).remove(0)
    };
    let plain = |query: &str| format!("{PAGE}/plain?lang=en{query}");
    assert_eq!(
        offered("wave=2&training=%E7%A0%94%E4%BF%AE+A%26B").await,
        plain("&training=%E7%A0%94%E4%BF%AE+A%26B&wave=2")
    );
    assert_eq!(offered("training=one&training=two").await, plain("&training=one"));
    let long = format!("training={}", "x".repeat(65));
    for junk in [
        "wave=3",
        "training=%00",
        "ward=%22%3E%3Cscript%3Ealert(1)",
        "ward=271081",
        "utm_source=evil",
        "mode=evil&survey=evil&code=evil",
        "%ff=%ff&&&=&a",
        long.as_str(),
    ] {
        assert_eq!(offered(junk).await, plain(""), "{junk}");
    }
    assert_eq!(offered("training=%22%3E%3Cscript%3Ealert(1)").await, plain("&training=%22%3E%3Cscript%3Ealert%281%29"));
}

#[tokio::test]
async fn the_page_is_sent_once_until_the_survey_changes() {
    let office = TestOffice::start().await;
    for query in ["", "?ward=271080&lang=en"] {
        let path = format!("{PAGE}{query}");
        let asked = async |etag: &str| {
            office.client.send("GET", &path, &[("if-none-match", etag), ("host", "koe.example.jp")], "").await
        };
        let etag = asked("").await.header("etag").to_owned();
        assert_eq!(asked(&etag).await.status.as_u16(), 304);
        office
            .publish_with(LETTERS, |draft| draft.title.0.extend([("ja".parse().unwrap(), format!("新しい題{query}"))]))
            .await;
        let retitle = |tag: &str| (tag.parse().unwrap(), "New".to_owned());
        office.publish_with(LETTERS, |draft| draft.title.0.extend(["ja", "en"].map(retitle))).await;
        let changed = asked(&etag).await;
        assert_eq!(changed.status.as_u16(), 200);
        office.publish_with(LETTERS, |_| ()).await;
        assert_eq!(asked("").await.header("etag"), etag);
    }
}

#[tokio::test]
async fn a_page_travels_compressed_whether_it_is_kept_or_not() {
    let office = TestOffice::start().await;
    for query in ["", "?ward=271080&lang=en", "?ward=271021"] {
        let path = format!("{PAGE}{query}");
        let asked = async |accept: &str| -> Answer {
            office.client.send("GET", &path, &[("accept-encoding", accept)], "").await
        };
        let (plain, brotli) = (asked("").await, asked("br").await);
        assert_eq!((plain.header("content-encoding"), brotli.header("content-encoding")), ("", "br"), "{query}");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut brotli.body.as_ref(), &mut unpacked).unwrap();
        assert_eq!(unpacked, plain.body);
        assert!(brotli.body.len() < plain.body.len() / 2);
    }
}

#[tokio::test]
async fn the_script_in_the_page_is_the_one_that_its_policy_allows() {
    let office = TestOffice::start().await;
    for path in [PAGE, "/s/garden-visitors?lang=en&ward=271080"] {
        let page = office.client.get(path).await;
        let html = page.text();
        let (script, _) = html.split_once("<script type=\"module\">").unwrap().1.split_once("</script>").unwrap();
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script));
        assert!(page.header("content-security-policy").contains(&format!("'sha256-{hash}'")), "{path}");
        assert_eq!(html.matches("<script").count(), 1);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    }
}

#[tokio::test]
async fn the_first_page_leads_to_both_forms_of_every_survey() {
    let office = TestOffice::start().await;
    let ways = ways(&office.client.get("/").await.text());
    for survey in [LETTERS, VISITORS] {
        for lang in ["ja", "ja-easy", "en"] {
            for way in [format!("/s/{survey}?lang={lang}"), format!("/s/{survey}/plain?lang={lang}")] {
                assert!(ways.contains(&way), "{way}: {ways:?}");
            }
        }
    }
}

#[test]
fn the_picture_has_the_size_that_is_said_of_it_and_few_bytes() {
    let picture = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/images/preview.png")).unwrap();
    // Width and height are the first things in a PNG (its chunk IHDR).
    let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
    assert_eq!((&picture[12..16], number(16), number(20)), (b"IHDR".as_slice(), 1200, 630));
    assert!(picture.len() < 60_000, "{} bytes", picture.len());
}

/// What a browser that prefers these languages is sent.
async fn sent_to(office: &TestOffice, path: &str, languages: &str, held: &str) -> Answer {
    let headers = [("accept-language", languages), ("if-none-match", held), ("host", "koe.example.jp")];
    office.client.send("GET", path, &headers, "").await
}

#[tokio::test]
async fn a_first_visit_is_in_the_language_of_the_link_then_of_the_browser_then_japanese_in_both_forms() {
    let office = crate::plain::open_office().await;
    for (languages, query, lang) in [
        ("en-US,en;q=0.9", "", "en"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "", "ja"),
        ("fr-CH, de;q=0.9, en;q=0.2, ja;q=0.1", "?utm=x", "en"),
        ("en", "?lang=ja", "ja"),
        ("ja", "?lang=en-GB", "en"),
        ("fr, *;q=0.5", "", "ja"),
        ("ja-easy", "", "ja"),
        ("", "?ward=271021", "ja"),
        ("en", "?ward=271021", "en"),
    ] {
        let page = sent_to(&office, &format!("{PAGE}{query}"), languages, "").await;
        let plain = sent_to(&office, &format!("{PAGE}/plain{query}"), languages, "").await;
        let plain_start = if lang == "en" { "Start" } else { "始める" };
        let title = if lang == "en" {
            "Garden survey &lt;garden-letters&gt;"
        } else {
            "公園アンケート（garden-letters）"
        };
        if page.status.is_redirection() {
            assert_eq!(page.header("location"), format!("{PAGE}?lang=en"), "a tag of people becomes the survey's own");
        } else {
            let html = page.text();
            assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{languages} {query}: {html}");
            assert!(html.contains(&format!("<h1 class=\"heading\">{title}</h1>")), "{languages} {query}: {html}");
            assert_eq!(page.header("vary"), "accept-encoding, accept-language");
        }
        let html = plain.text();
        assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{languages} {query}: {html}");
        assert!(html.contains(&format!("<title>{title}</title>")), "{languages} {query}: {html}");
        assert!(html.contains(plain_start), "{languages} {query}: {html}");
        assert_eq!(plain.header("vary"), "accept-language");
    }
}

#[tokio::test]
async fn what_a_browser_asks_for_stands_in_no_address_that_is_shared_and_alone_on_the_still_page() {
    let office = TestOffice::start().await;
    let html = sent_to(&office, &format!("{PAGE}?ward=271080"), "en", "").await.text();
    assert_eq!(said(&html)["og:url"], "http://koe.example.jp/s/garden-letters?ward=271080");
    assert!(html.contains("href=\"/s/garden-letters/manifest.webmanifest?ward=271080\""), "{html}");
    assert_eq!(ways(&html), [format!("{PAGE}/plain?ward=271080&lang=en")]);
    assert!(!html.contains("質問"), "{html}");
    let manifest = sent_to(&office, &format!("{PAGE}/manifest.webmanifest?ward=271080"), "en", "").await;
    assert_eq!(manifest.header("vary"), "accept-encoding, accept-language");
    let manifest: serde_json::Value = serde_json::from_str(&manifest.text()).unwrap();
    assert_eq!((&manifest["lang"], &manifest["start_url"]), (&"en".into(), &"/s/garden-letters?ward=271080".into()));
}

#[tokio::test]
async fn a_page_in_one_language_is_never_taken_for_that_in_another() {
    let office = TestOffice::start().await;
    let etag = async |languages: &str| sent_to(&office, PAGE, languages, "").await.header("etag").to_owned();
    let [japanese, english, all] = [etag("ja").await, etag("en").await, etag("").await];
    assert!(japanese != english && english != all && all != japanese);
    for (languages, held, status) in [
        ("ja", &japanese, 304),
        ("ja,en;q=0.5", &japanese, 304),
        ("en", &japanese, 200),
        ("en", &english, 304),
        ("", &english, 200),
        ("", &all, 304),
    ] {
        assert_eq!(sent_to(&office, PAGE, languages, held).await.status.as_u16(), status, "{languages}");
    }
}

#[tokio::test]
async fn the_first_screens_stand_in_the_page_the_same_for_everyone_and_lead_to_the_plain_form() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    for query in ["?lang=en&ward=271080", "?lang=en&ward=271080&wave=1"] {
        let page = office.client.get(&format!("{PAGE}{query}")).await;
        let html = page.text();
        let first = html.split_once("<div id=\"koe-still\">").unwrap().1.split_once("<template").unwrap().0;
        let (_, next) = html.split_once("<template id=\"koe-next\" title=\"").unwrap();
        let next = next.split_once("</template>").unwrap().0;
        assert!(first.contains("<h1") && next.contains("<fieldset"), "{html}");
        for screen in [first, next] {
            assert!(
                screen.contains("method=\"post\" action=\"/s/garden-letters/plain?lang=en&amp;ward=271080"),
                "{screen}"
            );
        }
        let again = office.client.get(&format!("{PAGE}{query}")).await;
        assert_eq!((again.header("etag"), again.text()), (page.header("etag"), html), "nobody's page is their own");
    }
}
