//! Reads a survey from its tree, field by field.
//!
//! The types read themselves by serde everywhere else; made by hand this takes a third of the bytes on the way to
//! the resident. A test holds the two ways against each other. What is wrong is noted and read as something
//! harmless, so that there is one way through: a survey with anything wrong in it comes to nothing at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use questionnaire::{
    Check, Choice, ChoiceSet, Comparison, Condition, DateRange, DraftChoices, DraftKind, DraftQuestion,
    DraftQuestionnaire, DraftSection, DraftSeveral, DraftSurvey, Ends, Frame, Meaning, ModuleId, MonthRange, Need,
    NumberRange, Opening, Operand, Period, Severity, Text, TextLimit, WardSettings, Wording,
};

use crate::json::Node;

/// The survey that `node` holds, if it holds nothing else.
pub fn survey(node: Node) -> Option<DraftSurvey> {
    let mut reader = Reader { sound: true };
    let survey = reader.survey(node);
    reader.sound.then_some(survey)
}

/// A name that every kind of name takes, for where there is none.
const NAME: &str = "x";

struct Reader {
    sound: bool,
}

impl Reader {
    fn wrong<T>(&mut self, harmless: T) -> T {
        self.sound = false;
        harmless
    }

    fn string(&mut self, node: Node) -> String {
        if let Node::Text(text) = node { text } else { self.wrong(String::new()) }
    }

    fn parsed<T: FromStr>(&mut self, text: &str, harmless: &str) -> T {
        match text.parse() {
            Ok(value) => value,
            Err(_) => {
                self.sound = false;
                self.harmless(harmless)
            }
        }
    }

    #[expect(clippy::expect_used, reason = "constant texts, each read by a test")]
    fn harmless<T: FromStr>(&mut self, text: &str) -> T {
        text.parse().ok().expect("a harmless value")
    }

    fn id<T: FromStr>(&mut self, node: Node) -> T {
        let text = self.string(node);
        self.parsed(&text, NAME)
    }

    fn day<T: FromStr>(&mut self, node: Node, harmless: &str) -> T {
        let text = self.string(node);
        self.parsed(&text, harmless)
    }

    fn number<T: TryFrom<i64> + Default>(&mut self, node: &Node) -> T {
        match node {
            Node::Number(number) => T::try_from(*number).unwrap_or_else(|_| self.wrong(T::default())),
            Node::Null | Node::Bool(_) | Node::Text(_) | Node::List(_) | Node::Table(_) => self.wrong(T::default()),
        }
    }

    fn flag(&mut self, node: &Node) -> bool {
        match node {
            Node::Null => false,
            Node::Bool(flag) => *flag,
            Node::Number(_) | Node::Text(_) | Node::List(_) | Node::Table(_) => self.wrong(false),
        }
    }

    fn list<T>(&mut self, node: Node, item: fn(&mut Self, Node) -> T) -> Vec<T> {
        match node {
            Node::List(items) => items.into_iter().map(|node| item(self, node)).collect(),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::Table(_) => self.wrong(Vec::new()),
        }
    }

    /// A list that may be left out when it is empty.
    fn any<T>(&mut self, node: Node, item: fn(&mut Self, Node) -> T) -> Vec<T> {
        if node == Node::Null { Vec::new() } else { self.list(node, item) }
    }

    fn entries(&mut self, node: Node) -> Vec<(String, Node)> {
        if let Node::Table(fields) = node { fields } else { self.wrong(Vec::new()) }
    }

    /// A table that may be left out when it is empty.
    fn any_entries(&mut self, node: Node) -> Vec<(String, Node)> {
        if node == Node::Null { Vec::new() } else { self.entries(node) }
    }

    fn maybe<T>(&mut self, node: Node, value: fn(&mut Self, Node) -> T) -> Option<T> {
        if node == Node::Null { None } else { Some(value(self, node)) }
    }

