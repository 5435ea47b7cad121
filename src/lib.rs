//! The browser module: what a resident sees and touches.

use yew::{Html, component, html};

/// The page as a resident meets it.
#[component]
pub fn App() -> Html {
    html! { <h1>{ "声 Koe" }</h1> }
}
