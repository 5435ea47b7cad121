//! What a page held when it was sent.

use questionnaire::tree::{self, FromNode, Node};
use questionnaire::{Revision, SurveyId};

use crate::draft::Draft;

/// The fields of a page as they came: some may be missing, doubled, of another page or of no page of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent(Vec<(String, String)>);

/// Entries of one list or table in what a page carries. Reading takes longer by the square of them.
const ENTRIES_MAX: usize = 4_096;

fn is_modest(node: &Node) -> bool {
    match node {
        Node::List(items) => items.len() <= ENTRIES_MAX && items.iter().all(is_modest),
        Node::Table(fields) => fields.len() <= ENTRIES_MAX && fields.iter().all(|(_, node)| is_modest(node)),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) => true,
    }
}

impl Sent {
    /// The fields by name and value. A line break is one character here, whichever two a browser sends for it.
    pub fn new(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect())
    }

    /// All fields.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    /// The different values that came under a name.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let mut values: Vec<&str> = Vec::new();
        for (_, value) in self.0.iter().filter(|(field, _)| field == name) {
            if !values.contains(&value.as_str()) {
                values.push(value);
            }
        }
        values
    }

    /// The one value of a name; nothing, where there is none, or where there are two and either could be meant.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        let values = self.all(name);
        if let [value] = values.as_slice() { Some(value) } else { None }
    }

    /// What a hidden field says in JSON.
    pub(super) fn told<T: FromNode>(&self, name: &str) -> Option<T> {
        let node = tree::parse(self.one(name)?).ok().filter(is_modest)?;
        tree::take(node).ok()
    }

    /// Whether the control or group of this name stood on the page.
    pub(super) fn showed(&self, name: &str) -> bool {
        self.all("shown").contains(&name)
    }

    /// The revision in which the person was asked, as far as the page says so.
    pub fn revision(&self, survey: &SurveyId) -> Option<Revision> {
        let draft: Draft = self.told("draft")?;
        (draft.survey == *survey).then_some(draft.revision)
    }
}
