//! What lies on the device under a survey and code, and which tab may write there.

use questionnaire::tree::{Faults, FromNode, Node, write};
use serde::Serialize;

use crate::draft::Draft;
use crate::parcel::Slip;

/// A draft until it is sent, a slip afterwards; and how often a tab has taken hold of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What lies there.
    pub content: Content,
    /// Raised by each tab that takes hold of what it finds: whoever held it before knows a lower number.
    pub hold: u32,
}

/// What a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// What was entered so far.
    Draft(Box<Draft>),
    /// What the person keeps of a response.
    Slip(Box<Slip>),
}

/// How either is written.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<&'a Draft>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slip: Option<&'a Slip>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hold: Option<u32>,
}

/// What is written down as a record.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'a> {
    /// What was entered so far.
    Draft(&'a Draft),
    /// What the person keeps of a response.
    Slip(&'a Slip),
}

impl Entry<'_> {
    /// As it rests on the device with this number. Nothing that is written down is anything that JSON could not carry.
    pub fn text(self, hold: u32) -> String {
        let (draft, slip) = match self {
            Self::Draft(draft) => (Some(draft), None),
            Self::Slip(slip) => (None, Some(slip)),
        };
        write(&Written { draft, slip, hold: (hold > 0).then_some(hold) }).unwrap_or_default()
    }
}

impl Record {
    /// The same, to be written again.
    pub fn entry(&self) -> Entry<'_> {
        match &self.content {
            Content::Draft(draft) => Entry::Draft(draft),
            Content::Slip(slip) => Entry::Slip(slip),
        }
    }

    /// Whether it is the slip of what this draft became.
    pub fn is_sent(&self, draft: &str) -> bool {
        matches!(&self.content, Content::Slip(slip) if slip.draft == draft)
    }

    /// The draft that it is, or was before it was sent.
    fn draft(&self) -> &str {
        match &self.content {
            Content::Draft(draft) => &draft.id,
            Content::Slip(slip) => &slip.draft,
        }
    }
}

impl FromNode for Record {
    fn from_node(mut node: Node, faults: &mut Faults) -> Self {
        // Programs before this one wrote no number.
        let hold = node.take("hold").map_or(0, |hold| u32::from_node(hold, faults));
        let content = match node.take("slip") {
            Some(slip) => Content::Slip(Box::from_node(slip, faults)),
            None => Content::Draft(Box::from_node(node.take("draft").unwrap_or(Node::Null), faults)),
        };
        Self { content, hold }
    }
}

/// The hold that a tab has on the record of one survey and code.
///
/// The browser's lock says who holds a record now. A tab that was frozen hears late that it does not any more, and some
/// browsers have no locks: so what rests there is looked at whenever something is to be written over it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hold {
    key: String,
    number: u32,
    found: bool,
}

/// Whether a tab may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// It may, and the record is to have this number then.
    Given(u32),
    /// Nothing rests there any more: it was deleted.
    Gone,
    /// Another tab holds it by now.
    Taken,
}

impl Hold {
    /// A tab takes hold of what rests under a key.
    pub fn on(key: &str, resting: Option<&Record>) -> Self {
        Self { key: key.to_owned(), number: resting.map_or(0, |record| record.hold + 1), found: resting.is_some() }
    }

    /// The number that what was found is to have from now on.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Something was written under this key.
    pub fn wrote(&mut self, key: &str) {
        self.found |= self.key == key;
    }

    /// Everything was deleted.
    pub fn cleared(&mut self) {
        self.found = false;
    }

    /// Whether what becomes of `draft` may be written under `key`, where this rests.
    ///
    /// | rests | was nothing there when it was taken hold of | was something there, or written since |
    /// |---|---|---|
    /// | nothing | given | gone |
    /// | with a higher number | taken | taken |
    /// | of the same draft | given | given |
    /// | of another draft | taken | given: it was found, or begun anew |
    ///
    /// Before a key is held, it is written as it comes.
    pub fn leave(&self, key: &str, resting: Option<&Record>, draft: &str) -> Leave {
        match resting {
            _ if self.key != key => Leave::Given(resting.map_or(0, |record| record.hold)),
            None if self.found => Leave::Gone,
            Some(record) if record.hold > self.number || !(self.found || record.draft() == draft) => Leave::Taken,
            _ => Leave::Given(self.number),
        }
    }
}
