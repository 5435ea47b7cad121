//! The one component that holds the state: it runs the rules and has their effects done.

use questionnaire::Language;
use yew::{Callback, Component, Context, Html, Properties};

use crate::effect::{Effect, Focus};
use crate::message::Message;
use crate::screen::{self, Scene, title};
use crate::shell::{self, Shell, Shown};
use crate::state::{Arrival, Screen, State};
use crate::update::update;

/// What the page gives its form.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The survey, where the address does not name it.
    #[prop_or_default]
    pub survey: Option<String>,
}

/// The form in a page.
pub struct App {
    state: State,
    on: Callback<Message>,
    shell: Shell,
    focus: Option<Focus>,
}

impl App {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the shell performs all but one")]
    fn take(&mut self, message: Message) {
        let effects = update(&mut self.state, message, &shell::moment());
        for effect in effects {
            match effect {
                // The focus moves when what it moves to is drawn.
                Effect::Focus(focus) => self.focus = Some(focus),
                effect => self.shell.perform(effect),
            }
        }
    }
}

impl Component for App {
    type Message = Message;
    type Properties = AppProps;

    fn create(context: &Context<Self>) -> Self {
        let on = context.link().callback(|message| message);
        let arrival: Arrival = shell::arrival(context.props().survey.clone());
        let seed = u32::from(shell::moment().random.first().copied().unwrap_or_default());
        let shell = Shell::new(on.clone());
        let mut state = State::new(arrival, first_language(), seed);
        match state.arrival.survey.clone() {
            Some(survey) => {
                shell.perform(Effect::FetchSurvey(survey.clone()));
                shell.perform(Effect::ReadDevice(survey));
            }
            None => state.screen = Screen::Broken(crate::published::LoadError::UnknownSurvey),
        }
        shell::watch(&on);
        Self { state, on, shell, focus: None }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        self.take(message);
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        screen::show(Scene { state: &self.state, on: &self.on })
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let shown =
            title(&self.state).map(|title| Shown { title, language: self.state.language.html_lang().to_owned() });
        shell::after_render(shown.as_ref(), self.focus.take().as_ref());
    }
}

#[expect(clippy::expect_used, reason = "a constant tag, read by every test that makes a state")]
fn first_language() -> Language {
    "ja".parse().expect("ja is a language")
}
