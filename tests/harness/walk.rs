//! A way through a form, thought out beforehand by the rules: what is done on each page and what must be seen then.

use std::collections::BTreeMap;

use questionnaire::{Givens, Input, Kind, Picked, Question, QuestionId, WardCode};
use serde::Serialize;
use serde_json::{Value, json};

use super::course::{Course, Place};
use super::dice::Dice;
use super::sheet::Sheet;
use super::sight::{Move, Press, Sight, Step};
use super::wish::Wish;

/// After so many pages a person wants to be done.
const PATIENCE_PAGES: usize = 90;

/// One person's way from the opening to the receipt.
#[derive(Serialize)]
pub(crate) struct Walk {
    /// What the link brings.
    pub(crate) query: String,
    /// The first screen.
    pub(crate) opening: Sight,
    /// Page after page.
    pub(crate) steps: Vec<Step>,
    /// What is to be stored, as far as it does not depend on the device and the hour.
    pub(crate) told: Value,
}

impl Walk {
    /// The way that this seed makes a person go.
    pub(crate) fn of(sheet: &Sheet, seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let (query, course) = arrives(sheet, &mut dice);
        let opening = course.sight();
        let careful = dice.chance(20);
        let mut author = Author { course, dice, careful, steps: Vec::new(), tries: BTreeMap::new(), assisted: false };
        while author.course.place != Place::Done {
            assert!(author.steps.len() < 400, "the way of seed {seed} comes to no end");
            author.turns_page();
        }
        let told = author.told();
        Self { query, opening, steps: author.steps, told }
    }

    /// How often something was said about a page.
    pub(crate) fn findings(&self) -> usize {
        self.steps.iter().map(|step| step.then.faults.len()).sum()
    }

    /// Every page, from the first to the last.
    pub(crate) fn sights(&self) -> impl Iterator<Item = &Sight> {
        std::iter::once(&self.opening).chain(self.steps.iter().map(|step| &step.then))
    }
}

/// A link, and whoever comes by it.
fn arrives<'s>(sheet: &'s Sheet, dice: &mut Dice) -> (String, Course<'s>) {
    let survey = sheet.survey();
    let mut query = Vec::new();
    let wards: Vec<WardCode> = survey.wards().iter().map(|(ward, _)| *ward).collect();
    let ward = dice.chance(65).then(|| *dice.pick(&wards));
    query.extend(ward.map(|ward| format!("ward={ward}")));
    let language = dice.pick(survey.languages()).clone();
    query.push(format!("lang={language}"));
    let mut givens = Givens::new();
    for (name, values) in survey.questionnaire().givens() {
        match dice.below(4) {
            0 => {}
            1 => query.push(format!("{name}=nothing-of-the-kind")),
            _ => {
                let value = dice.pick(values);
                query.push(format!("{name}={value}"));
                givens.insert(name.clone(), value.clone());
            }
        }
    }
    (query.join("&"), Course::of(sheet, language, ward, givens))
}

struct Author<'s> {
    course: Course<'s>,
    dice: Dice,
    /// Whether nothing wrong is ever entered.
    careful: bool,
    steps: Vec<Step>,
    /// How often each page was tried.
    tries: BTreeMap<String, usize>,
    assisted: bool,
}

impl<'s> Author<'s> {
    fn turns_page(&mut self) {
        if self.dice.chance(6) && !self.is_tired() {
            return self.switches_voice();
        }
        match self.course.place {
            Place::Opening => self.presses(Vec::new(), Press::Main, Course::goes_on),
            Place::Ward => self.passes_ward(),
            Place::Page(_) => self.passes_page(),
            Place::Review => self.reviews(),
            Place::Done => {}
        }
    }

    fn is_tired(&self) -> bool {
        self.steps.len() > PATIENCE_PAGES
    }

