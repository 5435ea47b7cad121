//! Out of the office: the responses of a survey as files that other programs read, with what their columns mean.
//!
//! The four kinds of nothing stay apart in every file. Free text is in a file of its own: it is what may name somebody.

mod cell;
mod codebook;
mod column;
mod csv;
mod ddi;
mod error;
mod fact;
mod format;
mod free_text;
mod json_lines;
mod labels;
mod nothing;
mod out;
mod parquet;
mod read_first;
mod spss;
mod table;
mod triple_s;
mod variable;
mod writing;
mod xml;

pub(crate) use cell::Sheet;
pub use column::Columns;
pub(crate) use column::columns_of;
pub(crate) use csv::{Field, write_mark, write_row};
pub use error::ExportError;
pub(crate) use fact::given_column;
pub use format::Format;
pub use labels::Labels;
pub use writing::{Exported, Pieces, Wanted, export, hand_out, published};
