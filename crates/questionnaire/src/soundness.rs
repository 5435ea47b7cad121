//! What makes a draft unsound: where, what, and how to mend it. All of it at once, never only the first.

mod frame;
mod lists;
mod questions;
mod reach;
#[cfg(feature = "publish")]
mod script;
mod survey;
mod texts;

use std::collections::BTreeSet;
use std::fmt;

use crate::draft::DraftQuestionnaire;
use crate::id::{ChoiceSetId, Code, GivenName, ModuleId, QuestionId, SlotName};
use crate::language::Language;
use crate::limit;
use crate::markup::MarkupError;
use crate::origin::meant;

pub(crate) use reach::unreachable;
#[cfg(feature = "publish")]
pub use script::strange_words;
pub(crate) use survey::inspect_survey;
pub(crate) use texts::Texts;

/// Whether drafts are inspected here. The office does, before it publishes; a browser gets what the office
/// has inspected, pinned by its revision, and need not carry the code to inspect it again. Names are
/// resolved everywhere.
pub(crate) const INSPECTS: bool = cfg!(feature = "publish");

/// Everything wrong with `draft` besides names that name nothing, and the slots that its texts use.
pub(crate) fn inspect(draft: &DraftQuestionnaire) -> (Vec<Problem>, BTreeSet<SlotName>) {
    if !INSPECTS {
        return Default::default();
    }
    let mut texts = Texts::new(&draft.languages);
    texts.problems.extend(frame::inspect_frame(draft));
    frame::inspect_front(draft, &mut texts);
    for (id, set) in &draft.choice_sets {
        let place = |part: &str| Place::whole(format!("choice_sets.{id}.{part}"));
        lists::inspect_list(&place("choices"), &set.choices, &mut texts);
        lists::inspect_positive(&place("positive"), &set.positive, &set.choices, &mut texts);
    }
    for section in &draft.sections {
        frame::inspect_section(section, &mut texts);
        for question in &section.questions {
            questions::inspect_question(draft, question, &mut texts);
        }
    }
    (texts.problems, texts.slots)
}

/// One thing that is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and how it is mended.
    pub fault: Fault,
}

/// Where in a draft something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// In which question; none for the questionnaire or survey as a whole.
    pub question: Option<QuestionId>,
    /// In which field, such as `text` or `ask_when`.
    pub part: String,
}

impl Place {
    /// A field of the questionnaire or survey.
    pub(crate) fn whole(part: impl Into<String>) -> Self {
        Self { question: None, part: part.into() }
    }

