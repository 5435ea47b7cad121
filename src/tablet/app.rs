//! The one component of a tablet: it runs the rules and has their tasks done.

use questionnaire::Language;
use yew::{Callback, Component, Context, Html, Renderer};

use super::effect::Task;
use super::message::Happened;
use super::screen;
use super::shell::{self, Shell};
use super::state::Tablet;
use super::update::update;
use crate::effect::Focus;
use crate::shell::{is_online, moment};
use crate::state::TextSize;

/// The element of the tablet's page that holds it.
const OWN: &str = "koe-tablet";

/// Puts the tablet's program into its page.
pub fn start() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(own) = document.and_then(|document| document.get_element_by_id(OWN)) {
        Renderer::<App>::with_root(own).render();
    }
}

/// The tablet.
struct App {
    tablet: Tablet,
    on: Callback<Happened>,
    shell: Shell,
    focus: Option<Focus>,
}

impl App {
    fn take(&mut self, happened: Happened) {
        for task in update(&mut self.tablet, happened, &moment()) {
            // The focus moves when what it moves to is drawn.
            if let Task::Focus(focus) = task {
                self.focus = Some(focus);
            } else {
                self.shell.perform(task, self.tablet.own.as_ref().map(|own| own.token.as_str()));
            }
        }
    }
}

impl Component for App {
    type Message = Happened;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let on = context.link().callback(|happened| happened);
        let seed = u32::from(moment().random.first().copied().unwrap_or_default());
        let mut tablet = Tablet::new(shell::link_here(), first_language(), seed);
        tablet.online = is_online();
        let shell = Shell::open(on.clone());
        Self { tablet, on, shell, focus: None }
    }

    fn update(&mut self, _: &Context<Self>, happened: Happened) -> bool {
        // A touch ends a warning at most, and comes a hundred times a second from a mouse.
        if matches!(happened, Happened::Touched) {
            let warned = self.warning().is_some();
            self.take(happened);
            return warned;
        }
        // A second that changes nothing on the screen is not drawn.
        let before = matches!(happened, Happened::Ticked).then(|| self.countdown());
        self.take(happened);
        before.is_none_or(|before| before != self.countdown()) || self.focus.is_some()
    }

    fn view(&self, _: &Context<Self>) -> Html {
        screen::show(&self.tablet, &self.on)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let voice = self.tablet.visit().map(|visit| (&visit.state.language, visit.state.text_size));
        let (language, size) = voice.unwrap_or((&self.tablet.language, TextSize::Standard));
        shell::after_render(&screen::title(&self.tablet), language.html_lang(), size, self.focus.take().as_ref());
    }
}

impl App {
    fn warning(&self) -> Option<u32> {
        self.tablet.visit().zip(self.tablet.device()).and_then(|(visit, device)| visit.warning(device))
    }

    /// What a second may change on the screen by itself.
    fn countdown(&self) -> (Option<u32>, u32, Option<super::state::Hindrance>, (usize, usize)) {
        let tablet = &self.tablet;
        (self.warning(), tablet.pin_pause_s, tablet.hindrance(), tablet.queue.counts())
    }
}

#[expect(clippy::expect_used, reason = "a constant tag, read by every test that makes a tablet")]
pub(super) fn first_language() -> Language {
    "ja".parse().expect("ja is a language")
}
