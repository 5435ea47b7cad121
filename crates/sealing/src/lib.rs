#![doc = include_str!("../README.md")]

mod agreement;
mod key;
mod seal;
mod sealed;

pub use key::{NotAKey, PrivateKey, PublicKey};
pub use seal::{NotSealable, Seed, seal};
pub use sealed::{CannotOpen, NotSealed, Sealed, is_sealed};

/// Bytes of something sealed: one and a half times the longest response, since base64 makes four bytes of three.
pub const SEALED_BYTES_MAX: usize = 96 * 1024;
/// Keys that one thing may be sealed to: a ward, an escrow, and as many again while both are exchanged. Each adds
/// some 330 bytes to every response.
pub const KEYS_MAX: usize = 8;
