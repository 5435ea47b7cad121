//! The widgets, one for each kind of question. Each shows an input and reports what becomes of it.

pub(crate) mod date;
mod escape;
mod month;
mod number;
mod one;
mod other;
mod ranking;
mod rating;
mod several;
mod text;

use questionnaire::{Choice, Code, Input, Kind, Picked, Question, QuestionId};
use yew::{Html, html};

use crate::message::Message;
use crate::phrase::Tongue;
#[cfg(feature = "ssr")]
use crate::plain::Sheet;
use crate::screen::parts::{self, Control, Report, TextBox, block, line};

/// A question as it is put to one person.
#[derive(Debug)]
pub struct Ask<'a> {
    /// The voice that asks.
    pub tongue: &'a Tongue,
    /// What is asked.
    pub question: &'a Question,
    /// What the widget holds.
    pub input: &'a Input,
    /// Whether what it holds has to be changed.
    pub wrong: bool,
    /// The ids of what explains it.
    pub described: String,
    /// The question as one string.
    pub label: String,
    /// Where what happens is reported.
    pub on: &'a Report,
}

impl Ask<'_> {
    /// The widget's report of a new input.
    fn changed(&self, input: Input) -> Message {
        Message::Changed(self.question.id().clone(), input)
    }

    /// A box that is named by the question.
    fn text_box(&self, look: &'static str, digits: bool) -> TextBox {
        TextBox {
            id: control_id(self.question.id()),
            look,
            digits,
            name: Some(self.label.clone()),
            value: typed(self.input).to_owned(),
            wrong: self.wrong,
            described: Some(self.described.clone()),
        }
    }

    /// What becomes of what is typed in it.
    fn on_typed(&self) -> impl Fn(String) -> Message + use<> {
        let question = self.question.id().clone();
        move |text| Message::Changed(question.clone(), typed_input(text))
    }
}

/// The id of the first control of a question, to which links and the focus go.
pub fn control_id(question: &QuestionId) -> String {
    ["q-", question.as_str()].concat()
}

/// The id of a control for a choice: the first one is the question's.
fn choice_id(ask: &Ask<'_>, index: usize, code: &Code) -> String {
    let first = control_id(ask.question.id());
    if index == 0 { first } else { [&first, "-", code.as_str()].concat() }
}

/// The id of the line that helps.
fn help_id(question: &QuestionId) -> String {
    ["help-", question.as_str()].concat()
}

/// The ids of what explains a question: what is wrong first.
pub(crate) fn described(question: &Question, fault: Option<String>) -> String {
    let help = help_id(question.id());
    fault.map_or_else(|| help.clone(), |fault| [&fault, " ", &help].concat())
}

/// A question with its heading above, and what is wrong with its input below.
pub(crate) fn show(ask: &Ask<'_>, heading: Html, demand: Html, below: Html) -> Html {
    let id = ask.question.id().as_str().to_owned();
    let words = html! {
        <div id={help_id(ask.question.id())} class="support">
            if let Some(help) = ask.question.help() { { line("prose", ask.tongue.text(help)) } }
            { hint(ask) }
        </div>
    };
    #[cfg(feature = "ssr")]
    let heading =
        html! { <>{ heading }{ ask.on.sheet().or(ask.on.still()).map(|_| Sheet::shown(ask.question.id())) }</> };
    let inside = html! { <>{ demand }{ words }{ widget(ask) }{ escape::show(ask) }{ below }</> };
    match ask.question.kind() {
        Kind::Number(_) | Kind::Text(_) => html! { <div class="question" key={id}>{ heading }{ inside }</div> },
        Kind::One(_)
        | Kind::Several { .. }
        | Kind::Date(_)
        | Kind::Month(_)
        | Kind::Rating(_)
        | Kind::Ranking { .. } => {
            html! {
                <fieldset class="question" key={id} aria-describedby={ask.described.clone()}>
                    <legend>{ heading }</legend>
                    { inside }
                </fieldset>
            }
        }
    }
}

fn hint(ask: &Ask<'_>) -> Html {
    match ask.question.kind() {
        Kind::One(_) => Html::default(),
        Kind::Several { at_most, .. } => several::hint(ask, *at_most),
        Kind::Number(range) => number::hint(ask, range),
        Kind::Date(_) | Kind::Month(_) => date::hint(ask),
        Kind::Text(limit) => text::hint(ask, limit),
        Kind::Rating(ends) => rating::hint(ask, ends),
        Kind::Ranking { at_most, .. } => ranking::hint(ask, *at_most),
    }
}

fn widget(ask: &Ask<'_>) -> Html {
    match ask.question.kind() {
        Kind::One(choices) => one::show(ask, choices),
        Kind::Several { choices, .. } => several::show(ask, choices),
        Kind::Number(range) => number::show(ask, range),
        Kind::Date(_) => date::show(ask),
        Kind::Month(_) => month::show(ask),
        Kind::Text(limit) => text::show(ask, limit),
        Kind::Rating(_) => rating::show(ask),
        Kind::Ranking { choices, at_most } => ranking::show(ask, choices, *at_most),
    }
}

/// What stands first in a group of radio buttons on a page that is posted.
#[cfg_attr(not(feature = "ssr"), expect(unused_variables, reason = "a browser's module marks nothing by itself"))]
fn none_of(ask: &Ask<'_>) -> Html {
    #[cfg(feature = "ssr")]
    if ask.on.sheet().is_some() {
        return Sheet::none_of(control_id(ask.question.id()), ask.tongue);
    }
    Html::default()
}

/// A choice as a row of its own, with words beside it where it takes them. What stands alone, or says nothing, is
/// set apart.
fn row(ask: &Ask<'_>, choice: &Choice, control: Control, then: Message, taken: Option<&Picked>) -> Html {
    let apart = choice.exclusive || !choice.meaning.is_substance();
    let words = ask.tongue.text(&choice.text);
    let shown = html! {
        <>
            { parts::choice("choice", control, words, ask.on, then) }
            { other::show(ask, choice, taken) }
        </>
    };
    block(if apart { "row apart" } else { "row" }, shown)
}

/// What was typed, where something was.
pub(crate) fn typed(input: &Input) -> &str {
    if let Input::Typed(typed) = input { typed } else { "" }
}

/// What a text typed makes: nothing typed is nothing.
pub(crate) fn typed_input(text: String) -> Input {
    if text.is_empty() { Input::Blank } else { Input::Typed(text) }
}
