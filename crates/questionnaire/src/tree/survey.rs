//! How a survey, and what a person put into it, is read from a tree.

use super::{Faults, FromNode, Node, Table, variant};
use crate::condition::{Comparison, Condition, Operand};
use crate::draft::{
    Check, Choice, ChoiceSet, DateRange, DraftChoices, DraftKind, DraftQuestion, DraftQuestionnaire, DraftSection,
    DraftSeveral, Ends, Meaning, MonthRange, Need, NumberRange, Opening, Severity, TextLimit, Wording, core_module,
};
use crate::draft_survey::{Abandoned, DraftSurvey, Frame, Keeping, Period, State, WardSettings};
use crate::finding::Acknowledged;
use crate::input::{Input, Picked};
use crate::map::{Map, Set};
use crate::sealing_key::SealingKey;
use crate::text::Text;
use crate::{read_names, read_table};

read_table!(DraftSurvey {
    id,
    title,
    frame,
    period,
    modules = Set::new(),
    slots = Map::new(),
    wards,
    embed_origins = Set::new(),
    sealing_keys = Vec::new(),
    abandoned = Abandoned::Discard,
    keeping = Keeping::default(),
    questionnaire,
});
#[cfg(feature = "publish")]
read_table!(Keeping { grace_days = 0, ward_periods = Map::new(), aside_days, responses_days });
read_table!(SealingKey { kty, crv, kid, x, y });
read_table!(WardSettings { name, modules = Set::new(), slots = Map::new() });
read_table!(Period { opens, closes });
read_table!(DraftQuestionnaire {
    id,
    edition,
    languages,
    title,
    opening,
    ward_question,
    givens = Map::new(),
    choice_sets = Map::new(),
    sections,
});
read_table!(Opening { purpose, office, handling, paper });
read_table!(ChoiceSet { positive = Vec::new(), choices });
read_table!(Choice { code, paper, text, meaning = Meaning::Substance, exclusive = false, other = false });
read_table!(DraftSection { id, title, why, questions });
read_table!(DraftQuestion {
    id,
    module = core_module(),
    page,
    text,
    wordings = Vec::new(),
    help,
    need = Need::Reminded,
    ask_when,
    answer,
    escapes = Vec::new(),
    positive = Vec::new(),
    feeds = Vec::new(),
    checks = Vec::new(),
});
read_table!(Wording { when, text });
read_table!(DraftChoices { choice_set, choices = Vec::new() });
read_table!(DraftSeveral { choice_set, choices = Vec::new(), at_most });
read_table!(NumberRange { min, max, unit });
read_table!(DateRange { earliest, latest });
read_table!(MonthRange { earliest, latest });
read_table!(TextLimit { characters_max, one_line = false });
read_table!(Ends { low, high });
read_table!(Check { fails_when, severity, message });
read_table!(Picked { code, other });
read_table!(Acknowledged { reminded, confirmed });

read_names!(Frame {
    "random_sample" => RandomSample,
    "registered_panel" => RegisteredPanel,
    "self_selected_on_site" => SelfSelectedOnSite,
    "open_self_selected" => OpenSelfSelected,
    "census" => Census,
    "contracted_investigators" => ContractedInvestigators,
});
read_names!(Abandoned { "discard" => Discard, "send" => Send });
read_names!(State {
    "draft" => Draft,
    "rehearsal" => Rehearsal,
    "open" => Open,
    "paused" => Paused,
    "closed" => Closed,
    "published" => Published,
    "archived" => Archived,
});
read_names!(Meaning {
    "substance" => Substance,
    "dont_know" => DontKnow,
    "prefer_not_to_say" => PreferNotToSay,
});
read_names!(Need { "required" => Required, "reminded" => Reminded, "optional" => Optional });
read_names!(Severity { "soft" => Soft, "hard" => Hard });
read_names!(Comparison {
    "equal" => Equal,
    "less" => Less,
    "at_most" => AtMost,
    "greater" => Greater,
    "at_least" => AtLeast,
});

#[cfg(not(feature = "publish"))]
impl FromNode for Keeping {
    /// A device goes by nothing of it, and need not carry the code to read it.
    fn from_node(_: Node, _: &mut Faults) -> Self {
        Self::default()
    }
}

impl FromNode for Text {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        Self(FromNode::from_node(node, faults))
    }
}

impl FromNode for DraftKind {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let (name, node) = variant(node, faults);
        match name.as_str() {
            "one" => Self::One(FromNode::from_node(node, faults)),
            "several" => Self::Several(FromNode::from_node(node, faults)),
            "number" => Self::Number(FromNode::from_node(node, faults)),
            "date" => Self::Date(FromNode::from_node(node, faults)),
            "month" => Self::Month(FromNode::from_node(node, faults)),
            "text" => Self::Text(FromNode::from_node(node, faults)),
            "rating" => Self::Rating(FromNode::from_node(node, faults)),
            "ranking" => Self::Ranking(FromNode::from_node(node, faults)),
            _ => {
                faults.note();
                Self::One(DraftChoices::default())
            }
        }
    }
}

impl FromNode for Operand {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let (name, node) = variant(node, faults);
        match name.as_str() {
            "number" => Self::Number(FromNode::from_node(node, faults)),
            "date" => Self::Date(FromNode::from_node(node, faults)),
            "month" => Self::Month(FromNode::from_node(node, faults)),
            _ => {
                faults.note();
                Self::Number(0)
            }
        }
    }
}

impl FromNode for Condition {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let (name, node) = variant(node, faults);
        match name.as_str() {
            "all" => return Self::All(FromNode::from_node(node, faults)),
            "any" => return Self::Any(FromNode::from_node(node, faults)),
            "not" => return Self::Not(FromNode::from_node(node, faults)),
            _ => {}
        }
        let mut table = Table::of(node, faults);
        let known = match name.as_str() {
            "chose" => Some(Self::Chose { question: table.field("question"), choice: table.field("choice") }),
            "chose_any" => Some(Self::ChoseAny { question: table.field("question"), choices: table.field("choices") }),
            "contains" => Some(Self::Contains { question: table.field("question"), choices: table.field("choices") }),
            "compare" => {
                Some(Self::Compare { question: table.field("question"), is: table.field("is"), to: table.field("to") })
            }
            "compare_answers" => Some(Self::CompareAnswers {
                question: table.field("question"),
                is: table.field("is"),
                to: table.field("to"),
            }),
            "given_is" => Some(Self::GivenIs { given: table.field("given"), value: table.field("value") }),
            "given_in" => Some(Self::GivenIn { given: table.field("given"), values: table.field("values") }),
            "given_compare" => {
                Some(Self::GivenCompare { given: table.field("given"), is: table.field("is"), to: table.field("to") })
            }
            _ => None,
        };
        table.end();
        known.unwrap_or_else(|| {
            faults.note();
            Self::All(Vec::new())
        })
    }
}

impl FromNode for Input {
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        if node == Node::Text("blank".to_owned()) {
            return Self::Blank;
        }
        let (name, node) = variant(node, faults);
        match name.as_str() {
            "choice" => Self::Choice(FromNode::from_node(node, faults)),
            "choices" => Self::Choices(FromNode::from_node(node, faults)),
            "typed" => Self::Typed(FromNode::from_node(node, faults)),
            "rating" => Self::Rating(FromNode::from_node(node, faults)),
            "ranking" => Self::Ranking(FromNode::from_node(node, faults)),
            "escape" => Self::Escape(FromNode::from_node(node, faults)),
            _ => {
                faults.note();
                Self::Blank
            }
        }
    }
}
