//! How a survey looks in somebody else's page: as it always looks, whatever the styles of the page.

use super::embedding::element;
use crate::harness::journey::{Says, VISIT};
use crate::harness::{Browser, Host, KITA, Name, Office, Page, Person, VISITORS, Window};

/// What every part of the element and of its shadow root is computed to look like, with what stands before and after
/// it; where nothing does, how it would look is nobody's concern. Names of the page's own reach in, and mean nothing
/// there; so do lines through its words, until the ground stops them. All is laid out anew: lines with readings can come out otherwise bit by bit.
const DRESS: &str = "const look = (style, isMeant) => [...style].filter(isMeant).sort()
        .map(name => name + ': ' + style.getPropertyValue(name)).join('\\n');
    const dressed = (one, name, isMeant) => [null, '::before', '::after', '::marker'].map(part => {
        const style = getComputedStyle(one, part);
        const stands = part === '::marker' ? getComputedStyle(one).display === 'list-item'
            : !part || !['none', 'normal'].includes(style.content);
        return [name + (part ?? ''), stands ? look(style, isMeant) : 'none'];
    });
    const host = document.querySelector('koe-survey');
    const [ground] = host.shadowRoot.children;
    ground.style.display = 'none';
    ground.getBoundingClientRect();
    ground.style.display = '';
    const parts = [...host.shadowRoot.querySelectorAll('*')];
    const onHost = name => !name.startsWith('--') && name !== '-webkit-text-decorations-in-effect';
    const within = name => !name.startsWith('--') || name.startsWith('--koe-');
    return [...dressed(host, 'the element', onHost),
        ...parts.flatMap((one, at) => dressed(one, at + ' ' + one.localName + '.' + one.className, within))];";

/// A screen, and its parts with how they look.
type Screen = (&'static str, Vec<(String, String)>);

async fn dress(browser: &Browser, name: &'static str) -> Screen {
    browser.points_at_nothing().await;
    let parts = browser.script(DRESS).await.expect("the styles can be read");
    (name, serde_json::from_value::<Vec<(String, String)>>(parts).expect("a part has a name and a look"))
}

/// Goes through a survey and looks at its screens.
async fn screens(host: &Host, office: &Office, hostile: bool) -> Vec<Screen> {
    let survey = format!("<div class=\"frame\">{}</div>", element(VISITORS, &format!("ward=\"{KITA}\"")));
    let page = Page { hostile, ..Page::with(office, &survey) };
    let address = host.shows(if hostile { "/rude" } else { "/quiet" }, page);
    let browser = Browser::open(Window::TABLET).await;
    let mut visitor = Person::meets(browser, office, VISITORS, KITA, &address).await;
    let mut screens = Vec::new();
    visitor.is_welcome().await;
    screens.push(dress(&visitor.browser, "opening").await);
    visitor.switches_to("ja-easy").await;
    visitor.is_welcome().await;
    screens.push(dress(&visitor.browser, "opening with readings").await);
    visitor.switches_to("ja").await;
    visitor.starts().await;
    visitor.takes("purpose", "cert").await;
    visitor.takes("purpose", "other").await;
    visitor.reads("notice.saved").await;
    screens.push(dress(&visitor.browser, "several choices, and words beside one").await);
    visitor.answers(&[("purpose", Says::Nothing)]).await;
    visitor.is_asked("guide").await;
    visitor.goes_on().await;
    visitor.browser.button(visitor.word("asking.pass")).found().await;
    visitor.reads("notice.saved").await;
    screens.push(dress(&visitor.browser, "reminder").await);
    visitor.answers(&VISIT[1..6]).await;
    visitor.writes("free", &"長い意見です。".repeat(60)).await;
    visitor.goes_on().await;
    visitor.browser.part(&["alert"], Name::Any).part(&["link"], Name::Any).found().await;
    visitor.reads("notice.saved").await;
    screens.push(dress(&visitor.browser, "text that is too long").await);
    visitor.clears("free").await;
    visitor.goes_on().await;
    visitor.sees("review.title").await;
    visitor.reads("notice.saved").await;
    screens.push(dress(&visitor.browser, "review").await);
    visitor.sends().await;
    visitor.has_sent().await;
    visitor.presses("device.erase").await;
    visitor.browser.button(visitor.word("device.cancel")).found().await;
    screens.push(dress(&visitor.browser, "receipt").await);
    screens
}

/// What looks otherwise, as `part: property: value` twice.
fn differences(rude: &[(String, String)], quiet: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for ((part, rude), (_, quiet)) in rude.iter().zip(quiet) {
        let lines = rude.lines().zip(quiet.lines()).filter(|(rude, quiet)| rude != quiet);
        found.extend(lines.map(|(rude, quiet)| format!("{part}: {rude}, not {quiet}")));
    }
    found
}

#[tokio::test]
async fn a_rude_style_sheet_changes_nothing_of_how_a_survey_looks() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[VISITORS]).await;
    let (rude, quiet) = (screens(&host, &office, true).await, screens(&host, &office, false).await);
    for ((screen, rude), (_, quiet)) in rude.iter().zip(&quiet) {
        let names = |parts: &[(String, String)]| parts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(rude), names(quiet), "{screen} has other parts");
        let found = differences(rude, quiet);
        assert!(
            found.is_empty(),
            "{screen}: {} differences, such as {:#?}",
            found.len(),
            &found[..found.len().min(40)]
        );
    }
}

#[test]
fn the_comparison_of_styles_sees_what_is_different() {
    let part = |look: &str| vec![("1 p.".to_owned(), look.to_owned())];
    let found = differences(&part("color: red\ntop: 0px"), &part("color: blue\ntop: 0px"));
    assert_eq!(found, ["1 p.: color: red, not color: blue"]);
}
