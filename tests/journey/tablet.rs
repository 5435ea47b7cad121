//! A tablet that staff have set up, its store and an office that may be out of reach, all of them pretended.

mod counter;
mod drawn;
mod setup;
mod visits;
mod waits;
