//! A survey in somebody else's page: strict, rude, or clumsy.

use serde_json::{Value, json};

use super::residents::told;
use crate::harness::journey::VISIT;
use crate::harness::{
    Browser, Host, KITA, Name, Office, PULSE, Page, Person, Sheet, VISITORS, Window, in_every_engine, until,
};

/// What a page hears, with what stands on the screen at that moment, and what its policy forbids.
const EARS: &str = "window.heard = [];
    window.forbidden = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        forbidden.push(effectiveDirective + ' ' + blockedURI));
    for (const name of ['ready', 'page', 'saved', 'queued', 'sent', 'error']) {
        addEventListener('koe:' + name, ({ target, detail }) => {
            const heading = target.shadowRoot?.querySelector('h1')?.cloneNode(true);
            heading?.querySelectorAll('rt, rp').forEach(one => one.remove());
            const of = detail.page ?? detail.stored ?? detail.code;
            heard.push({ name: of ? name + ' ' + of : name, survey: detail.survey, message: detail.message,
                seen: heading?.textContent.trim() ?? '' });
        });
    }";

/// What the element holds, for those who see no form.
const INSTEAD: &str = "<p>Instead of the form</p>";

pub(super) fn element(survey: &str, attributes: &str) -> String {
    format!("<koe-survey survey=\"{survey}\" {attributes}>{INSTEAD}</koe-survey>")
}

async fn listening() -> Browser {
    let browser = Browser::open(Window::TABLET).await;
    browser.before_every_page(EARS).await;
    browser
}

/// Somebody on a page that shows a survey for 北区.
async fn meets(office: &Office, survey: &str, address: &str) -> Person {
    Person::meets(listening().await, office, survey, KITA, address).await
}

/// What the page has heard so far.
async fn heard(browser: &Browser) -> Vec<Value> {
    let heard = browser.script("return window.heard").await.expect("the page listens");
    heard.as_array().cloned().expect("the page keeps what it hears")
}

/// The names of what the page has heard, but for how often something was saved.
async fn names(browser: &Browser) -> Vec<String> {
    let name = |one: &Value| one["name"].as_str().unwrap_or_default().to_owned();
    heard(browser).await.iter().map(name).filter(|name| name != "saved").collect()
}

/// Waits until the page has heard this.
async fn hears(browser: &Browser, name: &str) -> Value {
    until(&format!("{name:?} to be heard"), async || {
        let heard = heard(browser).await;
        let found = heard.iter().find(|one| one["name"] == name).cloned();
        found.ok_or_else(|| format!("heard were {heard:?}"))
    })
    .await
}

async fn where_the_policy_allows_no_more_than_the_guide_says_and_the_style_is_rude_the_survey_works(window: Window) {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS]).await;
    let survey = format!("<div class=\"frame\">{}</div>", element(VISITORS, &format!("ward=\"{KITA}\"")));
    let page = Page { policy: Some(host.strict(&office)), hostile: true, ..Page::with(&office, &survey) };
    let browser = Browser::open(window).await;
    let visitor = Person::meets(browser, &office, VISITORS, KITA, &host.shows("/visit", page)).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.has_sent().await;

    let stored = office.stored(VISITORS);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!(stored[0]["response"]["answers"], told(VISIT));
    // What the policy forbids is among what a browser complains of.
    let journal = visitor.browser.journal().await;
    assert_eq!(journal.complaints, Vec::<String>::new());
    let known = |address: &&String| [host.origin(), office.at("")].iter().any(|one| address.starts_with(one));
    let strange: Vec<_> = journal.asked.iter().filter(|address| !known(address)).collect();
    assert!(strange.is_empty(), "others were asked: {strange:?}");
}

/// What the demo page lists of what it has heard.
const LISTED: &str = "return document.querySelector('#log').textContent";

async fn on_the_demo_page_a_visitor_answers_and_the_page_hears_of_it(window: Window) {
    let office = Office::open_for(&[VISITORS, PULSE]).await;
    let visitor =
        Person::meets(Browser::open(window).await, &office, VISITORS, KITA, &office.at("/embed/demo.html")).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    // The survey beside this one has a button to send it too.
    visitor.sees("review.title").await;
    let own = visitor.browser.part(&["region"], visitor.sheet.title("ja"));
    own.part(&["button"], visitor.word("review.send")).press().await;
    visitor.has_sent().await;
    until("the page to hear of it", async || {
        let listed = visitor.browser.script(LISTED).await?;
        if listed.as_str().is_some_and(|listed| listed.contains("koe:sent")) { Ok(()) } else { Err(listed.to_string()) }
    })
    .await;
    assert_eq!(office.stored(VISITORS)[0]["response"]["answers"], told(VISIT));
    assert_eq!(office.stored(PULSE).len(), 0);
}

in_every_engine! {
    where_the_policy_allows_no_more_than_the_guide_says_and_the_style_is_rude_the_survey_works on tablet;
    on_the_demo_page_a_visitor_answers_and_the_page_hears_of_it on tablet;
}

