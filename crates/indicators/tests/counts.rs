//! Counts merge in any division, and nobody is in a denominator who was not asked.

use indicators::{Bases, Cell, Denominator, Meanings, OutOf, Reading, Tally, mean_score, units_by_majority};
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
fn several_questions_are_pooled_by_their_sums_and_scores_by_their_mean() {
    let one = Bases { asked: 10, answered: 8, decided: 8, positive: 8 };
    let other = Bases { asked: 10, answered: 2, decided: 2, positive: 0 };
    assert_eq!(Bases::pooled([one, other]).share(Denominator::Answered), Some(0.8));
    let cell = Cell { ward: "271080".parse().unwrap(), age: None, sex: None };
    let scores = ["5", "2", "na"].map(|text| (cell.clone(), Reading::Chosen(code(text))));
    let counts = tally(&scores).ward(cell.ward);
    let mean = mean_score([&counts], &[(code("5"), 5), (code("2"), 2)].into());
    assert_eq!((mean.mean, mean.scores), (Some(3.5), 2));
}

#[test]
fn a_council_counts_when_most_of_its_decided_members_say_so() {
    let unit = |positive, decided| Bases { asked: 9, answered: 9, decided, positive };
    assert_eq!(units_by_majority([unit(2, 3), unit(1, 2), unit(0, 0)]), OutOf { count: 1, all: 2 });
}
