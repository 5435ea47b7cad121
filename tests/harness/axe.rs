//! axe-core, which looks at a page for what keeps people out.

use super::browser::Browser;
use super::handed;

/// Looks by all the rules that there are but one. Whatever has too little contrast for AA has too little for AAA, by a rule
/// that is among the others; to look twice takes twice as long.
const RUN: &str = "const [done] = arguments;
    const asked = axe.getRules().map(rule => rule.ruleId).filter(rule => rule !== 'color-contrast');
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
        let found = self.script_later(RUN).await;
        serde_json::from_value(found.expect("axe-core looks at the page")).expect("findings are lines")
    }
}