    /// A thing that is one of several: its name and what it holds.
    fn variant(&mut self, node: Node) -> (String, Node) {
        match node {
            Node::Text(name) => (name, Node::Null),
            Node::Table(mut fields) if fields.len() == 1 => fields.pop().unwrap_or_default(),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Table(_) => {
                self.wrong((String::new(), Node::Null))
            }
        }
    }

    /// One of several names; the first of them where it is none.
    fn named<T: Copy>(&mut self, node: Node, names: &[(&str, T)], first: T) -> T {
        let text = self.string(node);
        let found = names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        found.unwrap_or_else(|| self.wrong(first))
    }

    fn text(&mut self, node: Node) -> Text {
        let mut text = Text::default();
        for (tag, words) in self.entries(node) {
            let (language, words) = (self.parsed(&tag, "ja"), self.string(words));
            text.0.insert(language, words);
        }
        text
    }
}

impl Reader {
    fn survey(&mut self, mut node: Node) -> DraftSurvey {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        let mut survey = DraftSurvey {
            id: self.id(take("id")),
            title: self.text(take("title")),
            frame: self.frame(take("frame")),
            period: self.period(take("period")),
            modules: self.modules(take("modules")),
            slots: self.slots(take("slots")),
            wards: BTreeMap::new(),
            embed_origins: BTreeSet::new(),
            questionnaire: self.questionnaire(take("questionnaire")),
        };
        for origin in self.any(take("embed_origins"), Self::string) {
            survey.embed_origins.insert(origin);
        }
        for (code, settings) in self.entries(take("wards")) {
            let (code, settings) = (self.parsed(&code, "271004"), self.ward(settings));
            survey.wards.insert(code, settings);
        }
        survey
    }

    fn modules(&mut self, node: Node) -> BTreeSet<ModuleId> {
        let mut modules = BTreeSet::new();
        for module in self.any(node, Self::id) {
            modules.insert(module);
        }
        modules
    }

    fn slots(&mut self, node: Node) -> questionnaire::Slots {
        let mut slots = questionnaire::Slots::new();
        for (name, text) in self.any_entries(node) {
            let (name, text) = (self.parsed(&name, NAME), self.text(text));
            slots.insert(name, text);
        }
        slots
    }

    fn ward(&mut self, mut node: Node) -> WardSettings {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        WardSettings {
            name: self.text(take("name")),
            modules: self.modules(take("modules")),
            slots: self.slots(take("slots")),
        }
    }

    fn frame(&mut self, node: Node) -> Frame {
        let names = [
            ("random_sample", Frame::RandomSample),
            ("registered_panel", Frame::RegisteredPanel),
            ("self_selected_on_site", Frame::SelfSelectedOnSite),
            ("open_self_selected", Frame::OpenSelfSelected),
            ("census", Frame::Census),
            ("contracted_investigators", Frame::ContractedInvestigators),
        ];
        self.named(node, &names, Frame::Census)
    }

    fn period(&mut self, mut node: Node) -> Period {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        Period { opens: self.date(take("opens")), closes: self.date(take("closes")) }
    }

    fn date(&mut self, node: Node) -> questionnaire::Date {
        self.day(node, "2026-01-01")
    }

    fn month(&mut self, node: Node) -> questionnaire::Month {
        self.day(node, "2026-01")
    }

    fn language(&mut self, node: Node) -> questionnaire::Language {
        self.day(node, "ja")
    }

    fn questionnaire(&mut self, mut node: Node) -> DraftQuestionnaire {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        let mut questionnaire = DraftQuestionnaire {
            id: self.id(take("id")),
            edition: self.string(take("edition")),
            languages: self.list(take("languages"), Self::language),
            title: self.text(take("title")),
            opening: self.opening(take("opening")),
            ward_question: self.text(take("ward_question")),
            givens: BTreeMap::new(),
            choice_sets: BTreeMap::new(),
            sections: self.list(take("sections"), Self::section),
        };
        for (name, values) in self.any_entries(take("givens")) {
            let (name, values) = (self.parsed(&name, NAME), self.list(values, Self::string));
            questionnaire.givens.insert(name, values);
        }
        for (name, set) in self.any_entries(take("choice_sets")) {
            let (name, set) = (self.parsed(&name, NAME), self.choice_set(set));
            questionnaire.choice_sets.insert(name, set);
        }
        questionnaire
    }

