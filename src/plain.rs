//! The form without script: the same state, rules and screens, drawn by the office page by page.
//!
//! The page itself carries what was entered, so nothing is kept of somebody who has not sent. Each time a page comes
//! back, [`Visit::take`] rebuilds the state from it, tells the rules what its controls hold and which button was
//! pressed, and the next page is drawn. What only an office can do is an [`Errand`] between the two.

mod dice;
mod doubt;
mod drawing;
mod press;
mod refusal;
mod sent;
mod setback;
mod sheet;
mod still;
mod taking;
mod visit;

pub use dice::Dice;
pub use doubt::Doubt;
pub use drawing::{Drawn, drawn};
pub use refusal::Refusal;
pub use sent::Sent;
pub use setback::Setback;
pub use sheet::Sheet;
pub use still::Still;
pub use visit::{Errand, Unread, Visit};
