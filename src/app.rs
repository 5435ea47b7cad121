//! The one component that holds the state: it runs the rules and has their effects done.
//!
//! Yew never takes back the listeners that it puts on a root. So that pages can put forms up and take them down for as
//! long as they like, a root with its component is used again: forms come to it and leave it.

use questionnaire::Language;
use yew::{Callback, Component, Context, Html};

use crate::effect::{Effect, Focus};
use crate::message::Message;
use crate::screen::{self, Report, Scene, title};
use crate::shell::{self, Home, Shell, Shown};
use crate::state::{Arrival, Screen, State};
use crate::update::{Outlook, update};

/// What happens to a root.
pub(crate) enum Call {
    /// A form comes to live there; or the one that was about to leave stays.
    Enter(Home, Box<Arrival>),
    /// Something has happened to the form of this number, or to whichever is there (0).
    Heard(u32, Message),
    /// The page around has changed its language.
    Speak(Language),
    /// The form was taken out of its page. It leaves once nothing would be lost by it.
    Leave,
}

/// A root, with or without a form.
pub(crate) struct App {
    forms: u32,
    present: Option<Present>,
}

/// The form that is there.
struct Present {
    state: State,
    on: Report,
    shell: Shell,
    focus: Option<Focus>,
    shown: Option<Shown>,
    leaving: bool,
}

impl Present {
    fn new(home: Home, arrival: Arrival, on: Callback<Message>) -> Self {
        let seed = u32::from(shell::moment().random.first().copied().unwrap_or_default());
        let state = State::new(arrival, first_language(&home), seed);
        let shell = Shell::new(home, on.clone());
        let mut present = Self { state, on: Report::Live(on), shell, focus: None, shown: None, leaving: false };
        if let Some(survey) = present.state.arrival.survey.clone() {
            present.shell.perform(Effect::FetchSurvey(survey.clone(), present.state.language.clone()));
            present.shell.perform(Effect::ReadDevice(survey));
        } else {
            present.state.screen = Screen::Broken(crate::published::LoadError::UnknownSurvey);
            present.tell_all();
        }
        if !shell::is_online() {
            present.take(Message::OnlineChanged(false));
        }
        present
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the shell performs all others")]
    fn take(&mut self, message: Message) {
        let effects = update(&mut self.state, message, &shell::moment());
        for effect in effects {
            match effect {
                // The focus moves when what it moves to is drawn.
                Effect::Focus(focus) => self.focus = Some(focus),
                // The history of someone else's page is not gone through, so one is there at once.
                Effect::GoBack(steps) if self.shell.home().is_foreign() => {
                    let mark = self.state.form().map(|form| form.draft.mark_back(steps));
                    self.take(Message::Travelled(mark));
                }
                effect => self.shell.perform(effect),
            }
        }
    }

    /// Tells the page around everything, as if all of it had just come about.
    fn tell_all(&self) {
        for event in Outlook::of(&self.state).since(&Outlook::default(), &self.state) {
            self.shell.perform(Effect::Tell(event));
        }
    }

    fn speak(&mut self, language: Language) {
        self.state.arrival.language = Some(language.clone());
        let spoken = self.state.published.as_deref().is_none_or(|published| published.speaks(&language));
        if spoken {
            self.take(Message::LanguageChosen(language));
        }
    }
}

impl Component for App {
    type Message = Call;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        shell::watch(&context.link().callback(|message| Call::Heard(0, message)));
        Self { forms: 0, present: None }
    }

    fn update(&mut self, context: &Context<Self>, call: Call) -> bool {
        match (call, &mut self.present) {
            (Call::Enter(..), Some(present)) if present.leaving => {
                present.leaving = false;
                present.tell_all();
            }
            (Call::Enter(home, arrival), _) => {
                self.forms += 1;
                let form = self.forms;
                let on = context.link().callback(move |message| Call::Heard(form, message));
                if !home.is_foreign() {
                    shell::watch_address(&on);
                }
                self.present = Some(Present::new(home, *arrival, on));
            }
            (Call::Heard(form, message), Some(present)) if form == 0 || form == self.forms => present.take(message),
            (Call::Speak(language), Some(present)) => present.speak(language),
            (Call::Leave, Some(present)) => present.leaving = true,
            // What concerned a form that has left.
            (Call::Heard(..) | Call::Speak(_) | Call::Leave, _) => {}
        }
        self.let_go();
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let show = |present: &Present| screen::show(Scene { state: &present.state, on: &present.on });
        self.present.as_ref().map(show).unwrap_or_default()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let Some(present) = &mut self.present else { return };
        let State { language, text_size, .. } = &present.state;
        let language = language.html_lang().to_owned();
        let shown = title(&present.state).map(|title| Shown { title, language, text_size: *text_size });
        // Browsers find the style of the whole page anew for a language that is set, even to what it was.
        let news = shown.as_ref().filter(|shown| present.shown.as_ref() != Some(shown));
        shell::after_render(present.shell.home(), news, present.focus.take().as_ref());
        present.shown = shown;
    }
}

impl App {
    /// Lets the form go that was taken out of its page, once nothing would be lost by it.
    fn let_go(&mut self) {
        if let Some(present) = self.present.take_if(|present| present.leaving && present.state.is_settled()) {
            present.shell.home().tell("left", "", "");
        }
    }
}

/// The language that the collector gave the page, of those that the browser asks for; someone else's page says its own.
#[expect(clippy::expect_used, reason = "a constant tag, read by every test that makes a state")]
fn first_language(home: &Home) -> Language {
    let own = if home.is_foreign() { None } else { shell::page_language() };
    own.unwrap_or_else(|| "ja".parse().expect("ja is a language"))
}
