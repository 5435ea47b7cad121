//! Counts merge in any division, and nobody is in a denominator who was not asked.

use indicators::{
    Bases, ByMajority, Cell, Councils, Denominator, Meanings, OutOf, Reading, SheetSum, Sheets, Tally, response_rate,
};
use proptest::prelude::*;
use questionnaire::Code;

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn meanings() -> Meanings {
    Meanings {
        positive: [code("p2"), code("p1")].into(),
        dont_know: [code("dk")].into(),
        prefer_not_to_say: [code("pns")].into(),
    }
}

fn reading() -> impl Strategy<Value = Reading> {
    prop_oneof![
        Just(Reading::OutsideBase),
        Just(Reading::NotAsked),
        Just(Reading::NoAnswer),
        Just(Reading::Contradictory),
        Just(Reading::Unreadable),
        prop::sample::select(vec!["p2", "p1", "n1", "n2", "dk", "pns"]).prop_map(|text| Reading::Chosen(code(text))),
    ]
}

fn cell() -> impl Strategy<Value = Cell> {
    let ward = prop::sample::select(vec!["271080", "271021"]).prop_map(|ward| ward.parse().unwrap());
    let some = |codes: Vec<&'static str>| prop::option::of(prop::sample::select(codes).prop_map(code));
    (ward, some(vec!["18_29", "30_39"]), some(vec!["female", "male"])).prop_map(|(ward, age, sex)| Cell {
        ward,
        age,
        sex,
    })
}

fn tally(responses: &[(Cell, Reading)]) -> Tally {
    let mut tally = Tally::default();
    for (cell, reading) in responses {
        tally.add(cell, reading, 1);
    }
    tally
}

proptest! {
    #[test]
    fn any_division_of_the_responses_merges_to_the_same(
        responses in prop::collection::vec((cell(), reading(), 0..4_usize), 0..200),
        order in Just([0, 1, 2, 3]).prop_shuffle(),
    ) {
        let all: Vec<_> = responses.iter().map(|(cell, reading, _)| (cell.clone(), reading.clone())).collect();
        let mut merged = Tally::default();
        for part in order {
            let of_part = responses.iter().filter(|(_, _, of)| *of == part);
            let of_part: Vec<_> = of_part.map(|(cell, reading, _)| (cell.clone(), reading.clone())).collect();
            merged.merge(&tally(&of_part));
        }
        prop_assert_eq!(merged, tally(&all));
    }

    #[test]
    fn who_was_not_asked_or_is_outside_the_base_is_in_no_denominator(
        responses in prop::collection::vec((cell(), reading()), 0..100), more in 1..50_u64,
    ) {
        let ward = "271080".parse().unwrap();
        let mut tally = tally(&responses);
        let before = Bases::of(&tally.ward(ward), &meanings());
        let cell = Cell { ward, age: None, sex: None };
        tally.add(&cell, &Reading::NotAsked, more);
        tally.add(&cell, &Reading::OutsideBase, more);
        prop_assert_eq!(Bases::of(&tally.ward(ward), &meanings()), before);
    }

    #[test]
    fn the_floor_is_below_the_share_and_the_share_below_the_one_without_dont_know(
        responses in prop::collection::vec((cell(), reading()), 0..100),
    ) {
        let bases = Bases::of(&tally(&responses).ward("271080".parse().unwrap()), &meanings());
        prop_assert!(bases.positive <= bases.decided && bases.decided <= bases.answered && bases.answered <= bases.asked);
        let shares = [Denominator::Asked, Denominator::Answered, Denominator::Decided].map(|of| bases.share(of));
        if let [Some(floor), Some(share), Some(decided)] = shares {
            prop_assert!(floor <= share && share <= decided);
        }
    }

    #[test]
    fn every_response_is_counted_once(responses in prop::collection::vec((cell(), reading()), 0..100)) {
        let counted: u64 = tally(&responses).cells().map(|(_, counts)| counts.responses()).sum();
        prop_assert_eq!(counted, responses.len() as u64);
    }
}

#[test]
fn the_four_kinds_of_nothing_stay_apart() {
    let cell = Cell { ward: "271080".parse().unwrap(), age: None, sex: None };
    let said = ["p1", "dk", "pns"].map(|text| (cell.clone(), Reading::Chosen(code(text))));
    let none = [Reading::NoAnswer, Reading::NotAsked].map(|reading| (cell.clone(), reading));
    let counts = tally(&[&said[..], &none[..]].concat()).ward(cell.ward);
    let bases = Bases::of(&counts, &meanings());
    assert_eq!((counts.not_asked, counts.no_answer), (1, 1));
    assert_eq!((bases.asked, bases.answered, bases.decided, bases.positive), (4, 2, 1, 1));
}

