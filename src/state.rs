//! Everything that the screen shows, and nothing that it does.

use std::sync::Arc;

use outbox::Outbox;
use questionnaire::{Acknowledged, Givens, Language, Mode, Slots, SurveyId, WardCode};

use crate::asked::Asked;
use crate::draft::{Draft, Mark, Place};
use crate::parcel::{Delivery, Kept, Parcel, Slip};
use crate::phrase::Tongue;
use crate::published::{LoadError, Published};
use crate::words::{Word, Words};

/// What the address and the history brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrival {
    /// The survey that the address names.
    pub survey: Option<SurveyId>,
    /// The ward from the link.
    pub ward: Option<WardCode>,
    /// Whether the link names a ward that is none.
    pub ward_unknown: bool,
    /// Where the same survey is answered without script.
    pub plain: String,
    /// The language from the link.
    pub language: Option<Language>,
    /// The answer number from the fragment, which is out of the address by now.
    pub code: Option<String>,
    /// Other facts from the link.
    pub givens: Givens,
    /// The history entry that was open, after a reload.
    pub mark: Option<Mark>,
    /// Whether the page around is someone else's, and has its own main part.
    pub foreign: bool,
}

/// What the device held when it was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdings {
    /// The drafts of this survey.
    pub drafts: Vec<Draft>,
    /// The slips of this survey, each with the place where it rests.
    pub slips: Vec<(String, Slip)>,
    /// The responses that wait, of all surveys.
    pub parcels: Vec<Parcel>,
    /// The survey as the office last sent it.
    pub latest: Option<String>,
    /// The words of languages, by language.
    pub words: Vec<(Language, String)>,
    /// Earlier revisions of the survey that drafts began with, by revision.
    pub earlier: Vec<(String, String)>,
    /// How large the letters are to be, once that was chosen in this browser.
    pub text_size: Option<TextSize>,
    /// The language that was last chosen in this browser.
    pub language: Option<Language>,
}

/// What is gathered before the first screen.
#[derive(Debug, Default)]
pub struct Gathering {
    /// What the device holds; `Some(None)` where nothing can be kept on it.
    pub device: Option<Option<Box<Holdings>>>,
    /// What the office sent.
    pub office: Option<Result<String, LoadError>>,
    /// Whether a copy on the device is good enough by now.
    pub patience_over: bool,
    /// The screen that is shown as soon as this tab holds the draft.
    pub ready: Option<Box<Screen>>,
    /// The form in which an answer number was just typed: that number may have a draft of its own.
    pub entered: Option<Box<Form>>,
}

/// What the person is looking at.
#[derive(Debug)]
pub enum Screen {
    /// Nothing yet: the page's own still text stands.
    Loading(Gathering),
    /// There is nothing to ask.
    Broken(LoadError),
    /// The same draft is open in another tab.
    Held,
    /// The form.
    Form(Box<Form>),
    /// After sending: on its way, waiting, kept or refused.
    Done(Box<Slip>),
}

/// A draft and what concerns only its screen.
#[derive(Debug)]
pub struct Form {
    /// What was entered.
    pub draft: Draft,
    /// Set once the person tried to leave this page: the gentle findings noted before that.
    pub tried: Option<Acknowledged>,
    /// The screen of the answer number.
    pub code: CodeEntry,
    /// Whether it was to be sent and could not be sealed.
    pub unsealed: bool,
}

impl Form {
    /// The form as it is when a person comes to it.
    pub fn of(draft: Draft) -> Self {
        Self { draft, tried: None, code: CodeEntry::default(), unsealed: false }
    }
}

/// The screen of the answer number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeEntry {
    /// What was typed.
    pub typed: String,
    /// What is known of it.
    pub verdict: Verdict,
}

/// What is known of an answer number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet.
    #[default]
    None,
    /// The office is being asked.
    Checking,
    /// Nothing was typed.
    Empty,
    /// It is none of this survey's.
    Unknown,
    /// A response came with it before.
    Used,
}

/// Whether this device can keep things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Storage {
    /// It can.
    #[default]
    Works,
    /// The last write failed and is tried again.
    Failing,
    /// Nothing can be kept: private browsing, or storage switched off.
    Absent,
}

/// What became of the wish for another language, whose words may have to come first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum LanguageChange {
    /// Nothing is to be said of it.
    #[default]
    None,
    /// The words are on their way.
    Awaited(Language),
    /// They could not be had.
    Missed,
}

/// How large the letters are, times what the browser is set to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextSize {
    /// As the browser is set.
    #[default]
    Standard,
    /// Half as large again.
    Large,
    /// Twice as large.
    Largest,
}

