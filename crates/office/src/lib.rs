#![doc = include_str!("../README.md")]

pub mod admission;
pub mod clock;
pub mod code;
pub mod command;
pub mod content;
pub mod device;
pub mod edition;
pub mod guess;
pub mod http;
pub mod incoming;
pub mod intake;
pub mod random;
pub mod sealed_response;
pub mod store;
pub mod tls;
