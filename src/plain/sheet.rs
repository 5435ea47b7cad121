//! What goes with a posted page besides what its controls hold, and how its controls are drawn.

use questionnaire::{Code, QuestionId};
use yew::{AttrValue, Html, html};

use super::doubt::Doubt;
use super::press::{self, HERE};
use super::setback::Setback;
use crate::field::control_id;
use crate::message::Message;
use crate::phrase::Tongue;
use crate::screen::parts::{Control, TextBox, line};
use crate::words::Word;

/// A page to be posted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Where it is posted to.
    pub(super) action: String,
    /// What it carries.
    pub(super) hidden: Vec<(&'static str, String)>,
    /// Words that were written beside choices, taken or not.
    pub(super) others: Vec<(QuestionId, (Code, String))>,
    /// What has to be asked again.
    pub(super) doubts: Vec<Doubt>,
    /// Why the page is still the same.
    pub(super) setback: Option<Setback>,
    /// Whether the focus goes to what is to be looked at.
    pub(super) focus: bool,
    /// What Enter does in a box.
    pub(super) enter: Option<Enter>,
}

/// What Enter does in a box: on every other page the first button of the page would be pressed, whichever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enter {
    /// It goes on.
    Next,
    /// It shows the page again: nothing is sent by it.
    Here,
}

impl Sheet {
    /// The page as a form that is posted.
    pub(crate) fn form(&self, content: Html) -> Html {
        let hidden = self.hidden.iter().map(|(name, value)| hidden(name, value));
        html! {
            <form method="post" action={self.action.clone()} accept-charset="utf-8" novalidate={true}>
                { for hidden }
                { content }
            </form>
        }
    }

    /// The button that Enter presses. A browser presses the first one of the page, so it stands before all others;
    /// it is only unseen, since some browsers press none that is not drawn.
    pub(crate) fn enter(&self, tongue: &Tongue) -> Html {
        let Some(enter) = self.enter else { return Html::default() };
        let (value, word) = match enter {
            Enter::Next => (press::value(&Message::Advanced).unwrap_or_default(), Word::AskingNext),
            Enter::Here => (HERE.to_owned(), Word::PlainHere),
        };
        html! {
            <button type="submit" name="do" class="unseen" tabindex="-1" aria-hidden="true" {value}>{ tongue.plain(word) }</button>
        }
    }

    /// The marker that says that the controls of a name are on the page: one that holds nothing is not posted.
    pub(crate) fn shown(question: &QuestionId) -> Html {
        hidden("shown", question.as_str())
    }

    /// What keeps the person on the page.
    pub(crate) fn setback(&self, tongue: &Tongue) -> Html {
        let Some(setback) = self.setback else { return Html::default() };
        html! {
            <div id="koe-setback" class="note warning" tabindex="-1" role="alert" autofocus={self.focus}>
                { line("plain", tongue.say(setback.word())) }
            </div>
        }
    }

    /// What is to be looked at, which the focus goes to if there is something.
    pub(crate) fn findings(&self, content: Html) -> Html {
        let focus = self.focus && self.setback.is_none();
        html! { <div id="koe-findings" tabindex="-1" role="alert" autofocus={focus}>{ content }</div> }
    }

    /// What has to be asked again of a question.
    pub(crate) fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// The words that were written beside a choice, taken or not.
    pub(crate) fn words_beside(&self, question: &QuestionId, code: &Code) -> Option<&str> {
        let of = |(asked, (choice, _)): &&(QuestionId, (Code, String))| asked == question && choice == code;
        self.others.iter().find(of).map(|(_, (_, words))| words.as_str())
    }

    /// A button. One for something that needs a device is not there.
    pub(crate) fn button(&self, look: &'static str, content: Html, message: &Message) -> Html {
        let Some(value) = press::value(message) else { return Html::default() };
        // The same page opens again where the button was.
        let there = press::stays_at(message).map(|question| [&self.action, "#", &control_id(question)].concat());
        // Where nothing is dressed, buttons side by side would run into one word.
        html! {
            <>
                <button type="submit" name="do" {value} class={look} formaction={there.map(AttrValue::from)}>{ content }</button>
                { " " }
            </>
        }
    }