#[tokio::test]
async fn a_page_hears_of_each_step_in_order_and_once_it_is_drawn() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS]).await;
    let page = Page::with(&office, &element(VISITORS, &format!("ward=\"{KITA}\"")));
    let visitor = meets(&office, VISITORS, &host.shows("/visit", page)).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    hears(&visitor.browser, "sent rehearsal").await;

    let questions = VISIT.iter().map(|(id, _)| format!("page {id}"));
    let before = ["ready", "page opening"].map(str::to_owned).into_iter();
    let after = ["page review", "page done", "queued", "sent rehearsal"].map(str::to_owned);
    assert_eq!(names(&visitor.browser).await, before.chain(questions).chain(after).collect::<Vec<_>>());
    let heard = heard(&visitor.browser).await;
    let last = |name: &str| heard.iter().rposition(|one| one["name"] == name);
    assert!(last("saved").expect("answers were saved") < last("queued").expect("it waits"), "{heard:?}");
    for one in heard {
        assert_eq!(one["survey"], VISITORS);
        let wanted = match one["name"].as_str().unwrap_or_default() {
            "ready" | "page opening" => visitor.sheet.title("ja"),
            "page review" => visitor.word("review.title"),
            "sent rehearsal" => visitor.word("sent.title"),
            name => match name.strip_prefix("page ") {
                Some(question) if question != "done" => visitor.words_of(question),
                _ => continue,
            },
        };
        let seen = one["seen"].as_str().unwrap_or_default();
        assert!(Name::Holds(wanted.clone()).fits(seen), "{one} is told over {seen:?}, not over {wanted:?}");
    }
}

/// A page on which something is wrong, what is told of it, and what is on the screen then, or not.
struct Trouble {
    page: Page,
    code: &'static str,
    reads: Vec<String>,
    lacks: &'static str,
}

impl Trouble {
    fn of(page: Page, code: &'static str, reads: &[&str], lacks: &'static str) -> Self {
        Self { page, code, reads: reads.iter().map(|&words| words.to_owned()).collect(), lacks }
    }

    async fn shows(self, host: &Host, browser: &Browser) {
        let Self { page, code, reads, lacks } = self;
        browser.visit(&host.shows("/trouble", page)).await;
        let told = hears(browser, &format!("error {code}")).await;
        for words in reads {
            browser.reads(&words).await;
        }
        let text = browser.text().await.expect("the page can be read");
        assert!(lacks.is_empty() || !text.contains(lacks), "{code}: {text}");
        assert!(told["message"].as_str().is_some_and(|message| message.len() > 30), "{told}");
        let errors: Vec<_> = names(browser).await.into_iter().filter(|name| name.starts_with("error")).collect();
        assert_eq!(errors, [format!("error {code}")]);
    }
}

const INSTEAD_WORDS: &str = "Instead of the form";
const RETRY: &str = "もう一度読み込む";

fn in_ward(survey: &str, more: &str) -> String {
    element(survey, &format!("ward=\"{KITA}\" {more}"))
}

#[tokio::test]
async fn what_is_wrong_with_the_page_is_told_by_its_code_and_the_page_shows_what_is_left() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS]).await;
    office.rehearse(PULSE);
    let sheet = Sheet::of(&office, VISITORS).await;
    let browser = listening().await;
    let asks_ward = sheet.ward_question("ja");
    let unknown = "この調査は見つかりませんでした";
    for trouble in [
        Trouble::of(Page::with(&office, &in_ward("none", "")), "unknown_survey", &[unknown, INSTEAD_WORDS], ""),
        Trouble::of(Page::with(&office, &element(VISITORS, "ward=\"999999\"")), "unknown_ward", &[], INSTEAD_WORDS),
        Trouble::of(Page::with(&office, &in_ward(PULSE, "")), "not_allowed", &[RETRY, INSTEAD_WORDS], ""),
        Trouble::of(
            Page::with(&office, &in_ward(VISITORS, "src=\"http://127.0.0.1:1\"")),
            "unreachable",
            &[RETRY, INSTEAD_WORDS],
            "",
        ),
    ] {
        trouble.shows(&host, &browser).await;
    }
    let page = Page::with(&office, &element(VISITORS, "ward=\"999999\""));
    browser.visit(&host.shows("/ward", page)).await;
    browser.button(sheet.word("ja", "opening.start")).press().await;
    browser.heading(asks_ward).found().await;
}

#[tokio::test]
async fn what_the_policy_of_the_page_forbids_is_told_as_such() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS]).await;
    let browser = listening().await;
    let strict = host.strict(&office);
    // The same office by another name is another origin, of which the policy says nothing.
    let elsewhere = format!("src=\"{}\"", office.at("").replace("127.0.0.1", "localhost"));
    for (policy, more, reads) in [
        (strict.replace("connect-src", "connect-src 'none'; x-src"), "", ""),
        (strict.replace(" 'wasm-unsafe-eval'", ""), "", ""),
        (strict, elsewhere.as_str(), RETRY),
    ] {
        let page = Page { policy: Some(policy), ..Page::with(&office, &in_ward(VISITORS, more)) };
        let lacks = if reads.is_empty() { RETRY } else { "" };
        Trouble::of(page, "not_allowed", &[reads, INSTEAD_WORDS], lacks).shows(&host, &browser).await;
    }
}