#[test]
fn several_questions_are_pooled_by_their_sums() {
    let one = Bases { asked: 10, answered: 8, decided: 8, positive: 8 };
    let other = Bases { asked: 10, answered: 2, decided: 2, positive: 0 };
    assert_eq!(Bases::pooled([one, other]).share(Denominator::Answered), Some(0.8));
}

#[test]
fn a_visit_on_which_less_was_seen_weighs_as_much_as_another() {
    let ward = "271080".parse().unwrap();
    let mut sheets = Sheets::default();
    for (sum, scores) in [(80, 16), (2, 1), (0, 0)] {
        sheets.add(ward, SheetSum { sum, scores }, 1);
    }
    let mean = sheets.mean(Some(ward));
    assert_eq!((mean.mean, mean.sheets, mean.scores), (Some(3.5), 2, 17));
    assert_eq!(sheets.mean(Some("271021".parse().unwrap())).mean, None);
}

#[test]
fn a_response_rate_is_of_those_registered() {
    assert_eq!(response_rate(129, 194).share().map(|share| (share * 1_000.0).round()), Some(665.0));
    assert_eq!(response_rate(0, 0).share(), None);
}

/// What the organisations of councils say: ward, council, answer.
fn councils(said: &[(&str, Option<&str>, Reading)]) -> Councils {
    let mut councils = Councils::default();
    for (ward, council, reading) in said {
        councils.add(ward.parse().unwrap(), *council, reading);
    }
    councils
}

#[test]
fn a_council_is_positive_when_most_of_its_valid_answers_are_and_a_tie_is_not() {
    let says = |council, text: &str| ("271080", council, Reading::Chosen(code(text)));
    let (most, tied, few, silent) = (Some("most"), Some("tied"), Some("few"), Some("silent"));
    let said = [
        says(most, "p2"),
        says(most, "p1"),
        says(most, "n1"),
        says(tied, "p2"),
        says(tied, "n2"),
        says(tied, "dk"),
        says(few, "n1"),
        says(few, "pns"),
        says(silent, "dk"),
        ("271080", silent, Reading::NoAnswer),
        ("271080", Some("not asked"), Reading::NotAsked),
        says(None, "p2"),
        // The same name in another ward is another council.
        ("271021", few, Reading::Chosen(code("p1"))),
    ];
    let found = councils(&said).by_majority(Some("271080".parse().unwrap()), &meanings());
    assert_eq!(found, ByMajority { positive: 1, tied: 1, others: 1, silent: 1, without_council: 1 });
    assert_eq!(found.out_of(), OutOf { count: 1, all: 3 });
    assert_eq!(councils(&said).by_majority(None, &meanings()).out_of(), OutOf { count: 2, all: 4 });
}

proptest! {
    #[test]
    fn any_division_of_organisations_and_score_sheets_merges_to_the_same_bits(
        said in prop::collection::vec((cell(), 0..5_usize, reading(), 0..81_u32, 0..17_u32, 0..3_usize), 0..120),
        order in Just([0, 1, 2]).prop_shuffle(),
    ) {
        let count = |part: Option<usize>| {
            let (mut councils, mut sheets) = (Councils::default(), Sheets::default());
            for (cell, council, reading, sum, scores, of) in &said {
                if part.is_none_or(|part| part == *of) {
                    let name = council.to_string();
                    councils.add(cell.ward, (*council > 0).then_some(name.as_str()), reading);
                    sheets.add(cell.ward, SheetSum { sum: *sum, scores: *scores }, 1);
                }
            }
            (councils, sheets)
        };
        let (mut councils, mut sheets) = (Councils::default(), Sheets::default());
        for part in order {
            let (of_part, sheets_of_part) = count(Some(part));
            councils.merge(&of_part);
            sheets.merge(&sheets_of_part);
        }
        let bits = |sheets: &Sheets| sheets.mean(None).mean.map(f64::to_bits);
        let (all, all_sheets) = count(None);
        prop_assert_eq!(bits(&sheets), bits(&all_sheets));
        prop_assert_eq!(sheets, all_sheets);
        let found = councils.by_majority(None, &meanings());
        prop_assert_eq!(found, all.by_majority(None, &meanings()));
        prop_assert_eq!(&councils, &all);
        // Wards add up to the city, and nobody is counted twice.
        let wards = ["271080", "271021"].map(|ward| councils.by_majority(Some(ward.parse().unwrap()), &meanings()));
        prop_assert_eq!(wards.iter().map(|ward| ward.out_of().all).sum::<u64>(), found.out_of().all);
        prop_assert!(found.positive + found.tied + found.others + found.silent <= 8);
    }
}
