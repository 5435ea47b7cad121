//! axe-core, which looks at a page for what keeps people out.

use super::browser::Browser;
use super::handed;

/// Rules that are not asked. Contrast is held to 4.5 (WCAG level AA), as the colours of the Digital Agency's design are;
/// this one wants the 7 of level AAA, with which no warning would be orange and no error red.
const NOT_ASKED: [&str; 1] = ["color-contrast-enhanced"];

const RUN: &str = "const done = arguments[arguments.length - 1];
    const asked = axe.getRules().map(rule => rule.ruleId).filter(rule => !NOT_ASKED.includes(rule));
    axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'rule', values: asked } }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => [id, html.slice(0, 300), failureSummary].join(' | ')))),
        why => done([String(why)]));";

impl Browser {
    /// What axe-core finds on the page as it is, by all of its rules; one line for each place.
    pub(crate) async fn barriers(&self) -> Vec<String> {
        if self.script("return typeof axe").await == Ok("undefined".into()) {
            let axe = std::fs::read_to_string(handed("KOE_AXE")).expect("axe-core can be read");
            self.script(&axe).await.expect("axe-core runs in the page");
        }
        let not_asked = serde_json::to_string(&NOT_ASKED).expect("names are JSON");
        let found = self.script_later(&format!("const NOT_ASKED = {not_asked}; {RUN}")).await;
        serde_json::from_value(found.expect("axe-core looks at the page")).expect("findings are lines")
    }
}
