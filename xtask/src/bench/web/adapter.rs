//! How a target's questions, choices and buttons are found: the file format of `xtask/bench/README.md`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::run::Stop;

const AGENT: &str = include_str!("../../../bench/agent.js");

/// A file of `xtask/bench/targets`, or of somebody else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adapter {
    /// What the table calls it.
    pub(crate) label: String,
    begin: Option<String>,
    question: String,
    choice: String,
    field: Option<String>,
    other: Option<String>,
    /// One place for a field that is set as a calendar would; three for year, month and day, which are written.
    #[serde(default)]
    pub(crate) date: Vec<String>,
    next: String,
    back: Option<String>,
    error: Option<String>,
    in_charge: String,
    /// Every question on a page, where no steps are known and the first choice of each is taken.
    pub(crate) walk: Option<String>,
    first: First,
    /// What the sent answers hold if the first touch was kept.
    pub(crate) kept: String,
    pub(crate) finish: Vec<Finish>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    question: String,
    /// What is touched: the first at the first visit, and then by turns, so that something always changes.
    values: [String; 2],
    #[serde(default)]
    label: String,
    #[serde(default)]
    title: String,
}

/// A button at the end, and what comes of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finish {
    press: String,
    until: String,
}

impl Adapter {
    /// Reads one; `name` is said where it is wrong.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Stop> {
        toml::from_str(text).map_err(|why| Stop::new(format!("{name}: {why}")))
    }

    /// The script that goes into every page of this target, at its visit of this number.
    pub(crate) fn script(&self, visit: usize) -> String {
        let finish = self
            .finish
            .iter()
            .map(|one| format!("{{ press: {}, until: {} }}", finder(Some(&one.press)), finder(Some(&one.until))));
        let date: Vec<String> = self.date.iter().map(|part| finder(Some(part))).collect();
        let walk = json!(self.walk);
        let find = [
            ("begin", finder(self.begin.as_deref())),
            ("question", finder(Some(&self.question))),
            ("questions", format!("() => [...document.querySelectorAll({walk})]")),
            ("choice", finder(Some(&self.choice))),
            ("field", finder(self.field.as_deref())),
            ("other", finder(self.other.as_deref())),
            ("date", format!("[{}]", date.join(", "))),
            ("next", finder(Some(&self.next))),
            ("back", finder(self.back.as_deref())),
            ("error", finder(self.error.as_deref())),
            ("charge", finder(Some(&self.in_charge))),
            ("finish", format!("[{}]", finish.collect::<Vec<_>>().join(", "))),
            ("walk", walk.to_string()),
        ];
        let find: Vec<String> = find.iter().map(|(name, finder)| format!("{name}: {finder}")).collect();
        format!("{AGENT}({{ {} }}, {})", find.join(",\n"), self.first(visit))
    }

    fn first(&self, visit: usize) -> Value {
        let First { question, values: [one, other], label, title } = &self.first;
        let value = if visit.is_multiple_of(2) { one } else { other };
        json!({ "question": question, "value": value, "label": label, "title": title })
    }
}

/// A function that finds what a field of the file names: a selector with places to fill, or an expression after `js:`.
fn finder(field: Option<&str>) -> String {
    match field.map(|field| (field, field.strip_prefix("js:"))) {
        None => "() => null".to_owned(),
        Some((_, Some(code))) => format!("({{ question, value, label, title }} = {{}}) => ({})", code.trim()),
        Some((selector, None)) => {
            let fill = r"replace(/\{(\w+)\}/g, (_, name) => step[name])";
            format!("(step) => document.querySelector({}.{fill})", json!(selector))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_adapters_that_are_here_can_be_read() {
        for text in [
            include_str!("../../../bench/targets/floor.toml"),
            include_str!("../../../bench/targets/koe-24.toml"),
            include_str!("../../../bench/targets/koe-residents.toml"),
        ] {
            Adapter::read("here", text).unwrap();
        }
    }

    #[test]
    fn a_field_is_a_selector_or_an_expression() {
        assert!(
            finder(Some("#f-{question}")).starts_with(r##"(step) => document.querySelector("#f-{question}".replace"##)
        );
        assert!(finder(Some("js: document.body")).ends_with("=> (document.body)"));
        assert_eq!(finder(None), "() => null");
    }

    #[test]
    fn every_visit_touches_what_the_last_one_did_not() {
        let floor = Adapter::read("floor", include_str!("../../../bench/targets/floor.toml")).unwrap();
        let values: Vec<_> = (0..3).map(|visit| floor.first(visit)["value"].clone()).collect();
        assert_eq!(values, ["1", "2", "1"]);
    }
}
