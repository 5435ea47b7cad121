//! A person's ways through the form, without a browser: what happens goes in, what is to be done comes out.

mod answering;
mod person;
mod returning;
mod screens;
mod sending;
mod survey;