    fn presses(&mut self, moves: Vec<Move>, press: Press, then: impl FnOnce(&mut Course<'s>)) {
        then(&mut self.course);
        self.steps.push(Step { moves, press, then: self.course.sight() });
    }

    fn switches_voice(&mut self) {
        if self.course.language.is_easy() && self.dice.chance(40) {
            return self.presses(Vec::new(), Press::Ruby, |course| course.ruby = !course.ruby);
        }
        let languages = self.course.sheet.survey().languages();
        let at = self.dice.below(languages.len());
        self.presses(Vec::new(), Press::Language(at), |course| course.language = languages[at].clone());
    }

    fn passes_ward(&mut self) {
        if self.dice.chance(15) && !self.is_tired() {
            return self.goes_on_or_back(Vec::new(), 50);
        }
        let wards: Vec<WardCode> = self.course.sheet.survey().wards().iter().map(|(ward, _)| *ward).collect();
        let ward = *self.dice.pick(&wards);
        self.course.takes_ward(ward);
        self.goes_on_or_back(vec![Move::Tick { id: format!("koe-ward-{ward}"), on: true }], 10);
    }

    fn goes_on_or_back(&mut self, moves: Vec<Move>, back_of_hundred: usize) {
        if self.dice.chance(back_of_hundred) && !self.is_tired() {
            self.presses(moves, Press::Back, Course::goes_back);
        } else {
            self.presses(moves, Press::Main, Course::goes_on);
        }
    }

    fn passes_page(&mut self) {
        let Place::Page(page) = self.course.place.clone() else { return };
        let tries = self.tries.entry(page.to_string()).or_default();
        *tries += 1;
        let careful = self.careful || *tries > 3 || self.is_tired();
        let moves = if careful { self.mends() } else { self.tries_something() };
        self.goes_on_or_back(moves, 7);
    }

    /// Puts anything at all into the page.
    fn tries_something(&mut self) -> Vec<Move> {
        let mut moves = Vec::new();
        for question in self.course.asked() {
            if let Kind::Ranking { .. } = question.kind() {
                self.ranks(question, &mut moves);
                continue;
            }
            let held = self.course.held(question.id()).clone();
            if held != Input::Blank && self.dice.chance(25) {
                continue;
            }
            let clears = matches!(held, Input::Choice(_) | Input::Rating(_)) && self.dice.chance(12);
            if clears {
                let id = question.id().clone();
                let press = Press::Clear(id.to_string());
                self.presses(std::mem::take(&mut moves), press, |course| course.holds(&id, Input::Blank));
                continue;
            }
            let wish = Wish::any(question, &mut self.dice);
            moves.extend(fulfil(&mut self.course, question, &wish));
        }
        moves
    }

    /// Puts something into the page with which it can be left.
    fn mends(&mut self) -> Vec<Move> {
        for question in self.course.asked() {
            let Kind::Ranking { choices, .. } = question.kind() else { continue };
            if let (Input::Blank, Some(choice)) = (self.course.held(question.id()), choices.first()) {
                let first = Input::Ranking(vec![choice.code.clone()]);
                let press = Press::Rank(question.id().to_string(), 0);
                self.presses(Vec::new(), press, |course| course.holds(question.id(), first));
            }
        }
        for _ in 0..500 {
            let mut trial = self.course.clone();
            let mut moves = Vec::new();
            for question in trial.asked() {
                let wish = Wish::sound(question, &mut self.dice);
                moves.extend(fulfil(&mut trial, question, &wish));
            }
            if !trial.is_stuck() {
                self.course = trial;
                return moves;
            }
        }
        panic!("nothing can be answered on the page {:?}", self.course.place);
    }

    /// Ranks, moves and gives up, a few times; each is a press of its own.
    fn ranks(&mut self, question: &Question, moves: &mut Vec<Move>) {
        let Kind::Ranking { choices, at_most } = question.kind() else { return };
        for _ in 0..self.dice.below(5) {
            let mut codes =
                if let Input::Ranking(codes) = self.course.held(question.id()) { codes.clone() } else { Vec::new() };
            let rest: Vec<_> = choices.iter().filter(|choice| !codes.contains(&choice.code)).collect();
            let full = at_most.is_some_and(|most| codes.len() >= most) || rest.is_empty();
            let id = question.id().to_string();
            let press = if codes.is_empty() || (!full && self.dice.chance(60)) {
                let at = self.dice.below(rest.len());
                codes.push(rest[at].code.clone());
                Press::Rank(id, at)
            } else {
                let place = self.dice.below(codes.len());
                let buttons = usize::from(place > 0) + usize::from(place + 1 < codes.len()) + 1;
                let button = self.dice.below(buttons);
                match (button + 1 == buttons, place > 0 && button == 0) {
                    (true, _) => drop(codes.remove(place)),
                    (false, true) => codes.swap(place, place - 1),
                    (false, false) => codes.swap(place, place + 1),
                }
                Press::Ranked(id, place, button)
            };
            let input = if codes.is_empty() { Input::Blank } else { Input::Ranking(codes) };
            self.presses(std::mem::take(moves), press, |course| course.holds(question.id(), input));
        }
    }

    fn reviews(&mut self) {
        let moves = if self.dice.chance(15) {
            self.assisted = !self.assisted;
            vec![Move::Tick { id: "assisted".to_owned(), on: self.assisted }]
        } else {
            Vec::new()
        };
        let changes = self.tries.entry("review".to_owned()).or_default();
        *changes += 1;
        if *changes > 4 || self.is_tired() || self.dice.chance(50) {
            return self.presses(moves, Press::Main, Course::goes_on);
        }
        if self.dice.chance(15) {
            return self.presses(moves, Press::Back, Course::goes_back);
        }
        let asks_ward = self.course.sheet.survey().wards().len() > 1;
        let path: Vec<QuestionId> = self.course.path().iter().map(|question| question.id().clone()).collect();
        let row = self.dice.below(path.len() + usize::from(asks_ward));
        let place = match row.checked_sub(usize::from(asks_ward)) {
            Some(at) => Place::Page(path[at].clone()),
            None => Place::Ward,
        };
        self.presses(moves, Press::Change(row), |course| course.changes(place));
    }

    fn told(&self) -> Value {
        let setting = self.course.setting().expect("the ward is known in the end");
        json!({
            "ward": setting.ward(), "given": setting.givens(), "assisted": self.assisted,
            "language": self.course.language, "answers": self.course.told(),
        })
    }
}

/// Has a question hold what is wished, and says what is to be done on the page for that.
fn fulfil(course: &mut Course<'_>, question: &Question, wish: &Wish) -> Vec<Move> {
    let held = course.held(question.id()).clone();
    let radio = matches!(held, Input::Choice(_) | Input::Rating(_));
    let returns = matches!(held, Input::Escape(_)) && course.aside.contains(question.id());
    // Radios are emptied by a button of their own, and what was laid aside comes back instead of nothing.
    if *wish == Wish::Blank && (radio || returns) || matches!(question.kind(), Kind::Ranking { .. }) {
        return Vec::new();
    }
    let input = wish.input(question);
    if same(&input, &held) {
        return Vec::new();
    }
    let moves = wish.moves(question, &held);
    course.holds(question.id(), input);
    moves
}

/// Whether two inputs are the same; of several choices the order says nothing.
fn same(left: &Input, right: &Input) -> bool {
    let sorted = |picked: &[Picked]| {
        let mut picked: Vec<_> = picked.iter().map(|one| (one.code.clone(), one.other.clone())).collect();
        picked.sort();
        picked
    };
    match (left, right) {
        (Input::Choices(left), Input::Choices(right)) => sorted(left) == sorted(right),
        _ => left == right,
    }
}
