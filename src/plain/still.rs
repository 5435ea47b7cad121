//! The first screens as HTML, to be read and answered before the module is there.

use std::sync::Arc;

use super::dice::Dice;
use super::drawing::Drawn;
use super::visit::Visit;
use crate::published::Published;
use crate::state::Arrival;

/// What whoever comes by a link sees first, the same for everyone who does. It looks as the module will draw it, which then
/// takes its place, and can be posted to the plain form should the module not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// The first screen.
    pub first: Drawn,
    /// The one after the opening, where the first is the opening.
    pub next: Option<Drawn>,
}

impl Still {
    /// The first screens of a survey; nothing, where there is no form to be shown.
    pub fn of(published: &Arc<Published>, arrival: &Arrival) -> Option<Self> {
        let open = || Visit::open(Arc::clone(published), arrival.clone(), Dice([0; 45]), 0);
        let first = Some(open()).filter(Visit::is_form)?;
        let next = first.is_at_opening().then(|| {
            let mut next = open();
            next.start();
            next.draw_still()
        });
        Some(Self { first: first.draw_still(), next })
    }
}
