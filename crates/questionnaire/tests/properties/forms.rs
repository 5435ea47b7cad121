//! Random drafts that are sound, but for questions that perhaps nobody reaches.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::form::{Form, NANIWA, TAISHO, form};
use crate::id;
use questionnaire::{
    Comparison, Condition, DraftKind, DraftQuestion, DraftSurvey, Fault, Meaning, Need, Operand, Survey,
};

/// A condition before it is known which questions there are.
#[derive(Debug, Clone)]
enum Gate {
    Leaf { on: Index, with: Index, sort: u8, value: u8 },
    All(Vec<Gate>),
    Any(Vec<Gate>),
    Not(Box<Gate>),
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is tossed on its own")]
struct Plan {
    kind: u8,
    need: u8,
    in_module: bool,
    shares_page: bool,
    begins_section: bool,
    escapes: bool,
    gate: Option<Gate>,
    check: Option<(Gate, bool)>,
    wording: Option<Gate>,
}

fn gates() -> impl Strategy<Value = Gate> {
    let leaf = (any::<Index>(), any::<Index>(), 0..6_u8, any::<u8>()).prop_map(|(on, with, sort, value)| Gate::Leaf {
        on,
        with,
        sort,
        value,
    });
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Gate::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Gate::Any),
            inner.prop_map(|gate| Gate::Not(Box::new(gate))),
        ]
    })
}

fn plans() -> impl Strategy<Value = Plan> {
    let flags = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.2), any::<bool>());
    let gate = prop::option::weighted(0.6, gates());
    let check = prop::option::weighted(0.3, (gates(), any::<bool>()));
    let wording = prop::option::weighted(0.1, gates());
    (0..8_u8, 0..3_u8, flags, gate, check, wording).prop_map(|(kind, need, flags, gate, check, wording)| {
        let (in_module, shares_page, begins_section, escapes) = flags;
        Plan { kind, need, in_module, shares_page, begins_section, escapes, gate, check, wording }
    })
}

/// A survey of up to twelve questions. Some may be beyond reach.
pub(super) fn drafts() -> impl Strategy<Value = DraftSurvey> {
    (prop::collection::vec(plans(), 1..12), any::<bool>()).prop_map(|(plans, everywhere)| {
        let mut page = 0;
        let mut all = form().given("kind", ["civic", "rights"]).given("wave", []);
        for (at, plan) in plans.into_iter().enumerate() {
            page += usize::from(!plan.shares_page || plan.begins_section);
            all = add(all, at, page, plan);
        }
        let module = all.clone().survey().questionnaire.sections.iter().any(has_module);
        let mut draft = all.survey();
        if module {
            let taisho = draft.wards.get_mut(&id(TAISHO)).unwrap();
            taisho.modules.insert(id("more"));
            draft.modules.extend(everywhere.then(|| id("more")));
        }
        draft
    })
}

fn has_module(section: &questionnaire::DraftSection) -> bool {
    section.questions.iter().any(|question| question.module.as_str() == "more")
}

fn add(form: Form, at: usize, page: usize, plan: Plan) -> Form {
    let earlier: Vec<DraftQuestion> =
        form.draft.sections.iter().flat_map(|section| section.questions.iter().cloned()).collect();
    let name = format!("q{at:02}");
    let form = if plan.begins_section { form.section(&format!("s{at}")) } else { form };
    let form = match plan.kind {
        0 => form.one(&name, ["a", "b", "c", "etc"]).other("etc").means("c", Meaning::DontKnow),
        1 => form.several(&name, ["a", "b", "c", "none"]).exclusive("none").at_most(2),
        2 => form.ranking(&name, ["a", "b", "c"]).at_most(2),
        3 => form.number(&name, 0, 10),
        4 => form.date(&name, "2026-01-01", "2026-01-11"),
        5 => form.month(&name, "2026-01", "2026-11"),
        6 => form.text(&name, 9),
        _ => form.rating(&name),
    };
    let form = if plan.escapes && plan.kind > 1 { form.escape("dk", Meaning::DontKnow) } else { form };
    let form = form.page(&format!("p{page}")).edit(|question| {
        question.need = [Need::Required, Need::Reminded, Need::Optional][usize::from(plan.need)];
        question.module = id(if plan.in_module { "more" } else { "core" });
    });
    let in_sight = |questions: Vec<DraftQuestion>| -> Vec<DraftQuestion> {
        let visible = |question: &DraftQuestion| plan.in_module || question.module.as_str() == "core";
        questions.into_iter().filter(visible).collect()
    };
    let before = in_sight(earlier.clone());
    let form = form.edit(|question| {
        question.ask_when = plan.gate.map(|gate| condition(gate, &before));
    });
    let form = match plan.wording {
        Some(gate) => form.wording(condition(gate, &before), "other words"),
        None => form,
    };
    let Some((gate, hard)) = plan.check else { return form };
    let here = form.draft.sections.last().unwrap().questions.last().unwrap().clone();
    let fails_when = condition(gate, &in_sight(earlier.into_iter().chain([here]).collect()));
    if hard { form.hard(fails_when, "no") } else { form.soft(fails_when, "sure?") }
}

