//! axe-core, which looks at a page for what keeps people out.

use super::browser::Browser;
use super::handed;

/// What can be otherwise in other colours or on another screen, where nothing else on the page has changed.
const OF_SIGHT: [&str; 4] = ["color-contrast", "color-contrast-enhanced", "link-in-text-block", "target-size"];

/// Looks by the rules that are named, or by all of them.
const RUN: &str = "const [named, done] = arguments;
    const asked = named ? named.split(' ') : axe.getRules().map(rule => rule.ruleId);
    axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'rule', values: asked } }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => [id, html.slice(0, 300), failureSummary].join(' | ')))),
        why => done([String(why)]));";

impl Browser {
    /// What axe-core finds on the page as it is, by all of its rules; one line for each place.
    pub(crate) async fn barriers(&self) -> Vec<String> {
        self.barriers_by(&[]).await
    }

    /// What it finds on a page that it has looked at before and that looks otherwise now.
    pub(crate) async fn barriers_of_sight(&self) -> Vec<String> {
        self.barriers_by(&OF_SIGHT).await
    }

    async fn barriers_by(&self, rules: &[&str]) -> Vec<String> {
        if self.script("return typeof axe").await == Ok("undefined".into()) {
            let axe = std::fs::read_to_string(handed("KOE_AXE")).expect("axe-core can be read");
            self.script(&axe).await.expect("axe-core runs in the page");
        }
        let found = self.script_later_with(RUN, &rules.join(" ")).await;
        serde_json::from_value(found.expect("axe-core looks at the page")).expect("findings are lines")
    }
}