impl TextSize {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Large, Self::Largest];

    /// What it is called in the style sheet and on the device.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

/// What the person is asked to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// Start again as someone else.
    Restart,
    /// Delete what is on this device.
    Erase {
        /// The unsent responses too.
        unsent_too: bool,
    },
}

/// Something said aloud to those who listen, once, in the language of the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub word: Word,
    /// What fills its slots.
    pub fill: Vec<(&'static str, String)>,
}

/// The whole of it.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says another thing, and none follows from the others")]
pub struct State {
    /// What the address brought.
    pub arrival: Arrival,
    /// The language that is read.
    pub language: Language,
    /// What became of the wish for another language.
    pub change: LanguageChange,
    /// The words of languages that did not come with the survey.
    pub learned: Vec<(Language, Arc<Words>)>,
    /// Whether readings stand above kanji.
    pub ruby: bool,
    /// How large the letters are.
    pub text_size: TextSize,
    /// The languages that the device speaks by itself, as tags with gaps between.
    pub voices: String,
    /// Whether the screen is being read aloud.
    pub reading: bool,
    /// The survey, once it is there.
    pub published: Option<Arc<Published>>,
    /// What is looked at.
    pub screen: Screen,
    /// Whether the device can keep things.
    pub storage: Storage,
    /// How many changes of the draft there were.
    pub changes: u32,
    /// How many of them are on the device.
    pub saved: u32,
    /// Whether the browser believes that there is a network.
    pub online: bool,
    /// What is owed to collectors.
    pub outbox: Outbox,
    /// The bytes of what is owed.
    pub parcels: Vec<Parcel>,
    /// The response that could not be written down and is sent from memory: its draft still rests on the device.
    pub unwritten: Option<uuid::Uuid>,
    /// Whether it was found that this device can seal.
    pub seals: bool,
    /// Whether the person goes on here with what was open in another tab.
    pub taking: bool,
    /// Whether the person is done with the receipt, which is being taken off the device.
    pub leaving: bool,
    /// Whether nothing more fits on the device.
    pub full: bool,
    /// Whether the browser may delete what waits, once nobody has opened the page for a while.
    pub evictable: bool,
    /// What is to be confirmed.
    pub dialog: Option<Dialog>,
    /// What was last said.
    pub said: Option<Said>,
    /// Whether a first screen has stood.
    pub ready: bool,
    /// How it is answered: by people on their own, or on a tablet that staff have set up.
    #[cfg(feature = "tablet")]
    pub mode: Mode,
}

impl State {
    /// A person has just arrived; `seed` spreads the retries of this device.
    pub fn new(arrival: Arrival, language: Language, seed: u32) -> Self {
        Self {
            language: arrival.language.clone().unwrap_or(language),
            change: LanguageChange::None,
            learned: Vec::new(),
            arrival,
            ruby: true,
            text_size: TextSize::Standard,
            voices: String::new(),
            reading: false,
            published: None,
            screen: Screen::Loading(Gathering::default()),
            storage: Storage::Works,
            changes: 0,
            saved: 0,
            online: true,
            outbox: Outbox::new(seed),
            parcels: Vec::new(),
            unwritten: None,
            seals: false,
            taking: false,
            leaving: false,
            full: false,
            evictable: false,
            dialog: None,
            said: None,
            ready: false,
            #[cfg(feature = "tablet")]
            mode: Mode::Web,
        }
    }

    /// How it is answered. In the module of residents nothing is left of the question.
    pub fn mode(&self) -> Mode {
        #[cfg(feature = "tablet")]
        return self.mode;
        #[cfg(not(feature = "tablet"))]
        Mode::Web
    }

    /// Whether it is answered on a tablet that staff have set up, where nothing unsent may rest and nobody's own is kept.
    pub fn is_on_tablet(&self) -> bool {
        matches!(self.mode(), Mode::Kiosk | Mode::Field)
    }

    /// The voice in which the screen speaks, once there is a survey.
    pub fn tongue(&self) -> Option<Tongue> {
        let published = self.published.as_deref()?;
        let words = self.words(&self.language)?;
        Some(Tongue::new(self.language.clone(), self.ruby, Arc::clone(words), self.slots(published)))
    }

    /// All words of a language, if they are there.
    pub fn words(&self, language: &Language) -> Option<&Arc<Words>> {
        let learned = self.learned.iter().find(|(learned, _)| learned == language).map(|(_, words)| words);
        self.published.as_deref().and_then(|published| published.interface.words(language)).or(learned)
    }

