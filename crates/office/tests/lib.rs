//! The office, tested whole.
