#![doc = include_str!("../README.md")]

mod entry;
mod fault;
mod line;
mod reader;
mod receipts;

pub use entry::{acknowledgement, response};
pub use fault::Fault;
pub use line::{Header, Kind, VERSION, header, line};
pub use reader::{Found, LINE_BYTES_MAX, Piece, Reader};
pub use receipts::{NoReceipt, Receipt, Receipts, receipts};
