//! What a person wants a question to hold: sound, wrong or odd, as people and keyboards bring it.

use std::collections::BTreeMap;

use questionnaire::{Choice, Choices, Code, Input, Kind, Month, NumberRange, Picked, Question, TextLimit};

use super::dice::Dice;
use super::sight::Move;

/// Stands for half of a surrogate pair, which a page can hold and Rust cannot.
pub(crate) const HALF: char = '\u{E000}';

/// What people write, and what they paste.
const WORDS: [&str; 26] = [
    "ありがとう",
    "窓口の𠮷田さん、𩸽が好き",
    "👨‍👩‍👧 と 🏳️‍🌈 と 🇯🇵",
    "\"引用\" と 'これ'",
    "<b>太い</b> & <script>alert(1)</script>",
    "&lt;&amp;&#x3042;&",
    "一行目\r\n二行目\n三行目",
    "\n\n前が空いている",
    "後が空いている\n\n",
    "</textarea><input name=\"do\" value=\"send\">",
    "a+b=c&d%20%E3%81%82%",
    "{区|く}と{ward}",
    "  前と後に空白  ",
    "　全角の空白　",
    "が と か\u{3099}",
    "ﾊﾝｶｸ ﾓｼﾞ ﾃﾞｽ",
    "行\u{2028}段\u{2029}",
    "\u{FEFF}目に見えない\u{200B}",
    "עברית וערבית مرحبا",
    "null",
    "0",
    "-",
    "タブ\tの中",
    "鐘\u{7}の音",
    "半分\u{E000}の字",
    "①②③㍻㍿髙﨑",
];
const NUMBERS: [&str; 16] = [
    "99999999999999999999",
    "3.5",
    "三",
    "1e3",
    "+5",
    "-",
    "--1",
    "1 2",
    "0x10",
    "人",
    "NaN",
    "３．５",
    "1,000",
    "½",
    "①",
    "\t",
];
const DAYS: [[&str; 3]; 10] = [
    ["1950", "2", "30"],
    ["1950", "", "3"],
    ["昭和25", "1", "1"],
    ["1899", "12", "31"],
    ["2027", "1", "1"],
    ["1950", "13", "1"],
    ["0", "0", "0"],
    ["1950-1", "1", "1"],
    ["", "", "1"],
    ["99999", "1", "1"],
];

/// What a question is to hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wish {
    /// Nothing.
    Blank,
    /// These choices with these words beside them; one, where only one is taken.
    Choices(Vec<(Code, String)>),
    /// This in its box.
    Typed(String),
    /// These in the boxes of a day or a month.
    Parts(Vec<String>),
    /// This mark.
    Rating(u8),
    /// This way to say nothing.
    Escape(Code),
}

impl Wish {
    /// Something for a question, right or wrong. Rankings are not wished but made step by step.
    pub(crate) fn any(question: &Question, dice: &mut Dice) -> Self {
        match dice.below(10) {
            0 => Self::Blank,
            1..=3 => Self::odd(question, dice),
            _ => Self::sound(question, dice),
        }
    }

    /// Something that is most likely an answer.
    pub(crate) fn sound(question: &Question, dice: &mut Dice) -> Self {
        if !question.escapes().is_empty() && dice.chance(25) {
            return Self::Escape(dice.pick(question.escapes()).code.clone());
        }
        match question.kind() {
            Kind::One(choices) => Self::Choices(vec![choice(dice.pick(choices), dice)]),
            Kind::Several { choices, at_most } => several(choices, at_most.unwrap_or(choices.len()), dice),
            Kind::Number(range) => Self::Typed(number(range, dice)),
            Kind::Date(range) => Self::Parts(day(&range.earliest.to_string(), &range.latest.to_string(), 3, dice)),
            Kind::Month(range) => Self::Parts(month(range.earliest, range.latest, dice)),
            Kind::Text(limit) => Self::Typed(text(limit, dice)),
            Kind::Rating(_) => Self::Rating(u8::try_from(dice.below(11)).expect("at most ten")),
            Kind::Ranking { .. } => Self::Blank,
        }
    }

    /// Something that is most likely none.
    fn odd(question: &Question, dice: &mut Dice) -> Self {
        match question.kind() {
            Kind::Several { choices, .. } => several(choices, choices.len(), dice),
            Kind::Number(range) => Self::Typed(match dice.below(4) {
                0 => (range.min - 1).to_string(),
                1 => (range.max + 1).to_string(),
                _ => (*dice.pick(&NUMBERS)).to_owned(),
            }),
            Kind::Date(_) => Self::Parts(dice.pick(&DAYS).map(str::to_owned).to_vec()),
            Kind::Month(_) => Self::Parts(dice.pick(&DAYS)[..2].iter().map(|part| (*part).to_owned()).collect()),
            Kind::Text(limit) => Self::Typed(odd_text(limit, dice)),
            Kind::One(_) | Kind::Rating(_) | Kind::Ranking { .. } => Self::sound(question, dice),
        }
    }

