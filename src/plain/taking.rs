//! What the controls of a page hold, told as the changes that a person made: a control that holds what it was
//! drawn with tells nothing.

use questionnaire::{Choice, Choices, Code, Input, Kind, Picked, Question, WardCode};

use super::doubt::Doubt;
use super::press;
use super::sent::Sent;
use crate::draft::{Draft, Place};
use crate::field::{control_id, date, typed, typed_input};
use crate::message::Message;
use crate::published::Published;

/// What a page tells.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The changes, in an order that is that of the form and not of the fields.
    pub(super) messages: Vec<Message>,
    /// What is not clear.
    pub(super) doubts: Vec<Doubt>,
    /// Whether two wards came, of which neither is taken.
    pub(super) ward_unclear: bool,
}

/// What `sent` tells, of the page on which `draft` was.
pub(super) fn read(published: &Published, draft: &Draft, sent: &Sent) -> Told {
    let mut told = Told::default();
    for question in published.survey.questionnaire().questions() {
        let held = draft.input(question.id());
        Reading { question, held, draft, sent, told: &mut told }.read();
    }
    if *draft.place() == Place::Code {
        told.messages.extend(sent.all(press::CODE).last().map(|typed| Message::CodeTyped((*typed).to_owned())));
    }
    if *draft.place() == Place::Ward {
        read_ward(published, draft, sent, &mut told);
    }
    if *draft.place() == Place::Review {
        let boxes = sent.all(press::ASSISTED);
        let ticked = boxes.contains(&"yes");
        if !boxes.is_empty() && ticked != draft.assisted {
            told.messages.push(Message::AssistedSwitched);
        }
    }
    told
}

fn read_ward(published: &Published, draft: &Draft, sent: &Sent, told: &mut Told) {
    let wards = sent.all(press::WARD);
    let known = |ward: &&str| ward.parse::<WardCode>().ok().filter(|ward| published.survey.wards().contains_key(ward));
    match wards.as_slice() {
        [] | [""] => {}
        [ward] => match known(ward) {
            Some(ward) if draft.ward == Some(ward) => {}
            Some(ward) => told.messages.push(Message::WardChosen(ward)),
            None => told.ward_unclear = true,
        },
        _ => told.ward_unclear = true,
    }
}

/// One question of a page being read.
struct Reading<'a> {
    question: &'a Question,
    held: &'a Input,
    draft: &'a Draft,
    sent: &'a Sent,
    told: &'a mut Told,
}

