//! The tables of a store as they go from one database into another: the same in both.

use std::fmt::Write as _;

/// A table, and what goes of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// Those that make up its key come first.
    pub(super) columns: &'static [(&'static str, Kind)],
    /// How many columns make up its key. Where the first is the survey, the row belongs to it.
    pub(super) keys: usize,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Bytes,
    Number,
}

/// What a column of a row holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Nothing,
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
}

/// A row, as many cells as its table has columns.
pub(crate) type Row = Vec<Cell>;

use Kind::{Bytes, Number, Text};

/// Every table, those first that others refer to. Who is signed in, and how often somebody tried to, stays behind: a session
/// that comes back out of a backup would be one that was ended.
pub(crate) const TABLES: [Table; 13] = [
    Table { name: "settings", keys: 1, columns: &[("name", Text), ("value", Bytes)] },
    Table {
        name: "revisions",
        keys: 2,
        columns: &[("survey", Text), ("revision", Text), ("canonical_json", Text), ("published_at", Text)],
    },
    Table {
        name: "surveys",
        keys: 1,
        columns: &[("survey", Text), ("state", Text), ("revision", Text), ("changed_at", Text)],
    },
    Table {
        name: "codes",
        keys: 2,
        columns: &[("survey", Text), ("code_hash", Bytes), ("ward", Text), ("used_by", Text)],
    },
    Table {
        name: "outcomes",
        keys: 2,
        columns: &[("survey", Text), ("code_hash", Bytes), ("outcome", Text), ("at", Text)],
    },
    Table {
        name: "responses",
        keys: 2,
        columns: &[
            ("survey", Text),
            ("id", Text),
            ("revision", Text),
            ("ward", Text),
            ("stored", Text),
            ("reason", Text),
            ("beside", Text),
            ("content_hash", Bytes),
            ("receipt_hash", Text),
            ("body", Text),
            ("received_at", Text),
            ("sealed_through", Text),
        ],
    },
    Table {
        name: "conflicts",
        keys: 3,
        columns: &[
            ("survey", Text),
            ("id", Text),
            ("content_hash", Bytes),
            ("body", Text),
            ("received_at", Text),
            ("sealed_through", Text),
        ],
    },
    Table {
        name: "themes",
        keys: 2,
        columns: &[
            ("survey", Text),
            ("number", Number),
            ("version", Number),
            ("place", Number),
            ("name", Text),
            ("reply", Text),
            ("changed_by", Text),
            ("changed_at", Text),
        ],
    },
    Table {
        name: "readings",
        keys: 4,
        columns: &[
            ("survey", Text),
            ("id", Text),
            ("question", Text),
            ("choice", Text),
            ("version", Number),
            ("ward", Text),
            ("themes", Text),
            ("words", Text),
            ("read_by", Text),
            ("read_at", Text),
        ],
    },
    Table {
        name: "typed_forms",
        keys: 2,
        columns: &[
            ("survey", Text),
            ("number", Number),
            ("version", Number),
            ("stage", Text),
            ("response", Text),
            ("revision", Text),
            ("ward", Text),
            ("given", Text),
            ("language", Text),
            ("returned_on", Text),
            ("rehearsed", Number),
            ("code_hash", Bytes),
            ("again", Number),
            ("begun_at", Text),
            ("first_by", Text),
            ("first", Text),
            ("second_by", Text),
            ("second", Text),
            ("settled_by", Text),
            ("settled_at", Text),
            ("stored", Text),
        ],
    },
    Table {
        name: "devices",
        keys: 1,
        columns: &[
            ("device", Text),
            ("mode", Text),
            ("name", Text),
            ("ward", Text),
            ("surveys", Text),
            ("idle_s", Number),
            ("enrolment_hash", Bytes),
            ("enrolment_until", Text),
            ("token_hash", Bytes),
            ("added_at", Text),
            ("enrolled_at", Text),
            ("revoked_at", Text),
            ("report", Text),
            ("reported_at", Text),
        ],
    },
    Table {
        name: "staff",
        keys: 1,
        columns: &[("name", Text), ("role", Text), ("password_hash", Text), ("added_at", Text), ("signs_on_as", Text)],
    },
    Table {
        name: "audit",
        keys: 1,
        columns: &[
            ("number", Number),
            ("at", Text),
            ("who", Text),
            ("act", Text),
            ("what", Text),
            ("previous", Bytes),
            ("hash", Bytes),
        ],
    },
];

/// The setting of a store that is being filled. One that has it when it is opened was left half filled.
pub(super) const FILLING: &str = "filling";

impl Table {
    /// The table of that name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// The names of its columns.
    pub(crate) fn column_names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|(name, _)| *name).collect()
    }

    /// Whether the column at `place` holds bytes.
    pub(crate) fn holds_bytes(&self, place: usize) -> bool {
        self.columns.get(place).is_some_and(|(_, kind)| *kind == Bytes)
    }

    /// The survey that a row of it belongs to.
    pub(crate) fn survey_of<'row>(&self, row: &'row Row) -> Option<&'row str> {
        match (self.columns.first(), row.first()) {
            (Some(("survey", _)), Some(Cell::Text(survey))) => Some(survey),
            _ => None,
        }
    }

    /// What a row was found by.
    pub(super) fn key_of<'row>(&self, row: &'row Row) -> &'row [Cell] {
        row.get(..self.keys).unwrap_or_default()
    }

    /// Reads rows in the order of their keys, from the one after a key whose cells are the first values.
    pub(super) fn page(&self, after: bool, count: usize) -> String {
        let (names, keys) = (self.column_names(), self.column_names().get(..self.keys).unwrap_or_default().join(", "));
        let mut sql = format!("SELECT {} FROM {} WHERE ", names.join(", "), self.name);
        // What concerns the file or the server that it is in stays there.
        sql.push_str(if self.name == "settings" { "name NOT IN ('opened', 'filling')" } else { "1 = 1" });
        if after {
            let _ = write!(sql, " AND ({keys}) > ({})", places(1, self.keys));
        }
        let _ = write!(sql, " ORDER BY {keys} LIMIT {count}");
        sql
    }

    /// Writes so many rows.
    pub(super) fn insert(&self, rows: usize) -> String {
        let width = self.columns.len();
        let rows: Vec<String> = (0..rows).map(|row| format!("({})", places(row * width + 1, width))).collect();
        let mut sql =
            format!("INSERT INTO {} ({}) VALUES {}", self.name, self.column_names().join(", "), rows.join(", "));
        if self.name == "settings" {
            sql.push_str(" ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        }
        sql
    }
}

fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|place| format!("${place}")).collect();
    places.join(", ")
}
