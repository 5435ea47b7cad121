//! A year and a month, each typed by itself.

use yew::Html;

use super::{Ask, date};
use crate::words::Word;

const MONTH: [Word; 2] = [Word::NumberYear, Word::NumberMonth];

/// The widget.
pub(super) fn show(ask: &Ask<'_>) -> Html {
    date::boxes(ask, &MONTH)
}
