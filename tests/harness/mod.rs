//! The people, the browser and the office that the tests are told with.

mod aloud;
mod axe;
mod browser;
mod circumstances;
mod course;
mod device;
mod dice;
pub(crate) mod door;
mod driver;
mod engine;
pub(crate) mod every_engine;
mod fetched;
mod folder;
mod found;
mod gate;
mod host;
mod impostor;
mod journal;
pub(crate) mod journey;
mod keys;
mod office;
mod person;
mod place;
pub(crate) mod provider;
mod ring;
mod setting;
mod sheet;
mod sight;
pub(crate) mod site;
mod size;
mod standard;
mod tablet;
mod text_browser;
mod until;
mod virtual_screen;
mod walk;
mod wish;

pub(crate) use browser::{Browser, Window};
pub(crate) use dice::Dice;
pub(crate) use engine::Engine;
pub(crate) use every_engine::in_every_engine;
pub(crate) use fetched::Fetched;
pub(crate) use folder::holds_words as holds;
pub(crate) use found::Name;
pub(crate) use gate::Gate;
pub(crate) use host::{Host, Page};
pub(crate) use impostor::Impostor;
pub(crate) use keys::Key;
pub(crate) use office::Office;
pub(crate) use person::Person;
pub(crate) use place::Place;
pub(crate) use setting::Setting;
pub(crate) use sheet::Sheet;
pub(crate) use size::Size;
pub(crate) use tablet::{PIN, Tablet};
pub(crate) use text_browser::TextBrowser;
pub(crate) use until::{in_time, until, within};
pub(crate) use walk::Walk;

/// The survey by letter.
pub(crate) const RESIDENTS: &str = "ward-residents-2026";
/// The survey at the counter.
pub(crate) const VISITORS: &str = "ward-visitors";
/// One question that stands alone.
pub(crate) const PULSE: &str = "ward-pulse";
/// A survey of these tests, with a question of every kind.
pub(crate) const EVERY_KIND: &str = "every-kind";
/// A survey of these tests, whose path turns in every way there is.
pub(crate) const EVERY_TURN: &str = "every-turn";
/// 大正区, which asks the questions of its own plan.
pub(crate) const TAISHO: &str = "271080";
/// 北区, which asks nothing of its own.
pub(crate) const KITA: &str = "271276";

/// What the task runner hands over; without it there is nothing to test.
fn handed(name: &str) -> std::path::PathBuf {
    std::env::var_os(name).map_or_else(|| panic!("{name} is not set: run cargo xtask test"), Into::into)
}