    /// What the widget holds then. A box for one line takes no line ends, and a page knows only one kind of them.
    pub(crate) fn input(&self, question: &Question) -> Input {
        let one_line = !matches!(question.kind(), Kind::Text(limit) if !limit.one_line);
        match self {
            Self::Choices(taken) if matches!(question.kind(), Kind::One(_)) => {
                taken.first().map_or(Input::Blank, |taken| Input::Choice(picked(taken)))
            }
            Self::Choices(taken) if !taken.is_empty() => Input::Choices(taken.iter().map(picked).collect()),
            Self::Typed(typed) => match boxed(typed, one_line) {
                empty if empty.is_empty() => Input::Blank,
                typed => Input::Typed(typed),
            },
            Self::Parts(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| boxed(part, true).replace('-', "")).collect();
                if parts.iter().all(String::is_empty) { Input::Blank } else { Input::Typed(parts.join("-")) }
            }
            Self::Rating(rating) => Input::Rating(*rating),
            Self::Escape(code) => Input::Escape(code.clone()),
            Self::Blank | Self::Choices(_) => Input::Blank,
        }
    }

    /// What has to be done on the page for it, where the question holds `held`.
    pub(crate) fn moves(&self, question: &Question, held: &Input) -> Vec<Move> {
        let first = format!("q-{}", question.id());
        let mut moves = Vec::new();
        if let Input::Escape(code) = held {
            moves.push(Move::Tick { id: format!("{first}-{code}"), on: false });
        }
        match self {
            Self::Escape(code) => moves.push(Move::Tick { id: format!("{first}-{code}"), on: true }),
            Self::Choices(taken) => moves.extend(taking(question, held, taken)),
            Self::Rating(0) => moves.push(Move::Tick { id: first, on: true }),
            Self::Rating(rating) => moves.push(Move::Tick { id: format!("{first}-{rating}"), on: true }),
            Self::Typed(typed) => moves.push(Move::Write { id: first, text: typed.clone() }),
            Self::Parts(parts) => moves.extend(parts.iter().enumerate().map(|(index, part)| {
                let id = if index == 0 { first.clone() } else { format!("{first}-{index}") };
                Move::Write { id, text: part.clone() }
            })),
            Self::Blank => moves.extend(emptying(question, held)),
        }
        moves
    }
}

/// What empties a question that can be emptied by hand: boxes and ticks; radios have a button for it.
fn emptying(question: &Question, held: &Input) -> Vec<Move> {
    match (question.kind(), held) {
        (Kind::Several { .. }, _) => taking(question, held, &[]),
        (Kind::Date(_), Input::Typed(_)) => Wish::Parts(vec![String::new(); 3]).moves(question, held),
        (Kind::Month(_), Input::Typed(_)) => Wish::Parts(vec![String::new(); 2]).moves(question, held),
        (Kind::Number(_) | Kind::Text(_), Input::Typed(_)) => Wish::Typed(String::new()).moves(question, held),
        _ => Vec::new(),
    }
}

/// Ticks off what is to go, ticks on what is to come, and writes beside it.
fn taking(question: &Question, held: &Input, taken: &[(Code, String)]) -> Vec<Move> {
    let mut moves = Vec::new();
    let held: Vec<&Code> =
        if let Input::Choices(held) = held { held.iter().map(|one| &one.code).collect() } else { Vec::new() };
    for code in held.iter().filter(|code| taken.iter().all(|(taken, _)| taken != **code)) {
        moves.push(Move::Tick { id: choice_control(question, code), on: false });
    }
    for (code, words) in taken {
        moves.push(Move::Tick { id: choice_control(question, code), on: true });
        if takes_words(question, code) {
            moves.push(Move::Write { id: format!("q-{}-{code}-other", question.id()), text: words.clone() });
        }
    }
    moves
}

/// The id of the control for a choice: the first one is the question's.
pub(crate) fn choice_control(question: &Question, code: &Code) -> String {
    let first = question.choices().and_then(|choices| choices.first()).is_some_and(|choice| choice.code == *code);
    if first { format!("q-{}", question.id()) } else { format!("q-{}-{code}", question.id()) }
}

fn takes_words(question: &Question, code: &Code) -> bool {
    question.choices().and_then(|choices| choices.find(code)).is_some_and(|choice| choice.other)
}

fn picked((code, words): &(Code, String)) -> Picked {
    let words = boxed(words, true);
    Picked { code: code.clone(), other: (!words.is_empty()).then_some(words) }
}

/// What a box makes of what is put into it.
fn boxed(text: &str, one_line: bool) -> String {
    let text = text.replace(HALF, "\u{FFFD}").replace("\r\n", "\n").replace('\r', "\n");
    if one_line { text.replace('\n', "") } else { text }
}

