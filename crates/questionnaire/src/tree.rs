//! JSON as a tree, and values read from it and written to it with little code.
//!
//! A device waits for every byte of the program on a slow line. The readers that serde derives feed each type
//! from the text and keep track of every field on every way out; for a survey that is a fifth of the module.
//! Here a value is always made, and whatever was wrong is noted once for the whole tree: three times smaller.
//! The office reads by serde, whose errors name line and column. A test holds the two against each other. Values are
//! written as serde describes them, by a writer that knows no fractions, which are most of `serde_json`'s.

mod parse;
mod read;
mod survey;
mod write;

pub use parse::parse;
pub use read::{Faults, FromNode, Table, read, take, variant};
pub use write::{Unwritable, write};

/// A value of JSON. No number with a fraction is in any format of this product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object, in the order in which it was written.
    Table(Vec<(String, Node)>),
}

/// The text is not what it was taken for. Why is of no use to the person who is waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the JSON that was expected")]
pub struct Unread;

impl Node {
    /// Takes a field out of a table.
    pub fn take(&mut self, name: &str) -> Option<Self> {
        let Self::Table(fields) = self else { return None };
        let at = fields.iter().position(|(field, _)| field == name)?;
        Some(fields.swap_remove(at).1)
    }
}