#[tokio::test]
async fn where_the_device_keeps_nothing_it_is_told_and_the_survey_works() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[PULSE]).await;
    let browser = listening().await;
    browser.before_every_page(super::storage::NO_STORE).await;
    let page = Page::with(&office, &in_ward(PULSE, ""));
    let person = Person::meets(browser, &office, PULSE, KITA, &host.shows("/ask", page)).await;
    person.is_asked("topic").await;
    hears(&person.browser, "error storage").await;
    person.reads("notice.memory_only").await;
    person.takes("topic", "p1").await;
    person.presses("review.send").await;
    person.has_sent().await;
    let told = ["ready", "page topic", "error storage", "page done", "sent rehearsal"];
    let mut heard = names(&person.browser).await;
    heard.sort_unstable();
    assert_eq!(heard, {
        let mut told = told.map(str::to_owned);
        told.sort_unstable();
        told
    });
    assert_eq!(office.stored(PULSE).len(), 1);
}

const TAKE_OUT: &str = "window.form = document.querySelector('koe-survey'); form.remove();";

#[tokio::test]
async fn an_element_taken_out_in_the_middle_of_an_answer_and_put_back_holds_what_was_typed() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS]).await;
    let page = Page::with(&office, &in_ward(VISITORS, ""));
    let visitor = meets(&office, VISITORS, &host.shows("/visit", page)).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..6]).await;
    visitor.field("free").write("途中まで書いた").await;
    visitor.browser.script(TAKE_OUT).await.expect("the element can be taken out");
    visitor.browser.heading(Name::Any).gone().await;
    visitor.browser.script("document.body.prepend(form)").await.expect("the element can be put back");
    visitor.field("free").holds("途中まで書いた").await;
    // And with nothing left of it but what is on the device.
    visitor.opens().await;
    visitor.presses("opening.resume").await;
    visitor.field("free").holds("途中まで書いた").await;
    visitor.goes_on().await;
    visitor.sends().await;
    visitor.has_sent().await;
    assert_eq!(office.stored(VISITORS)[0]["response"]["answers"]["free"], "途中まで書いた");
}

#[tokio::test]
async fn two_surveys_on_one_page_do_not_mix() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS, PULSE]).await;
    let page = Page::with(&office, &(in_ward(VISITORS, "") + &in_ward(PULSE, "lang=\"en\"")));
    let visitor = meets(&office, VISITORS, &host.shows("/both", page)).await;
    let pulse = Sheet::of(&office, PULSE).await;
    let beside = visitor.browser.part(&["region"], pulse.title("en"));
    visitor.starts().await;
    visitor.answers(&VISIT[..2]).await;
    beside.part(&["radio"], pulse.choice("en", KITA, "topic", "n2")).choose().await;
    visitor.answers(&VISIT[2..]).await;
    beside.part(&["button"], pulse.word("en", "review.send")).press().await;
    beside.part(&["heading"], pulse.word("en", "sent.title")).found().await;
    visitor.sends().await;
    visitor.has_sent().await;

    let (visits, one) = (office.stored(VISITORS), office.stored(PULSE));
    assert_eq!((visits.len(), one.len()), (1, 1), "{visits:?} {one:?}");
    assert_eq!(visits[0]["response"]["answers"], told(VISIT));
    assert_eq!(one[0]["response"]["answers"], json!({ "topic": "n2" }));
    assert_eq!((&visits[0]["response"]["language"], &one[0]["response"]["language"]), (&json!("ja"), &json!("en")));
    for survey in [VISITORS, PULSE] {
        let heard = heard(&visitor.browser).await;
        let sent = heard.iter().filter(|one| one["survey"] == survey && one["name"] == "sent rehearsal").count();
        assert_eq!(sent, 1, "{heard:?}");
    }
}

#[tokio::test]
async fn a_response_whose_element_is_taken_out_while_it_is_sent_arrives_once() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[PULSE]).await;
    let browser = listening().await;
    // An element that is out of the page tells nobody but itself.
    let clumsy = "addEventListener('koe:queued', ({ target }) => {
        target.addEventListener('koe:sent', () => window.arrived = true);
        target.remove();
    });";
    browser.before_every_page(clumsy).await;
    let page = Page::with(&office, &in_ward(PULSE, ""));
    let person = Person::meets(browser, &office, PULSE, KITA, &host.shows("/ask", page)).await;
    person.takes("topic", "p1").await;
    person.presses("review.send").await;
    until("the response to arrive", async || {
        let arrived = person.browser.script("return window.arrived === true").await?;
        if arrived == true { Ok(()) } else { Err(format!("heard were {:?}", heard(&person.browser).await)) }
    })
    .await;
    let stored = office.stored(PULSE);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!(stored[0]["response"]["answers"], json!({ "topic": "p1" }));
    // Whoever comes back finds that it is done, and nothing is sent anew.
    person.opens().await;
    person.has_sent().await;
    assert_eq!(office.stored(PULSE).len(), 1);
}
