//! A tablet that staff have set up: a kiosk at a counter, or one that a collector carries around.

pub mod batch;
