//! Weights stand for all adults of a ward, and are never without bounds.

use std::collections::BTreeMap;

use indicators::{
    Adults, AdultsFault, Outcome, Outcomes, WEIGHT_MAX, Ward, WardAdults, estimate, post_stratify, rake, weigh,
};
use proptest::prelude::*;
use questionnaire::{Code, WardCode};

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

const AGES: [&str; 4] = ["18_29", "30_39", "40_49", "75_"];

fn adults() -> WardAdults {
    let by_sex = [(code("female"), vec![900, 800, 700, 1200]), (code("male"), vec![950, 780, 650, 0])];
    WardAdults { ages: AGES.map(code).to_vec(), by_sex: by_sex.into() }
}

fn outcomes() -> impl Strategy<Value = Outcomes> {
    let some = |codes: Vec<&'static str>| prop::option::weighted(0.9, prop::sample::select(codes).prop_map(code));
    let outcome = (0..30_u64, 0..30_u64, 0..10_u64);
    let outcome = outcome.prop_map(|(positive, rest, outside)| Outcome { positive, rest, outside });
    let sex = some(vec!["female", "male", "other"]);
    prop::collection::vec(((some(AGES.to_vec()), sex), outcome), 1..14).prop_map(|rows| {
        let mut outcomes = BTreeMap::new();
        for (cell, outcome) in rows {
            outcomes.entry(cell).or_insert_with(Outcome::default).merge(outcome);
        }
        outcomes
    })
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn weighed(ward: &Ward) -> f64 {
    ward.groups.iter().map(|group| group.weight * group.outcome.responses() as f64).sum()
}

proptest! {
    #[test]
    fn weights_stand_for_every_adult_unless_one_was_cut(outcomes in outcomes()) {
        let ward = post_stratify("271080".parse().unwrap(), &outcomes, &adults());
        let responses: u64 = outcomes.values().map(|outcome| outcome.responses()).sum();
        prop_assert_eq!(ward.sample(), responses);
        prop_assume!(responses > 0);
        let all = 5980.0;
        if !ward.capped {
            // Where one whole sex or age is left to a cell without people, its adults stand in no weight.
            prop_assert!(weighed(&ward) <= all * (1.0 + 1e-9));
        }
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let most = WEIGHT_MAX * all / responses as f64;
        for group in &ward.groups {
            prop_assert!(group.weight.is_finite() && group.weight >= 0.0 && group.weight <= most * (1.0 + 1e-9));
        }
        if let Ok(found) = estimate(&[ward]) {
            prop_assert!((0.0..=1.0).contains(&found.share) && found.error.is_finite());
            if let Some(interval) = found.interval {
                prop_assert!(interval.low <= found.share && found.share <= interval.high);
            }
        }
    }
}

#[test]
fn margins_that_no_weights_meet_are_said_not_to_settle() {
    // All the old are women and all the young men: no weights give half of each sex in each age.
    let people =
        |age: &str, sex: &str| ((Some(code(age)), Some(code(sex))), Outcome { positive: 9, rest: 9, outside: 0 });
    let outcomes: Outcomes = [people("18_29", "male"), people("75_", "female")].into();
    let raked = |young, men| {
        let ages = [(code("18_29"), young), (code("75_"), 1000 - young)];
        rake("271080".parse().unwrap(), &outcomes, &ages, &[(code("female"), 1000 - men), (code("male"), men)])
    };
    assert!(raked(400, 400).is_ok());
    assert!(raked(400, 600).is_err());
}

#[test]
fn a_city_file_of_adults_that_does_not_add_up_is_told_by_its_row() {
    let text = include_str!("fixtures/fictitious-adults.toml");
    let faults = |text: &str| {
        let adults: Adults = toml::from_str(text).unwrap();
        adults.faults(|ward| ward.to_string() != "271021")
    };
    assert_eq!(faults(text), []);
    let off = faults(&text.replacen("total = 5980", "total = 5981", 1));
    assert_eq!(off[0], AdultsFault::DoesNotAddUp { place: "271080".to_owned(), sum: 5980, total: 5981 });
    let off = faults(&text.replacen("[900,", "[901,", 1));
    assert!(matches!(&off[..], [AdultsFault::DoesNotAddUp { .. }, AdultsFault::CityDoesNotAddUp { .. }]), "{off:?}");
    let off =
        faults(&text.replacen("[wards.271080]", "[wards.271021]", 1).replacen("wards.271080.", "wards.271021.", 2));
    assert!(matches!(&off[..], [AdultsFault::UnknownWard { .. }]), "{off:?}");
    let off = faults(&text.replacen("[900, 800, ", "[1700, ", 1));
    assert!(off.iter().any(|fault| matches!(fault, AdultsFault::Ages { found: 3, ages: 4, .. })), "{off:?}");
}

/// The adults of one ward, by age and by sex alone.
const MARGINS: &str = "fiscal_year = 2026\nas_of = \"2026-10-01\"\nsource = \"made up\"\nages = [\"18_29\", \"75_\"]\n\
    [wards.271080]\ntotal = 1000\nby_age = [400, 600]\nby_sex.female = 550\nby_sex.male = 450\n\
    [city]\ntotal = 1000\nby_age = [400, 600]\nby_sex.female = 550\nby_sex.male = 450\n";

#[test]
fn where_the_register_has_margins_alone_the_ward_is_raked_to_them() {
    let adults: Adults = toml::from_str(MARGINS).unwrap();
    assert_eq!(adults.faults(|_| true), []);
    let ward: WardCode = "271080".parse().unwrap();
    let people = |age: &str, sex: &str, positive| {
        ((Some(code(age)), Some(code(sex))), Outcome { positive, rest: 9, outside: 0 })
    };
    let outcomes: Outcomes = [
        people("18_29", "male", 3),
        people("18_29", "female", 8),
        people("75_", "male", 5),
        people("75_", "female", 1),
    ]
    .into();
    let register = adults.ward(ward).unwrap();
    assert_eq!(register.total(), 1000);
    let weighed = weigh(ward, &outcomes, &register).unwrap();
    let (ages, sexes) = ([("18_29", 400), ("75_", 600)], [("female", 550), ("male", 450)]);
    let known = |margin: &[(&str, u64)]| margin.iter().map(|(group, count)| (code(group), *count)).collect::<Vec<_>>();
    assert_eq!(weighed, rake(ward, &outcomes, &known(&ages), &known(&sexes)).unwrap());
    let written: Adults = toml::from_str(&toml::to_string(&adults).unwrap()).unwrap();
    assert_eq!(written, adults);
}

#[test]
fn margins_that_do_not_add_up_are_told_by_their_row() {
    let faults = |text: &str| toml::from_str::<Adults>(text).unwrap().faults(|_| true);
    let off = faults(&MARGINS.replacen("female = 550", "female = 551", 1));
    assert_eq!(off[0], AdultsFault::DoesNotAddUp { place: "271080".to_owned(), sum: 1001, total: 1000 });
    assert!(matches!(&off[1..], [AdultsFault::CityDoesNotAddUp { sum: 551, total: 550, .. }]), "{off:?}");
    let off = faults(&MARGINS.replacen("[400, 600]", "[400, 300, 300]", 1));
    assert!(matches!(&off[0], AdultsFault::Ages { found: 3, ages: 2, .. }), "{off:?}");
    for mixed in
        [MARGINS.replacen("female = 550", "female = [200, 350]", 1), MARGINS.replacen("by_age = [400, 600]\n", "", 1)]
    {
        let told = toml::from_str::<Adults>(&mixed).unwrap_err().to_string();
        assert!(told.contains("write for each sex a list of numbers"), "{told}");
    }
}
