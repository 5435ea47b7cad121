//! What is done in a form, step by step.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::run::Stop;

/// One thing that a person does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    /// What it is, as `agent.js` knows it.
    pub(crate) kind: &'static str,
    /// What is written, where something is.
    pub(crate) text: String,
    /// What the page is told of it.
    pub(crate) told: Value,
}

/// Reads `steps.txt`, which says itself how it is written.
pub(crate) fn read(text: &str) -> Result<Vec<Step>, Stop> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let titles: BTreeMap<&str, &str> =
        lines().filter_map(|line| line.strip_prefix("ask ")).filter_map(|line| line.split_once(' ')).collect();
    let steps = lines().filter(|line| !line.starts_with("ask "));
    steps
        .map(|line| step(line, &titles).ok_or_else(|| Stop::new(format!("steps.txt: \"{line}\" is no step"))))
        .collect()
}

fn step(line: &str, titles: &BTreeMap<&str, &str>) -> Option<Step> {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let title = |question: &str| titles.get(question).copied().unwrap_or_default();
    let step = |kind, text: &str, told| Some(Step { kind, text: text.to_owned(), told });
    match verb {
        "choose" => {
            let [question, value, label] = parts(rest)?;
            let told = json!({ "question": question, "value": value, "label": label, "title": title(question) });
            step("choose", "", told)
        }
        "reveal" => {
            let [question, value, shown, label] = parts(rest)?;
            let title = title(question);
            let told = json!({ "question": question, "value": value, "shown": shown, "label": label, "title": title });
            step("reveal", "", told)
        }
        "write" | "other" | "date" => {
            let [question, text] = parts(rest)?;
            let kind = ["write", "other", "date"].into_iter().find(|kind| *kind == verb)?;
            step(kind, text, json!({ "question": question, "text": text, "title": title(question) }))
        }
        "next" | "back" => {
            let [from, to] = parts(rest)?;
            step(if verb == "next" { "next" } else { "back" }, "", json!({ "from": from, "to": to }))
        }
        "refuse" => step("refuse", "", json!({})),
        _ => None,
    }
}

/// So many words, the last of which is all the rest.
fn parts<const COUNT: usize>(rest: &str) -> Option<[&str; COUNT]> {
    let parts: Vec<&str> = rest.splitn(COUNT, ' ').filter(|part| !part.is_empty()).collect();
    parts.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_a_step() {
        let steps = read(include_str!("../../../bench/steps.txt")).unwrap();
        assert_eq!(steps.iter().filter(|step| step.kind == "next").count(), 6, "of six pages, one is left twice");
        assert_eq!(steps.iter().filter(|step| step.kind == "reveal").count(), 4);
    }

    #[test]
    fn a_line_that_says_nothing_is_told_of() {
        assert!(read("choose q1").is_err());
        assert!(read("jump q1 q2").is_err());
    }

    #[test]
    fn the_words_of_a_choice_may_have_spaces() {
        let step = &read("ask q1 What is it?\nchoose q1 2 One of two").unwrap()[0];
        let told = json!({ "question": "q1", "value": "2", "label": "One of two", "title": "What is it?" });
        assert_eq!(step.told, told);
    }
}