    fn opening(&mut self, mut node: Node) -> Opening {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        Opening {
            purpose: self.text(take("purpose")),
            office: self.text(take("office")),
            handling: self.text(take("handling")),
            paper: self.text(take("paper")),
        }
    }

    fn choice_set(&mut self, mut node: Node) -> ChoiceSet {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        ChoiceSet { positive: self.any(take("positive"), Self::id), choices: self.list(take("choices"), Self::choice) }
    }

    fn choice(&mut self, mut node: Node) -> Choice {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        let meanings = [
            ("substance", Meaning::Substance),
            ("dont_know", Meaning::DontKnow),
            ("prefer_not_to_say", Meaning::PreferNotToSay),
        ];
        let meaning = take("meaning");
        Choice {
            code: self.id(take("code")),
            paper: self.maybe(take("paper"), |reader, node| reader.number(&node)),
            text: self.text(take("text")),
            meaning: if meaning == Node::Null {
                Meaning::Substance
            } else {
                self.named(meaning, &meanings, Meaning::Substance)
            },
            exclusive: self.flag(&take("exclusive")),
            other: self.flag(&take("other")),
        }
    }

    fn section(&mut self, mut node: Node) -> DraftSection {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        DraftSection {
            id: self.id(take("id")),
            title: self.text(take("title")),
            why: self.maybe(take("why"), Self::text),
            questions: self.list(take("questions"), Self::question),
        }
    }

    fn question(&mut self, mut node: Node) -> DraftQuestion {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        let (module, need) = (take("module"), take("need"));
        let needs = [("required", Need::Required), ("reminded", Need::Reminded), ("optional", Need::Optional)];
        DraftQuestion {
            id: self.id(take("id")),
            module: if module == Node::Null { self.harmless(questionnaire::CORE) } else { self.id(module) },
            page: self.maybe(take("page"), Self::id),
            text: self.text(take("text")),
            wordings: self.any(take("wordings"), Self::wording),
            help: self.maybe(take("help"), Self::text),
            need: if need == Node::Null { Need::default() } else { self.named(need, &needs, Need::Optional) },
            ask_when: self.maybe(take("ask_when"), Self::condition),
            answer: self.kind(take("answer")),
            escapes: self.any(take("escapes"), Self::choice),
            positive: self.any(take("positive"), Self::id),
            feeds: self.any(take("feeds"), Self::id),
            checks: self.any(take("checks"), Self::check),
        }
    }

    fn wording(&mut self, mut node: Node) -> Wording {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        Wording { when: self.condition(take("when")), text: self.text(take("text")) }
    }

    fn check(&mut self, mut node: Node) -> Check {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        let severities = [("soft", Severity::Soft), ("hard", Severity::Hard)];
        Check {
            fails_when: self.condition(take("fails_when")),
            severity: self.named(take("severity"), &severities, Severity::Hard),
            message: self.text(take("message")),
        }
    }
}

impl Reader {
    fn kind(&mut self, node: Node) -> DraftKind {
        let (name, mut node) = self.variant(node);
        match name.as_str() {
            "one" => DraftKind::One(self.choices(node)),
            "several" => DraftKind::Several(self.several(node)),
            "ranking" => DraftKind::Ranking(self.several(node)),
            "number" => DraftKind::Number(self.number_range(node)),
            "rating" => DraftKind::Rating(self.ends(node)),
            typed => {
                let mut take = |name: &str| node.take(name).unwrap_or_default();
                match typed {
                    "date" => {
                        let (earliest, latest) = (self.date(take("earliest")), self.date(take("latest")));
                        DraftKind::Date(DateRange { earliest, latest })
                    }
                    "month" => {
                        let (earliest, latest) = (self.month(take("earliest")), self.month(take("latest")));
                        DraftKind::Month(MonthRange { earliest, latest })
                    }
                    "text" => {
                        let characters_max = self.number(&take("characters_max"));
                        DraftKind::Text(TextLimit { characters_max, one_line: self.flag(&take("one_line")) })
                    }
                    _ => self.wrong(DraftKind::One(DraftChoices::default())),
                }
            }
        }
    }

