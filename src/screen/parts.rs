//! The parts that screens and widgets are made of. Each is drawn in one place only, for the sake of the reader and
//! of the bytes.

use std::cell::Cell;

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{AttrValue, Callback, Html, InputEvent, TargetCast, html};

use super::Scene;
use crate::message::Message;
#[cfg(feature = "ssr")]
use crate::plain::Sheet;
use crate::state::Arrival;

/// Where what happens on a screen is reported.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// To the rules, which are in the same page.
    Live(Callback<Message>),
    /// To the office, with the whole page, once a button is pressed.
    #[cfg(feature = "ssr")]
    Posted(Box<Sheet>),
    /// To the module that is on its way, or to the office if it does not come.
    #[cfg(feature = "ssr")]
    Still(Box<Sheet>),
}

impl Report {
    /// Reports what has happened. What is posted has its buttons for that.
    pub(crate) fn emit(&self, message: Message) {
        match self {
            Self::Live(on) => on.emit(message),
            #[cfg(feature = "ssr")]
            Self::Posted(_) | Self::Still(_) => {}
        }
    }

    /// What goes with the page, where it is posted.
    #[cfg(feature = "ssr")]
    pub(crate) fn sheet(&self) -> Option<&Sheet> {
        if let Self::Posted(sheet) = self { Some(sheet) } else { None }
    }

    /// What goes with the page, where it is posted only if the module does not come. What is seen on it is what the module
    /// will show.
    #[cfg(feature = "ssr")]
    pub(crate) fn still(&self) -> Option<&Sheet> {
        if let Self::Still(sheet) = self { Some(sheet) } else { None }
    }
}

/// The id of the heading of every screen, to which the focus goes.
pub(crate) const HEADING: &str = "koe-heading";

/// The heading of a screen. The focus comes here when the screen changes, so that it is what is read first.
pub(crate) fn heading(content: Html) -> Html {
    html! { <h1 id={HEADING} class="heading" tabindex="-1">{ content }</h1> }
}

/// The main part of a page; within someone else's page, a part of it. Another page, told by its key, takes the place of this
/// one whole, which is one step for the browser; what was the same on both would be many.
pub(crate) fn page(foreign: bool, key: &str, content: Html) -> Html {
    if foreign {
        html! { <div class="page" key={key.to_owned()}>{ content }</div> }
    } else {
        html! { <main class="page" key={key.to_owned()}>{ content }</main> }
    }
}

/// A heading below that of the screen.
pub(crate) fn subheading(content: Html) -> Html {
    html! { <h2>{ content }</h2> }
}

/// A paragraph.
pub(crate) fn line(look: &'static str, content: Html) -> Html {
    html! { <p class={look}>{ content }</p> }
}

/// The way to the form without script. Within someone else's page, what that has instead is shown; on a tablet no way
/// leads out.
pub(crate) fn plain_link(arrival: &Arrival, content: Html) -> Html {
    if arrival.foreign || arrival.plain.is_empty() {
        return Html::default();
    }
    html! { <a href={arrival.plain.clone()}>{ content }</a> }
}

/// A block.
pub(crate) fn block(look: &'static str, content: Html) -> Html {
    html! { <div class={look}>{ content }</div> }
}

/// A piece within a line.
pub(crate) fn piece(look: &'static str, content: Html) -> Html {
    html! { <span class={look}>{ content }</span> }
}

/// What is on the screen, and where it is what the focus goes to when something is to be looked at.
#[cfg_attr(not(feature = "ssr"), expect(unused_variables, reason = "only a posted page says where the focus goes"))]
pub(crate) fn findings(content: Html, on: &Report) -> Html {
    #[cfg(feature = "ssr")]
    if let Some(sheet) = on.sheet() {
        return sheet.findings(content);
    }
    html! { <div id="koe-findings" tabindex="-1" role="alert">{ content }</div> }
}

/// A report of a message, whatever it was that happened. It is made once: the screen is drawn anew after it, with reports
/// of its own. So nothing has to be able to double a message, which would weigh a kilobyte.
pub(crate) fn tells<E: 'static>(on: &Report, message: Message) -> Callback<E> {
    let (on, message) = (on.clone(), Cell::new(Some(message)));
    Callback::from(move |_| {
        if let Some(message) = message.take() {
            on.emit(message);
        }
    })
}

/// A button that looks like one and says what it does.
pub(crate) fn button(look: &'static str, content: Html, on: &Report, message: Message) -> Html {
    named_button(look, None, content, on, message)
}

