//! What a person meets on the screen: a role and a name, as assistive technology reads them out.

use serde_json::Value;

/// Something on the screen, as it was at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The browser's number for it.
    pub(crate) node: i64,
    /// What it is.
    pub(crate) role: String,
    /// What it is called.
    pub(crate) name: String,
    /// What it holds, where it can hold anything.
    pub(crate) value: String,
    /// Whether it is chosen.
    pub(crate) checked: bool,
    /// Whether it is announced as wrong.
    pub(crate) invalid: bool,
    /// What is read out after its name.
    pub(crate) description: String,
}

impl Found {
    /// Reads a node of the accessibility tree; nothing, where the node is hidden from everybody.
    pub(crate) fn read(node: &Value) -> Option<Self> {
        if node["ignored"].as_bool().unwrap_or_default() {
            return None;
        }
        let word = |key: &str| tidy(node[key]["value"].as_str().unwrap_or_default());
        Some(Self {
            node: node["backendDOMNodeId"].as_i64()?,
            role: word("role"),
            name: word("name"),
            value: node["value"]["value"].as_str().unwrap_or_default().to_owned(),
            checked: property(node, "checked") == "true",
            invalid: property(node, "invalid") == "true",
            description: word("description"),
        })
    }

    /// Reads what a script in the page tells.
    pub(crate) fn told(told: &Value) -> Option<Self> {
        let word = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
        Some(Self {
            node: told["node"].as_i64()?,
            role: word("role"),
            name: tidy(&word("name")),
            value: word("value"),
            checked: told["checked"] == true,
            invalid: told["invalid"] == true,
            description: tidy(&word("description")),
        })
    }
}

/// What a node says of itself under this name; nothing, where it says nothing.
pub(super) fn property(node: &Value, name: &str) -> String {
    let properties = node["properties"].as_array().map(Vec::as_slice).unwrap_or_default();
    let found = properties.iter().find(|property| property["name"] == name);
    match found.map(|property| &property["value"]["value"]) {
        Some(Value::String(word)) => word.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Words as they are read: how they are broken into lines does not matter.
pub(crate) fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How something is called.
#[derive(Debug, Clone)]
pub(crate) enum Name {
    /// Exactly so.
    Is(String),
    /// So, among other words.
    Holds(String),
    /// So, or so.
    OneOf(Vec<String>),
    /// However.
    Any,
}

impl Name {
    /// Whether `name` is meant. Gaps say nothing: between words in ruby the browser may or may not read one.
    pub(crate) fn fits(&self, name: &str) -> bool {
        let bare = |words: &str| words.split_whitespace().collect::<String>();
        match self {
            Self::Is(whole) => bare(name) == bare(whole),
            Self::Holds(part) => bare(name).contains(&bare(part)),
            Self::OneOf(names) => names.iter().any(|one| bare(name) == bare(one)),
            Self::Any => true,
        }
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::Is(name.to_owned())
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self::Is(name)
    }
}