impl Reading<'_> {
    fn read(mut self) {
        let dropped = self.escape_dropped();
        if let Some(code) = dropped {
            self.tell(Message::EscapeToggled(self.question.id().clone(), code));
        }
        let before = self.told.messages.len();
        match self.question.kind() {
            Kind::One(choices) => {
                self.read_one();
                choices.iter().for_each(|choice| self.read_other(choice));
            }
            Kind::Several { choices, .. } => {
                self.read_several(choices);
                choices.iter().for_each(|choice| self.read_other(choice));
            }
            Kind::Number(_) => self.read_text(true, " "),
            Kind::Text(limit) => self.read_text(limit.one_line, if limit.one_line { " " } else { "\n" }),
            Kind::Date(_) => self.read_parts(3),
            Kind::Month(_) => self.read_parts(2),
            Kind::Rating(_) => self.read_rating(),
            // Its buttons are pressed one by one.
            Kind::Ranking { .. } => {}
        }
        let entered = self.told.messages.get(before..).is_some_and(|entered| entered.iter().any(says_something));
        self.read_escapes(entered);
    }

    fn tell(&mut self, message: Message) {
        self.told.messages.push(message);
    }

    fn change(&mut self, input: Input) {
        self.tell(Message::Changed(self.question.id().clone(), input));
    }

    fn doubt(&mut self, doubt: Doubt) {
        if !self.told.doubts.iter().any(|known| known.question() == doubt.question()) {
            self.told.doubts.push(doubt);
        }
    }

    /// Of two different codes neither is taken: as one input they are none, which the rules say.
    fn read_one(&mut self) {
        let taken = if let Input::Choice(picked) = self.held { picked.code.as_str() } else { "" };
        let sent = self.sent;
        match sent.all(&control_id(self.question.id())).as_slice() {
            [] => {}
            [code] if *code == taken => {}
            [""] => self.change(Input::Blank),
            [code] => code_of(code).into_iter().for_each(|code| self.change(Input::Choice(Picked::plain(code)))),
            several => self.change(Input::Typed(several.join(" "))),
        }
    }

    fn read_rating(&mut self) {
        let taken = if let Input::Rating(rating) = self.held { rating.to_string() } else { String::new() };
        let sent = self.sent;
        match sent.all(&control_id(self.question.id())).as_slice() {
            [] => {}
            [rating] if *rating == taken => {}
            [""] => self.change(Input::Blank),
            [rating] => self.change(rating.parse().map_or_else(|_| Input::Typed((*rating).to_owned()), Input::Rating)),
            several => self.change(Input::Typed(several.join(" "))),
        }
    }

    /// What stood before stays where it stood; what is new comes in the order of the question.
    fn read_several(&mut self, choices: &Choices) {
        let sent = self.sent;
        let name = self.question.id();
        let codes = sent.all(&control_id(name));
        if codes.is_empty() && !sent.showed(name.as_str()) {
            return;
        }
        let held: &[Picked] = match self.held {
            Input::Choices(picked) => picked,
            Input::Blank if codes.is_empty() => return,
            Input::Blank
            | Input::Choice(_)
            | Input::Typed(_)
            | Input::Rating(_)
            | Input::Ranking(_)
            | Input::Escape(_) => &[],
        };
        let mut picked = held.to_vec();
        picked.retain(|picked| codes.contains(&picked.code.as_str()));
        if picked.len() == held.len() && picked.len() == codes.len() {
            return;
        }
        let known = choices.iter().map(|choice| choice.code.as_str()).filter(|code| codes.contains(code));
        let known: Vec<&str> = known.collect();
        let strange = codes.iter().copied().filter(|code| !known.contains(code));
        for code in known.iter().copied().chain(strange).filter_map(code_of) {
            if !picked.iter().any(|taken| taken.code == code) {
                let other = self.draft.words_beside(name, &code).cloned();
                picked.push(Picked { code, other });
            }
        }
        self.change(if picked.is_empty() { Input::Blank } else { Input::Choices(picked) });
    }

    fn read_other(&mut self, choice: &Choice) {
        if !choice.other {
            return;
        }
        let id = self.question.id();
        let beside = self.draft.words_beside(id, &choice.code).map_or("", String::as_str);
        let taken = match self.held {
            Input::Choice(picked) => Some(picked).filter(|picked| picked.code == choice.code),
            Input::Choices(picked) => picked.iter().find(|picked| picked.code == choice.code),
            Input::Blank | Input::Typed(_) | Input::Rating(_) | Input::Ranking(_) | Input::Escape(_) => None,
        };
        let held = taken.map_or(beside, |picked| picked.other.as_deref().unwrap_or_default());
        let name = press::other_name(id, choice.code.as_str());
        if let Some(words) = self.typed_anew(&name, held, true, " ") {
            self.tell(Message::OtherTyped(id.clone(), choice.code.clone(), words));
        }
    }

    fn read_text(&mut self, one_line: bool, between: &str) {
        let name = control_id(self.question.id());
        self.let_strange_go(&name);
        if let Some(text) = self.typed_anew(&name, typed(self.held), one_line, between) {
            self.change(typed_input(text));
        }
    }

    /// An input that no box can hold, as after a change of the form, gives way to what the box does hold.
    fn let_strange_go(&mut self, name: &str) {
        let is_strange = !matches!(self.held, Input::Blank | Input::Typed(_) | Input::Escape(_));
        if is_strange && !self.sent.all(name).is_empty() {
            self.change(Input::Blank);
        }
    }

    fn read_parts(&mut self, count: usize) {
        self.let_strange_go(&press::part_name(self.question.id(), 0));
        let held = date::parts_of(typed(self.held), count);
        for (part, held) in held.iter().enumerate() {
            let name = press::part_name(self.question.id(), part);
            if let Some(text) = self.typed_anew(&name, held, true, " ") {
                self.tell(Message::PartTyped(self.question.id().clone(), part, count, text));
            }
        }
    }

    /// What is in a box, if it is not what the box was drawn with. Of a box that came twice everything is kept.
    fn typed_anew(&mut self, name: &str, held: &str, one_line: bool, between: &str) -> Option<String> {
        let sent = self.sent;
        match sent.all(name).as_slice() {
            [] => None,
            [text] => (*text != as_returned(held, one_line)).then(|| (*text).to_owned()),
            several => {
                self.doubt(Doubt::Twice { question: self.question.id().clone() });
                let written: Vec<&str> = several.iter().copied().filter(|text| !text.is_empty()).collect();
                Some(written.join(between))
            }
        }
    }

    fn escape_held(&self) -> Option<&Code> {
        if let Input::Escape(code) = self.held { Some(code) } else { None }
    }

    /// The way to say nothing that was let go, so that what was there before it returns.
    fn escape_dropped(&self) -> Option<Code> {
        let codes = self.sent.all(&press::escape_name(self.question.id()));
        let let_go = codes.is_empty() && self.sent.showed(self.question.id().as_str());
        self.escape_held().filter(|_| let_go).cloned()
    }

    fn read_escapes(&mut self, entered: bool) {
        let sent = self.sent;
        let held = self.escape_held().map(Code::as_str);
        let codes = sent.all(&press::escape_name(self.question.id()));
        let fresh: Vec<&str> = codes.into_iter().filter(|code| Some(*code) != held).collect();
        let question = self.question.id().clone();
        match fresh.as_slice() {
            [] => {}
            [code] if !entered => {
                self.told.messages.extend(code_of(code).map(|code| Message::EscapeToggled(question, code)));
            }
            several => {
                let known = self.question.escapes().iter().find(|choice| several.contains(&choice.code.as_str()));
                if let Some(choice) = known {
                    self.doubt(Doubt::Both { question, code: choice.code.clone() });
                }
            }
        }
    }
}

/// The code that a control names. What is none is taken for one that no question has, so that the rules say so.
fn code_of(text: &str) -> Option<Code> {
    text.parse().or_else(|_| "not.a.code".parse()).ok()
}

/// Whether a change puts something where nothing was, rather than taking it away.
fn says_something(message: &Message) -> bool {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "no other change is told of a question with ways to say nothing"
    )]
    match message {
        Message::Changed(_, input) => *input != Input::Blank,
        Message::PartTyped(.., text) => !text.is_empty(),
        _ => false,
    }
}

/// What a browser sends back of a box that nobody touched: HTML has no NUL and one kind of line break, and a box for
/// a line has none.
fn as_returned(held: &str, one_line: bool) -> String {
    let shown = held.replace('\0', "\u{fffd}").replace("\r\n", "\n").replace('\r', "\n");
    if one_line { shown.replace('\n', "") } else { shown }
}
