//! From what is to be seen to HTML as text.

use std::rc::Rc;

use futures::executor::block_on;
use yew::{Html, LocalServerRenderer, Properties, component};

/// A page as an office gives it out, without the head around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// What it is called.
    pub title: String,
    /// The language that it speaks, as HTML names it.
    pub language: String,
    /// What is in its body.
    pub body: String,
}

/// A drawing as a component, which is what the renderer takes.
#[derive(Clone, Properties)]
struct DrawingProps {
    draw: Rc<dyn Fn() -> Html>,
}

impl PartialEq for DrawingProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.draw, &other.draw)
    }
}

#[component]
fn Drawing(props: &DrawingProps) -> Html {
    (props.draw)()
}

/// What `draw` shows, as HTML. Nothing in a screen waits for anything, so this takes no longer than the drawing.
pub fn drawn(draw: impl Fn() -> Html + 'static) -> String {
    let props = DrawingProps { draw: Rc::new(draw) };
    block_on(LocalServerRenderer::<Drawing>::with_props(props).hydratable(false).render())
}