/// A button whose name says more than what is written on it. The name stands in it unseen: beside readings, what is
/// read out and what is seen would be held against each other.
pub(crate) fn named_button(
    look: &'static str,
    name: Option<String>,
    content: Html,
    on: &Report,
    message: Message,
) -> Html {
    let content = match name {
        Some(name) => {
            html! { <><span aria-hidden="true">{ content }</span>{ " " }{ piece("unseen", html! { { name } }) }</> }
        }
        None => content,
    };
    #[cfg(feature = "ssr")]
    if let Some(sheet) = on.sheet() {
        return sheet.button(look, content, &message);
    }
    #[cfg(feature = "ssr")]
    if on.still().is_some() {
        return Sheet::still_button(look, content, &message);
    }
    let onclick = tells::<yew::MouseEvent>(on, message);
    html! { <button type="button" class={look} {onclick}>{ content }</button> }
}

/// Back and on, always side by side and in this order; on alone, where there is no back.
pub(crate) fn back_and_on(scene: Scene<'_>, back: Html, forth: Html, go: Message) -> Html {
    let forth = button("button main", forth, scene.on, go);
    if scene.state.begins_here() {
        return block("actions", forth);
    }
    block("actions pair", html! { <>{ button("button second", back, scene.on, Message::Retreated) }{ forth }</> })
}

/// A control that is on or off: one of several that exclude each other, or by itself.
#[derive(Debug, Default)]
pub(crate) struct Control {
    /// The id, where something points at it.
    pub(crate) id: Option<String>,
    /// What those that exclude each other have in common; by itself without.
    pub(crate) group: Option<String>,
    /// What it stands for.
    pub(crate) value: String,
    /// Whether it is on.
    pub(crate) checked: bool,
}

/// A control with its words, the whole row being the target. It is never called invalid: the whole question is what
/// has to be looked at, and every row of it would be read out so.
pub(crate) fn choice(look: &'static str, control: Control, words: Html, on: &Report, then: Message) -> Html {
    #[cfg(feature = "ssr")]
    if on.sheet().is_some() {
        return Sheet::choice(look, control, words, &then);
    }
    #[cfg(feature = "ssr")]
    if on.still().is_some() {
        return Sheet::still_choice(look, control, words, &then);
    }
    let onchange = tells::<yew::Event>(on, then);
    let kind = if control.group.is_some() { "radio" } else { "checkbox" };
    html! {
        <label class={look}>
            <input type={kind} id={control.id.map(AttrValue::from)} name={control.group.map(AttrValue::from)}
                value={control.value} checked={control.checked} {onchange} />
            <span>{ words }</span>
        </label>
    }
}

/// A box for a line of text.
#[derive(Debug, Default)]
pub(crate) struct TextBox {
    /// The id.
    pub(crate) id: String,
    /// How it looks.
    pub(crate) look: &'static str,
    /// Whether a keyboard with digits fits.
    pub(crate) digits: bool,
    /// Its name, where no label stands beside it.
    pub(crate) name: Option<String>,
    /// What it holds.
    pub(crate) value: String,
    /// Whether what it holds has to be changed.
    pub(crate) wrong: bool,
    /// The ids of what explains it.
    pub(crate) described: Option<String>,
}

/// A box for a line, and what becomes of what is typed. There is no form around it: Enter does nothing, be it to
/// end a line or a conversion.
pub(crate) fn text_box(text: TextBox, on: &Report, then: impl Fn(String) -> Message + 'static) -> Html {
    #[cfg(feature = "ssr")]
    if on.sheet().or(on.still()).is_some() {
        return Sheet::text_box(text, &then(String::new()));
    }
    let on = on.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        on.emit(then(event.target_unchecked_into::<HtmlInputElement>().value()));
    });
    line_box(text, oninput)
}

fn line_box(text: TextBox, oninput: Callback<InputEvent>) -> Html {
    html! {
        <input type="text" id={text.id} class={text.look} inputmode={text.digits.then_some("numeric")} autocomplete="off"
            spellcheck="false" value={text.value} aria-label={text.name.map(AttrValue::from)}
            aria-invalid={text.wrong.then_some("true")} aria-describedby={text.described.map(AttrValue::from)} {oninput} />
    }
}

/// A box for many lines.
pub(crate) fn text_area(text: TextBox, on: &Report, then: impl Fn(String) -> Message + 'static) -> Html {
    #[cfg(feature = "ssr")]
    if on.sheet().or(on.still()).is_some() {
        return Sheet::text_area(text, &then(String::new()));
    }
    let on = on.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        on.emit(then(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
    });
    html! {
        <textarea id={text.id} class={text.look} rows="6" autocomplete="off" value={text.value}
            aria-label={text.name.map(AttrValue::from)} aria-invalid={text.wrong.then_some("true")}
            aria-describedby={text.described.map(AttrValue::from)} {oninput} />
    }
}
