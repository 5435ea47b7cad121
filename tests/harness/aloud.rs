//! A page as assistive technology is told of it, in the order in which it is read out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::browser::Browser;
use super::found::{property, tidy};

/// Parts that stand in a line and say nothing by themselves.
const INLINE: [&str; 5] = ["none", "generic", "strong", "emphasis", "time"];
/// Parts that stand by themselves, and of which what is in them is all that is said.
const BARE: [&str; 7] = ["RootWebArea", "paragraph", "LabelText", "Legend", "ListMarker", "Section", "Pre"];
/// Parts whose words are their name or what they hold.
const NAMED: [&str; 9] =
    ["button", "link", "heading", "radio", "checkbox", "textbox", "term", "DisclosureTriangle", "LabelText"];
/// What is said of a part besides, where it is not as it usually is.
const STATES: [(&str, &[&str]); 9] = [
    ("level", &[]),
    ("checked", &[]),
    ("pressed", &[]),
    ("expanded", &[]),
    ("disabled", &["false"]),
    ("required", &["false"]),
    ("invalid", &["false"]),
    ("live", &["off"]),
    ("modal", &["false"]),
];

impl Browser {
    /// The whole page, a line for each part: what it is, how it is called, how it is, and what is read out after that.
    pub(crate) async fn read_aloud(&self) -> Result<Vec<String>, String> {
        let tree = self.cdp("Accessibility.getFullAXTree", json!({})).await?;
        let nodes: Vec<&Value> = tree["nodes"].as_array().into_iter().flatten().collect();
        let by_id = nodes.iter().map(|node| (node["nodeId"].as_str().unwrap_or_default(), *node)).collect();
        let mut reading = Reading { nodes: by_id, lines: Vec::new(), words: String::new() };
        reading.part(nodes.first().ok_or("there is no page")?, 0);
        reading.ends_words(0);
        Ok(reading.lines)
    }
}

struct Reading<'t> {
    nodes: BTreeMap<&'t str, &'t Value>,
    lines: Vec<String>,
    /// Words in a row that are not yet written down.
    words: String,
}

impl Reading<'_> {
    fn part(&mut self, node: &Value, depth: usize) {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        let name = tidy(node["name"]["value"].as_str().unwrap_or_default());
        let ignored = node["ignored"] == true;
        match role {
            "StaticText" if !ignored => {
                self.words.push_str(node["name"]["value"].as_str().unwrap_or_default());
            }
            "InlineTextBox" => {}
            "LineBreak" => self.words.push(' '),
            _ if ignored || role == "Ruby" => self.within(node, depth),
            // Whatever stands for itself within a line is heard for itself.
            _ if INLINE.contains(&role) => {
                self.words.push(' ');
                self.within(node, depth);
                self.words.push(' ');
            }
            _ if BARE.contains(&role) => self.apart(node, role, depth),
            _ => {
                self.ends_words(depth);
                self.lines.push("  ".repeat(depth) + &told(node, role, &name));
                self.apart(node, role, depth + 1);
            }
        }
    }

    fn apart(&mut self, node: &Value, role: &str, depth: usize) {
        self.ends_words(depth);
        self.within(node, depth);
        if NAMED.contains(&role) && !self.is_label_alone(node, role) {
            self.words.clear();
        }
        self.ends_words(depth);
    }

    /// A label beside its control, whose words are not told with that.
    fn is_label_alone(&self, node: &Value, role: &str) -> bool {
        let children = node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut children = children.filter_map(|child| self.nodes.get(child));
        role == "LabelText" && children.all(|child| child["role"]["value"] == "StaticText")
    }

    fn within(&mut self, node: &Value, depth: usize) {
        for child in node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let Some(child) = self.nodes.get(child).copied() {
                self.part(child, depth);
            }
        }
    }

    fn ends_words(&mut self, depth: usize) {
        let words = tidy(&std::mem::take(&mut self.words));
        if !words.is_empty() {
            self.lines.push(format!("{}“{words}”", "  ".repeat(depth)));
        }
    }
}

/// One part in one line.
fn told(node: &Value, role: &str, name: &str) -> String {
    let word = |key: &str| tidy(node[key]["value"].as_str().unwrap_or_default());
    let (value, description) = (word("value"), word("description"));
    let mut pieces = vec![role.to_owned()];
    pieces.extend((!name.is_empty()).then(|| format!("“{name}”")));
    pieces.extend((!value.is_empty()).then(|| format!("= “{value}”")));
    for (state, usual) in STATES {
        let said = property(node, state);
        // A list says of each line how deep it lies.
        let of_list = state == "level" && role != "heading";
        if !(said.is_empty() || of_list || usual.contains(&said.as_str())) {
            pieces.push(format!("[{state} {said}]"));
        }
    }
    pieces.extend((!description.is_empty()).then(|| format!("— {description}")));
    pieces.join(" ")
}
