//! What a person enters for a question. Nothing typed is thrown away, and choosing never moves on.

use questionnaire::{Choice, Code, Input, Picked, Question, QuestionId};

use super::Turn;
use crate::message::{Direction, Message};
use crate::state::Said;
use crate::words::Word;

impl Turn<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others were taken before they came here")]
    pub(super) fn take_answered(&mut self, message: Message) {
        // Of several choices one is taken while the others are still being read.
        if !matches!(message, Message::Toggled(..) | Message::Ranked(..)) {
            self.fall_silent();
        }
        match message {
            Message::Changed(question, input) => self.changed(question, input),
            Message::Toggled(question, code) => self.toggled(question, code),
            Message::EscapeToggled(question, code) => self.escape_toggled(question, code),
            Message::OtherTyped(question, code, text) => self.other_typed(question, code, text),
            Message::PartTyped(question, part, count, text) => self.part_typed(question, part, count, &text),
            Message::Ranked(question, code) => self.ranked(&question, &code),
            Message::RankMoved(question, code, direction) => self.rank_moved(&question, &code, direction),
            Message::RankRemoved(question, code) => self.rank_removed(&question, &code),
            Message::Cleared(question) => {
                self.changed(question, Input::Blank);
                self.announce(Word::AskingAnswerCleared, Vec::new());
            }
            _ => {}
        }
    }

    fn changed(&mut self, id: QuestionId, input: Input) {
        self.begin();
        let shares_page = self.question(&id).is_some_and(Question::shares_page);
        let Some(form) = self.form_mut() else { return };
        let draft = &mut form.draft;
        draft.acknowledged.forget(&id);
        let input = if let Input::Choice(Picked { code, other: None }) = input {
            let other = draft.words_beside(&id, &code).cloned();
            Input::Choice(Picked { code, other })
        } else {
            input
        };
        draft.inputs.insert(id, input);
        // It may have brought another question onto the screen. Elsewhere that need not be looked for at every letter.
        if shares_page {
            self.state.note_seen();
        }
        self.state.said = None;
        self.save();
    }

    /// A choice that stands alone takes the place of the others, and the others take its place.
    fn toggled(&mut self, id: QuestionId, code: Code) {
        let Some((mut picked, choices)) = self.picked(&id) else { return };
        let alone = |code: &Code| choices.iter().any(|choice| choice.exclusive && choice.code == *code);
        if picked.iter().any(|taken| taken.code == code) {
            picked.retain(|taken| taken.code != code);
            return self.changed(id, choices_or_blank(picked));
        }
        let before = picked.clone();
        let exclusive = alone(&code);
        picked.retain(|taken| !exclusive && !alone(&taken.code));
        let dropped = before.iter().find(|taken| !picked.contains(taken)).map(|taken| taken.code.clone());
        let words = self.state.form().and_then(|form| form.draft.words_beside(&id, &code).cloned());
        picked.push(Picked { code: code.clone(), other: words });
        self.changed(id.clone(), choices_or_blank(picked));
        if let Some(dropped) = dropped {
            let (word, named) =
                if exclusive { (Word::AskingClearedOthers, code) } else { (Word::AskingClearedAlone, dropped) };
            self.announce_choice(word, &id, &named, Vec::new());
        }
    }

    /// What several choices hold now, and what can be chosen.
    fn picked(&self, id: &QuestionId) -> Option<(Vec<Picked>, Vec<Choice>)> {
        let choices = self.question(id)?.choices()?.to_vec();
        let picked = match self.state.form()?.draft.input(id) {
            Input::Choices(picked) => picked.clone(),
            Input::Blank
            | Input::Choice(_)
            | Input::Typed(_)
            | Input::Rating(_)
            | Input::Ranking(_)
            | Input::Escape(_) => Vec::new(),
        };
        Some((picked, choices))
    }

    fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.state.published.as_deref()?.survey.questionnaire().question(id)
    }

    fn escape_toggled(&mut self, id: QuestionId, code: Code) {
        let Some(form) = self.form_mut() else { return };
        let draft = &mut form.draft;
        let held = draft.input(&id).clone();
        let input = if held == Input::Escape(code.clone()) {
            take_aside(&mut draft.aside, &id)
        } else {
            if !matches!(held, Input::Blank | Input::Escape(_)) {
                take_aside(&mut draft.aside, &id);
                draft.aside.push((id.clone(), held));
            }
            Input::Escape(code)
        };
        self.changed(id, input);
    }

    fn other_typed(&mut self, id: QuestionId, code: Code, text: String) {
        let Some(form) = self.form_mut() else { return };
        let words = (!text.is_empty()).then(|| text.clone());
        let mut input = form.draft.input(&id).clone();
        match &mut input {
            Input::Choice(picked) if picked.code == code => picked.other = words,
            Input::Choices(picked) => {
                picked.iter_mut().filter(|taken| taken.code == code).for_each(|taken| taken.other.clone_from(&words));
            }
            Input::Blank
            | Input::Choice(_)
            | Input::Typed(_)
            | Input::Rating(_)
            | Input::Ranking(_)
            | Input::Escape(_) => {}
        }
        form.draft.others.retain(|(asked, (choice, _))| *asked != id || *choice != code);
        form.draft.others.push((id.clone(), (code, text)));
        self.changed(id, input);
    }

    /// The other parts are those of this moment, not of when the box was drawn: a device may fill in all at once.
    fn part_typed(&mut self, id: QuestionId, part: usize, count: usize, text: &str) {
        let Some(form) = self.state.form() else { return };
        let parts = crate::field::date::parts_of(crate::field::typed(form.draft.input(&id)), count);
        self.changed(id, crate::field::date::joined(parts, part, text));
    }

    fn ranking(&self, id: &QuestionId) -> Vec<Code> {
        match self.state.form().map(|form| form.draft.input(id)) {
            Some(Input::Ranking(codes)) => codes.clone(),
            _ => Vec::new(),
        }
    }

    fn ranked(&mut self, id: &QuestionId, code: &Code) {
        let mut codes = self.ranking(id);
        if codes.contains(code) {
            return;
        }
        codes.push(code.clone());
        let place = codes.len();
        self.changed(id.clone(), Input::Ranking(codes));
        self.announce_place(id, code, place);
    }

    fn rank_moved(&mut self, id: &QuestionId, code: &Code, direction: Direction) {
        let mut codes = self.ranking(id);
        let Some(at) = codes.iter().position(|ranked| ranked == code) else { return };
        let to = match direction {
            Direction::Up => at.checked_sub(1),
            Direction::Down => Some(at + 1).filter(|to| *to < codes.len()),
        };
        let Some(to) = to else { return };
        codes.swap(at, to);
        self.changed(id.clone(), Input::Ranking(codes));
        self.announce_place(id, code, to + 1);
    }

    fn rank_removed(&mut self, id: &QuestionId, code: &Code) {
        let mut codes = self.ranking(id);
        codes.retain(|ranked| ranked != code);
        self.changed(id.clone(), if codes.is_empty() { Input::Blank } else { Input::Ranking(codes) });
        self.announce_choice(Word::RankingRemoved, id, code, Vec::new());
    }

    fn announce_place(&mut self, id: &QuestionId, code: &Code, place: usize) {
        self.announce_choice(Word::RankingPlaced, id, code, vec![("n", place.to_string())]);
    }

    fn announce_choice(&mut self, word: Word, id: &QuestionId, code: &Code, mut fill: Vec<(&'static str, String)>) {
        let text =
            self.question(id).and_then(|question| question.choices()?.find(code)).map(|choice| choice.text.clone());
        let Some((tongue, text)) = self.state.tongue().zip(text) else { return };
        fill.push(("choice", tongue.plain_text(&text)));
        self.state.said = Some(Said { word, fill });
    }
}

fn choices_or_blank(picked: Vec<Picked>) -> Input {
    if picked.is_empty() { Input::Blank } else { Input::Choices(picked) }
}

/// What was laid aside for a question, if anything was.
fn take_aside(aside: &mut Vec<(QuestionId, Input)>, id: &QuestionId) -> Input {
    let at = aside.iter().position(|(asked, _)| asked == id);
    at.map(|at| aside.swap_remove(at).1).unwrap_or_default()
}