    fn choices(&mut self, mut node: Node) -> DraftChoices {
        // All of its fields may be left out, so that nothing else would tell a table from something else.
        self.sound &= matches!(node, Node::Table(_));
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        DraftChoices {
            choice_set: self.maybe(take("choice_set"), Self::id),
            choices: self.any(take("choices"), Self::choice),
        }
    }

    fn several(&mut self, mut node: Node) -> DraftSeveral {
        let at_most = node.take("at_most").unwrap_or_default();
        let DraftChoices { choice_set, choices } = self.choices(node);
        DraftSeveral { choice_set, choices, at_most: self.maybe(at_most, |reader, node| reader.number(&node)) }
    }

    fn number_range(&mut self, mut node: Node) -> NumberRange {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        NumberRange {
            min: self.number(&take("min")),
            max: self.number(&take("max")),
            unit: self.maybe(take("unit"), Self::text),
        }
    }

    fn ends(&mut self, mut node: Node) -> Ends {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        Ends { low: self.text(take("low")), high: self.text(take("high")) }
    }

    fn condition(&mut self, node: Node) -> Condition {
        let (name, mut node) = self.variant(node);
        match name.as_str() {
            "all" => Condition::All(self.list(node, Self::condition)),
            "any" => Condition::Any(self.list(node, Self::condition)),
            "not" => Condition::Not(Box::new(self.condition(node))),
            plain => {
                let mut take = |name: &str| node.take(name).unwrap_or_default();
                match plain {
                    "chose" => {
                        Condition::Chose { question: self.id(take("question")), choice: self.id(take("choice")) }
                    }
                    "chose_any" => {
                        let question = self.id(take("question"));
                        Condition::ChoseAny { question, choices: self.list(take("choices"), Self::id) }
                    }
                    "contains" => {
                        let question = self.id(take("question"));
                        Condition::Contains { question, choices: self.list(take("choices"), Self::id) }
                    }
                    _ => self.comparing(plain, node),
                }
            }
        }
    }

    fn comparing(&mut self, name: &str, mut node: Node) -> Condition {
        let mut take = |name: &str| node.take(name).unwrap_or_default();
        match name {
            "compare" => Condition::Compare {
                question: self.id(take("question")),
                is: self.comparison(take("is")),
                to: self.operand(take("to")),
            },
            "compare_answers" => Condition::CompareAnswers {
                question: self.id(take("question")),
                is: self.comparison(take("is")),
                to: self.id(take("to")),
            },
            "given_is" => Condition::GivenIs { given: self.id(take("given")), value: self.string(take("value")) },
            "given_in" => {
                let given = self.id(take("given"));
                Condition::GivenIn { given, values: self.list(take("values"), Self::string) }
            }
            "given_compare" => Condition::GivenCompare {
                given: self.id(take("given")),
                is: self.comparison(take("is")),
                to: self.operand(take("to")),
            },
            _ => self.wrong(Condition::Any(Vec::new())),
        }
    }

    fn comparison(&mut self, node: Node) -> Comparison {
        let names = [
            ("equal", Comparison::Equal),
            ("less", Comparison::Less),
            ("at_most", Comparison::AtMost),
            ("greater", Comparison::Greater),
            ("at_least", Comparison::AtLeast),
        ];
        self.named(node, &names, Comparison::Equal)
    }

    fn operand(&mut self, node: Node) -> Operand {
        let (name, node) = self.variant(node);
        match name.as_str() {
            "number" => Operand::Number(self.number(&node)),
            "date" => Operand::Date(self.date(node)),
            "month" => Operand::Month(self.month(node)),
            _ => self.wrong(Operand::Number(0)),
        }
    }
}