fn condition(gate: Gate, questions: &[DraftQuestion]) -> Condition {
    match gate {
        Gate::All(inner) => Condition::All(inner.into_iter().map(|gate| condition(gate, questions)).collect()),
        Gate::Any(inner) => Condition::Any(inner.into_iter().map(|gate| condition(gate, questions)).collect()),
        Gate::Not(inner) => Condition::Not(Box::new(condition(*inner, questions))),
        Gate::Leaf { sort: 0, value, .. } => of_given(value),
        Gate::Leaf { value, .. } if questions.is_empty() => of_given(value),
        Gate::Leaf { on, with, sort, value } => of_question(on.get(questions), with.get(questions), sort, value),
    }
}

fn is(value: u8) -> Comparison {
    [Comparison::Equal, Comparison::Less, Comparison::AtMost, Comparison::Greater, Comparison::AtLeast]
        [usize::from(value) % 5]
}

fn of_given(value: u8) -> Condition {
    let to = i64::from(value / 8) % 4;
    match value % 4 {
        0 => Condition::GivenIs { given: id("kind"), value: "civic".into() },
        1 => Condition::GivenIn { given: id("ward"), values: vec![NANIWA.into()] },
        2 => Condition::GivenIs { given: id("wave"), value: to.to_string() },
        _ => Condition::GivenCompare { given: id("wave"), is: is(value / 4), to: Operand::Number(to) },
    }
}

fn of_question(question: &DraftQuestion, with: &DraftQuestion, sort: u8, value: u8) -> Condition {
    let to = i64::from(value / 5) % 13 - 1;
    let compare = |to| Condition::Compare { question: question.id.clone(), is: is(value), to };
    let alike = match (&question.answer, &with.answer) {
        (DraftKind::Number(_) | DraftKind::Rating(_), DraftKind::Number(_) | DraftKind::Rating(_))
        | (DraftKind::Date(_), DraftKind::Date(_))
        | (DraftKind::Month(_), DraftKind::Month(_)) => true,
        (_, _) => false,
    };
    if sort == 1 && alike {
        return Condition::CompareAnswers { question: question.id.clone(), is: is(value), to: with.id.clone() };
    }
    match &question.answer {
        DraftKind::Number(_) | DraftKind::Rating(_) => compare(Operand::Number(to)),
        DraftKind::Date(_) => compare(Operand::Date(id(&format!("2026-01-{:02}", to + 2)))),
        DraftKind::Month(_) => compare(Operand::Month(id(&format!("2026-{:02}", (to + 1).clamp(1, 12))))),
        DraftKind::Text(_) if question.escapes.is_empty() => of_given(value),
        DraftKind::Text(_) => Condition::Chose { question: question.id.clone(), choice: id("dk") },
        DraftKind::One(_) | DraftKind::Several(_) | DraftKind::Ranking(_) => of_choices(question, sort, value),
    }
}

fn of_choices(question: &DraftQuestion, sort: u8, value: u8) -> Condition {
    let codes = ["a", "b", "c"].map(id::<questionnaire::Code>);
    let (question, at) = (question.id.clone(), usize::from(value) % 3);
    let choices = vec![codes[at].clone(), codes[(at + 1) % 3].clone()];
    match sort % 3 {
        0 => Condition::Chose { question, choice: codes[at].clone() },
        1 => Condition::ChoseAny { question, choices },
        _ => Condition::Contains { question, choices },
    }
}

/// The survey without the conditions that keep everybody out.
#[track_caller]
pub(super) fn reachable(mut draft: DraftSurvey) -> (DraftSurvey, Survey) {
    loop {
        let problems = match Survey::try_from(draft.clone()) {
            Ok(survey) => return (draft, survey),
            Err(problems) => problems,
        };
        let mut lost = problems.iter().map(|problem| match (&problem.fault, &problem.place.question) {
            (Fault::Unreachable, Some(question)) => question.clone(),
            (_, _) => panic!("{problem}"),
        });
        // The first only: what lies behind it may be reached once it is.
        let first = lost.next().unwrap();
        let mut questions = draft.questionnaire.sections.iter_mut().flat_map(|section| &mut section.questions);
        questions.find(|question| question.id == first).unwrap().ask_when = None;
    }
}
