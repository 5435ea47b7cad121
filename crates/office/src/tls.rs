//! HTTPS from the office itself: on the network of a ward office, browsers give a page what a tablet needs (a service
//! worker, locks, cryptography) only over HTTPS, and there is not always a proxy that would speak it.

mod listener;
mod pair;

pub(crate) use listener::TlsListener;
pub use pair::{TlsError, TlsPair};