    fn slots(&self, published: &Published) -> Slots {
        published.survey.slots(self.ward())
    }

    /// The ward, as far as it is known.
    pub fn ward(&self) -> Option<WardCode> {
        match &self.screen {
            Screen::Form(form) => form.draft.ward,
            Screen::Done(slip) => slip.ward,
            Screen::Loading(_) | Screen::Broken(_) | Screen::Held => self.arrival.ward,
        }
    }

    /// Whether something is asked on the screen that the device can read aloud.
    pub fn can_be_read(&self) -> bool {
        let asks = |form: &Form| matches!(form.draft.place(), Place::Page(_) | Place::Ward);
        let speaks = || self.voices.split(' ').any(|voice| voice == self.language.html_lang());
        self.form().is_some_and(asks) && speaks()
    }

    /// The form, while it is on the screen.
    pub fn form(&self) -> Option<&Form> {
        if let Screen::Form(form) = &self.screen { Some(form) } else { None }
    }

    /// Whether the form begins where the person is, so that no way leads back from there.
    pub fn begins_here(&self) -> bool {
        let first = |form: &Form| Some(self.published.as_deref()?.first_place(form.draft.ward_given));
        self.form().is_some_and(|form| first(form).as_ref() == Some(form.draft.place()))
    }

    /// Whether there is a form on the screen that nobody has begun.
    pub fn is_unbegun(&self) -> bool {
        self.form().is_some_and(|form| form.draft.started_at.is_none())
    }

    /// Whether no form may be begun, since what is answered could not be kept. One that is there can be finished.
    pub fn is_refused(&self) -> bool {
        self.is_unbegun() && self.storage != Storage::Absent && (self.full || self.outbox.room() == 0)
    }

    /// The form and its survey, while they are on the screen.
    pub fn asked(&self) -> Option<Asked<'_>> {
        Asked::new(self.published.as_deref()?, self.form()?)
    }

    /// Notes that everything that is asked on the page is on the screen now.
    pub(crate) fn note_seen(&mut self) {
        let page = self.asked().and_then(|asked| asked.page());
        let shown: Vec<_> =
            page.into_iter().flat_map(|page| page.questions).map(|question| question.id().clone()).collect();
        let Screen::Form(form) = &mut self.screen else { return };
        for question in shown {
            if !form.draft.seen.contains(&question) {
                form.draft.seen.push(question);
            }
        }
    }

    /// How many responses wait on this device, besides the one on the screen.
    pub fn unsent_elsewhere(&self) -> usize {
        let shown = if let Screen::Done(slip) = &self.screen { Some(slip.id.uuid()) } else { None };
        self.outbox.entries().iter().filter(|entry| Some(entry.id()) != shown).count()
    }

    /// How many responses of this survey wait on this device.
    pub fn unsent_here(&self) -> usize {
        let survey = self.published.as_deref().map(|published| published.survey.id());
        self.parcels.iter().filter(|parcel| Some(&parcel.survey) == survey).count()
    }

    /// How the response of a slip stands.
    pub fn delivery(&self, slip: &Slip) -> Delivery {
        if let Some(kept) = slip.kept {
            return Delivery::Kept(kept);
        }
        match self.outbox.entry(slip.id.uuid()).map(outbox::Entry::state) {
            Some(outbox::State::Parked { refusal }) => Delivery::Parked(refusal),
            Some(outbox::State::Sending { failures: 0, .. }) => Delivery::Sending,
            Some(outbox::State::Sending { .. }) => Delivery::Waiting { trying: true },
            Some(outbox::State::Waiting { .. }) => Delivery::Waiting { trying: false },
            // An unkept response that is not in the outbox is one whose write is under way.
            None => Delivery::Storing,
        }
    }

    /// Whether nothing would be lost if this were forgotten now: all is on the device, and nothing is on its way.
    pub fn is_settled(&self) -> bool {
        let kept = self.form().is_none() || self.changes == self.saved;
        kept && self.parcels.iter().all(|parcel| parcel.refusal.is_some() && self.storage != Storage::Absent)
    }

    /// Whether what is on the screen is on the device.
    pub fn is_saved(&self) -> bool {
        self.storage == Storage::Works && self.changes > 0 && self.saved == self.changes
    }
}

impl Kept {
    /// Whether a person at the office decides about it.
    pub fn is_aside(self) -> bool {
        matches!(self, Self::AsideCodeUsed | Self::AsideLate | Self::Aside)
    }
}