fn choice(choice: &Choice, dice: &mut Dice) -> (Code, String) {
    let words = match dice.below(8) {
        _ if !choice.other => String::new(),
        0..=2 => String::new(),
        3 => "長".repeat(101),
        _ => (*dice.pick(&WORDS)).to_owned(),
    };
    (choice.code.clone(), words)
}

/// Up to so many of them; what stands alone is taken alone.
fn several(choices: &Choices, most: usize, dice: &mut Dice) -> Wish {
    let mut taken: Vec<(Code, String)> = Vec::new();
    for _ in 0..=dice.below(most) {
        let one = dice.pick(choices);
        if one.exclusive {
            return Wish::Choices(vec![choice(one, dice)]);
        }
        if taken.iter().all(|(code, _)| *code != one.code) {
            taken.push(choice(one, dice));
        }
    }
    Wish::Choices(taken)
}

fn wide(digits: &str, dice: &mut Dice) -> String {
    let widen = |digit: char| match digit {
        '0'..='9' => char::from_u32(u32::from(digit) - u32::from('0') + u32::from('０')).unwrap_or(digit),
        '-' => 'ー',
        other => other,
    };
    if dice.chance(30) { digits.chars().map(widen).collect() } else { digits.to_owned() }
}

fn number(range: &NumberRange, dice: &mut Dice) -> String {
    let most = range.max.min(range.min + 12);
    let number = wide(&dice.between(range.min, most).to_string(), dice);
    if dice.chance(10) { format!(" {number}　") } else { number }
}

/// A day from the first year to the last, in so many parts, some of them in full-width digits.
fn day(earliest: &str, latest: &str, count: usize, dice: &mut Dice) -> Vec<String> {
    let year =
        |date: &str| date.split('-').next().and_then(|year| year.parse().ok()).expect("a date begins with its year");
    let parts = [dice.between(year(earliest), year(latest)), dice.between(1, 12), dice.between(1, 28)];
    parts[..count].iter().map(|part| wide(&part.to_string(), dice)).collect()
}

fn month(earliest: Month, latest: Month, dice: &mut Dice) -> Vec<String> {
    day(&earliest.to_string(), &latest.to_string(), 2, dice)
}

fn limit(limit: &TextLimit) -> usize {
    usize::try_from(limit.characters_max).expect("a limit fits")
}

fn text(of: &TextLimit, dice: &mut Dice) -> String {
    let words = (*dice.pick(&WORDS)).to_owned();
    match dice.below(6) {
        0 => "👨‍👩‍👧".repeat(limit(of)),
        1 => "字".repeat(limit(of)),
        2 => words.chars().filter(|one| !one.is_control() || *one == '\n').take(limit(of)).collect(),
        _ => words,
    }
}

fn odd_text(of: &TextLimit, dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => "あ".repeat(limit(of) + 1 + dice.below(3)),
        1 => format!("z{}", "\u{0301}".repeat(40)),
        2 => "長い意見です。\n".repeat(300),
        _ => (*dice.pick(&WORDS)).to_owned(),
    }
}

/// What each control holds that shows `input`, by id: ticks are `true`.
pub(crate) fn controls(question: &Question, input: &Input) -> BTreeMap<String, String> {
    let first = format!("q-{}", question.id());
    let on = || "true".to_owned();
    let words = |picked: &Picked| {
        let id = format!("{first}-{}-other", picked.code);
        picked.other.as_ref().filter(|words| !words.is_empty()).map(|words| (id, words.clone()))
    };
    match input {
        Input::Blank | Input::Ranking(_) => BTreeMap::new(),
        Input::Choice(picked) => {
            [(choice_control(question, &picked.code), on())].into_iter().chain(words(picked)).collect()
        }
        Input::Choices(all) => {
            let ticks = all.iter().map(|picked| (choice_control(question, &picked.code), on()));
            ticks.chain(all.iter().filter_map(words)).collect()
        }
        Input::Typed(typed) => {
            let parts = match question.kind() {
                Kind::Date(_) => 3,
                Kind::Month(_) => 2,
                Kind::One(_)
                | Kind::Several { .. }
                | Kind::Number(_)
                | Kind::Text(_)
                | Kind::Rating(_)
                | Kind::Ranking { .. } => {
                    return [(first, typed.clone())].into();
                }
            };
            let id = |index| if index == 0 { first.clone() } else { format!("{first}-{index}") };
            let parts = typed.splitn(parts, '-').enumerate().filter(|(_, part)| !part.is_empty());
            parts.map(|(index, part)| (id(index), part.to_owned())).collect()
        }
        Input::Rating(0) => [(first, on())].into(),
        Input::Rating(rating) => [(format!("{first}-{rating}"), on())].into(),
        Input::Escape(code) => [(format!("{first}-{code}"), on())].into(),
    }
}