    /// A button as the module draws it. One for something that only the module can do leads to the plain form as well,
    /// where there is no such button any more.
    pub(crate) fn still_button(look: &'static str, content: Html, message: &Message) -> Html {
        let value = press::value(message).unwrap_or_else(|| HERE.to_owned());
        html! { <button type="submit" name="do" {value} class={look}>{ content }</button> }
    }

    /// A control that is on or off, as the module draws it.
    pub(crate) fn still_choice(look: &'static str, control: Control, words: Html, then: &Message) -> Html {
        let kind = if control.group.is_some() { "radio" } else { "checkbox" };
        html! {
            <label class={look}>
                <input type={kind} id={control.id.map(AttrValue::from)} name={press::control(then)} value={control.value}
                    checked={control.checked} />
                <span>{ words }</span>
            </label>
        }
    }

    /// A button that says which language is spoken.
    pub(crate) fn language(html_lang: String, name: String, current: bool, message: &Message) -> Html {
        let value = press::value(message).unwrap_or_default();
        html! {
            <button type="submit" name="do" {value} class="language" lang={html_lang}
                aria-pressed={if current { "true" } else { "false" }}>{ name }</button>
        }
    }

    /// The first of a group of radio buttons: none of the others. Browsers that show only text take the first button of
    /// a group by themselves, which must not become an answer that nobody gave. Others hide it.
    pub(crate) fn none_of(group: String, tongue: &Tongue) -> Html {
        html! {
            <label hidden=true><input type="radio" name={group} value="" /><span>{ tongue.say(Word::ReviewBlank) }</span></label>
        }
    }

    /// A control that is on or off, with its words.
    pub(crate) fn choice(look: &'static str, control: Control, words: Html, then: &Message) -> Html {
        let kind = if control.group.is_some() { "radio" } else { "checkbox" };
        let name = press::control(then);
        let assisted = matches!(then, Message::AssistedSwitched);
        let value = if assisted { "yes".to_owned() } else { control.value };
        html! {
            <>
                // Says that the box stood there, whatever it holds.
                if assisted { { hidden(&name, "no") } }
                <label class={look}>
                    <input type={kind} id={control.id.map(AttrValue::from)} {name} {value} checked={control.checked} />
                    { " " }<span>{ words }</span>
                </label>
                // Marks stand side by side.
                { " " }
            </>
        }
    }

    /// A box for a line. Browsers offer what was written in one to whoever writes in it next, so they are told not to
    /// remember it, and then do not put it back after Back either.
    pub(crate) fn text_box(text: TextBox, then: &Message) -> Html {
        html! {
            <input type="text" id={text.id} name={press::control(then)} class={text.look}
                inputmode={text.digits.then_some("numeric")} autocomplete="off" spellcheck="false" value={text.value}
                aria-label={text.name.map(AttrValue::from)} aria-invalid={text.wrong.then_some("true")}
                aria-describedby={text.described.map(AttrValue::from)} />
        }
    }

    /// A box for many lines. What was written in one is offered to nobody, and comes back after Back.
    pub(crate) fn text_area(text: TextBox, then: &Message) -> Html {
        // HTML drops the first line break in such a box.
        let value = ["\n", &text.value].concat();
        html! {
            <textarea id={text.id} name={press::control(then)} class={text.look} rows="6" {value}
                aria-label={text.name.map(AttrValue::from)} aria-invalid={text.wrong.then_some("true")}
                aria-describedby={text.described.map(AttrValue::from)} />
        }
    }
}

fn hidden(name: &str, value: &str) -> Html {
    html! { <input type="hidden" name={name.to_owned()} value={value.to_owned()} autocomplete="off" /> }
}