    /// A field of a question.
    pub(crate) fn question(question: &QuestionId, part: impl Into<String>) -> Self {
        Self { question: Some(question.clone()), part: part.into() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.question {
            Some(question) => write!(out, "question {question} › {}", self.part),
            None => out.write_str(&self.part),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.fault)
    }
}

impl std::error::Error for Problem {}

/// What is wrong with a draft. Its text says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Two things of one kind have the same id.
    #[error("the id `{id}` is used twice: give one of them another id")]
    DuplicateId {
        /// Which id.
        id: String,
    },
    /// Two choices of a list have the same code.
    #[error("the code `{code}` is used twice: give one of the choices another code")]
    DuplicateCode {
        /// Which code.
        code: Code,
    },
    /// Two choices of a list have the same number on paper.
    #[error("the paper number {number} is used twice: give one of the choices another number")]
    DuplicatePaperNumber {
        /// Which number.
        number: u16,
    },
    /// A list that must hold something is empty.
    #[error("there is none: write at least one")]
    Empty,
    /// There are more than can be handled.
    #[error("there are {count}, at most {limit} can be handled: divide it")]
    TooMany {
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A text is missing in a language of the questionnaire.
    #[error("the text in `{language}` is missing: write it, or take the language off the list")]
    MissingTranslation {
        /// Which language.
        language: Language,
    },
    /// A text is in a language that the questionnaire does not have.
    #[error("there is a text in `{language}`, which is not among the languages: add it there, or take the text out")]
    StrayLanguage {
        /// Which language.
        language: Language,
    },
    /// A text's braces cannot be read.
    #[error("{language}: {error}")]
    Markup {
        /// In which language.
        language: Language,
        /// What is wrong.
        error: MarkupError,
    },
    /// Easy Japanese with a kanji that nobody tells how to read.
    #[error("{language}: \"{kanji}\" has no ruby: write {{{kanji}|…}} with its reading")]
    KanjiWithoutRuby {
        /// In which language.
        language: Language,
        /// The kanji, as they stand together.
        kanji: String,
    },
    /// A text has letters that its language is not written in.
    #[error("the text in `{language}` has \"{found}\", which `{language}` is not written in: translate it")]
    WrongScript {
        /// Which language.
        language: Language,
        /// The letters, as they stand together.
        found: String,
    },
    /// A text is word for word that of another language.
    #[error("the text in `{language}` is the one in `{other}`: translate it")]
    Copied {
        /// Which language.
        language: Language,
        /// Whose text it is.
        other: Language,
    },
    /// A text is longer than anybody would read.
    #[error(
        "{language}: the text has {characters} characters, at most {} are allowed: shorten it",
        limit::TEXT_CHARACTERS_MAX
    )]
    TextTooLong {
        /// In which language.
        language: Language,
        /// How many it has.
        characters: usize,
    },
    /// A question with choices has none, or has both a set and its own.
    #[error("name either `choice_set` or `choices`, not {}", if *both { "both" } else { "neither" })]
    ChoicesUnclear {
        /// Whether both are there, and not neither.
        both: bool,
    },
    /// A set that is not there.
    #[error("there is no choice set `{set}`: write it, or name one of those that are there")]
    UnknownChoiceSet {
        /// Which.
        set: ChoiceSetId,
    },
    /// A positive code that cannot be chosen.
    #[error("the positive code `{code}` is not a choice: take it out, or add the choice")]
    PositiveNotAChoice {
        /// Which.
        code: Code,
    },
    /// A positive code on a question without choices, or on one that says nothing.
    #[error("the code `{code}` says nothing (don't know, prefer not to say) and cannot be positive: take it out")]
    PositiveSaysNothing {
        /// Which.
        code: Code,
    },
    /// An escape on a question that has choices, or one that says something.
    #[error(
        "the escape `{code}` is out of place: on a question with choices make it a choice, elsewhere give it the meaning dont_know or prefer_not_to_say"
    )]
    MisplacedEscape {
        /// Which.
        code: Code,
    },
    /// An exclusive choice on a question that takes one choice, or a ranking with "other".
    #[error(
        "the choice `{code}` has a mark that this kind of question has no use for: take out `exclusive` or `other`"
    )]
    UselessMark {
        /// Which.
        code: Code,
    },
    /// A number of choices that makes no sense.
    #[error(
        "`at_most` is {at_most}, which is not between 1 and the {choices} choices there are: correct it, or leave it out"
    )]
    AtMost {
        /// What was written.
        at_most: u16,
        /// How many choices there are.
        choices: usize,
    },
    /// A range whose end is before its beginning, or beyond what can be carried.
    #[error("the range is empty or too wide: write the smaller bound first, within ±9007199254740991")]
    Range,
    /// A text limit of nothing, or of too much.
    #[error("the limit of {characters} characters is not between 1 and {}: correct it", limit::ANSWER_CHARACTERS_MAX)]
    TextLimit {
        /// What was written.
        characters: u32,
    },
    /// The questions of a page do not stand side by side in one section.
    #[error(
        "the page `{page}` is taken up again further down: put its questions side by side, or give the later ones another page"
    )]
    PageDivided {
        /// Which page.
        page: String,
    },
    /// A condition looks at a question that comes later.
    #[error(
        "the condition looks at `{question}`, which is not asked before: move that question up, or take the condition out"
    )]
    LooksForward {
        /// At which.
        question: QuestionId,
    },
    /// A condition looks at a question that is not there.
    #[error("the condition looks at `{question}`, which does not exist: correct the id")]
    UnknownQuestion {
        /// At which.
        question: QuestionId,
    },
    /// A condition looks at a choice that is not there.
    #[error("the condition looks at the choice `{code}` of `{question}`, which does not exist: correct the code")]
    UnknownChoice {
        /// Of which question.
        question: QuestionId,
        /// Which choice.
        code: Code,
    },
    /// A condition compares what cannot be compared.
    #[error(
        "the condition does not fit the kind of `{question}`: compare numbers with numbers, dates with dates, choices with choices"
    )]
    WrongKind {
        /// Which question.
        question: QuestionId,
    },
    /// A condition looks at a given that the questionnaire does not name.
    #[error(
        "the condition looks at the given `{given}`, which is not among `givens`: add it there, or correct the name"
    )]
    UnknownGiven {
        /// Which.
        given: GivenName,
    },
    /// A condition looks for a value that a given cannot take.
    #[error("the given `{given}` cannot be \"{value}\": add the value to `givens`, or correct it")]
    UnknownGivenValue {
        /// Which given.
        given: GivenName,
        /// Which value.
        value: String,
    },
    /// The ward is always a given and cannot be named as one.
    #[error("`ward` is always given: take it out of `givens`")]
    ReservedGiven,
    /// A condition that nobody could follow.
    #[error("the condition nests {depth} deep, at most {} is allowed: simplify it", limit::CONDITION_DEPTH_MAX)]
    TooDeep {
        /// How deep it nests.
        depth: usize,
    },
    /// A condition looks into a module that can be off while this question's is on.
    #[error(
        "the condition looks at `{question}` of module `{module}`, which may be off where this question is on: put both in one module, or that one in core"
    )]
    AcrossModules {
        /// At which question.
        question: QuestionId,
        /// Its module.
        module: ModuleId,
    },
    /// A question that nobody is ever asked.
    #[error(
        "no answer leads to this question: its conditions contradict each other; correct them, or take the question out"
    )]
    Unreachable,
    /// A slot that a text uses and the survey does not fill.
    #[error("the slot `{{{slot}}}` is used by a text and not filled: add it to `slots` of the survey")]
    SlotNotFilled {
        /// Which.
        slot: SlotName,
    },
    /// A slot inside the value of a slot.
    #[error("the value of a slot holds the slot `{{{slot}}}`: write the words out")]
    SlotInSlot {
        /// Which.
        slot: SlotName,
    },
    /// A module that no question belongs to.
    #[error("no question belongs to the module `{module}`: correct the name, or take it out")]
    UnknownModule {
        /// Which.
        module: ModuleId,
    },
    /// A period that ends before it begins.
    #[error("the survey closes before it opens: exchange the two days")]
    PeriodBackwards,
    /// A sealing key that nobody can seal to.
    #[error(
        "the key `{kid}` is none that can be sealed to: make a pair with `koe-office keygen`, and name its public key"
    )]
    NotASealingKey {
        /// Under which name.
        kid: String,
    },
    /// Two sealing keys are one.
    #[error("the key `{kid}` is named twice: take one out")]
    DuplicateSealingKey {
        /// Which.
        kid: String,
    },
    /// An origin that no browser would send.
    #[error("\"{origin}\" is not an origin as browsers name it: write {}", meant(origin).map_or_else(
        || "https://host, one for each site, with nothing after it".to_owned(),
        |meant| format!("\"{meant}\""),
    ))]
    NotAnOrigin {
        /// What was written.
        origin: String,
    },
}
