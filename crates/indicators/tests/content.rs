//! The city's indicators are all there, with every figure that was published and none besides.

use std::path::Path;

use indicators::{Indicator, Op, Where};
use serde::Deserialize;

#[derive(Deserialize)]
struct Written {
    indicators: Vec<Indicator>,
}

pub(super) fn indicators() -> Vec<Indicator> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/indicators");
    let read = |document| std::fs::read_to_string(folder.join(format!("{document}.toml"))).unwrap();
    let parse = |document| toml::from_str::<Written>(&read(document)).unwrap().indicators;
    ["kihon", "taisho29", "h23", "sugata"].into_iter().flat_map(parse).collect()
}

/// As the documents print them.
const PUBLISHED: [(&str, u16, f64); 30] = [
    ("sugata.cm_pdca", 2022, 24.0),
    ("sugata.consultation", 2022, 75.1),
    ("sugata.council_exchange", 2021, 69.6),
    ("sugata.council_feedback", 2021, 80.3),
    ("sugata.counter_rating", 2022, 3.0),
    ("sugata.counter_rating", 2022, 20.0),
    ("sugata.lac_autonomous_work", 2022, 89.6),
    ("sugata.lac_awareness", 2022, 48.7),
    ("sugata.lac_support_given", 2022, 86.7),
    ("sugata.near_is_better_cooperation", 2022, 24.0),
    ("taisho29.centre_satisfaction", 2017, 80.3),
    ("taisho29.compliance_training", 2017, 85.1),
    ("taisho29.consultation", 2017, 81.2),
    ("taisho29.council_exchange", 2017, 41.2),
    ("taisho29.council_feedback", 2017, 41.2),
    ("taisho29.counter_rating", 2017, 2.0),
    ("taisho29.edu_staff_understanding", 2017, 100.0),
    ("taisho29.info_reaches", 2017, 48.5),
    ("taisho29.lac_awareness", 2017, 19.1),
    ("taisho29.lac_quasi_admin", 2017, 58.5),
    ("taisho29.lac_support_fit", 2017, 82.9),
    ("taisho29.local_fit_activities", 2017, 47.6),
    ("taisho29.local_group_participation", 2017, 21.4),
    ("taisho29.monitor_response", 2017, 66.5),
    ("taisho29.monitor_response", 2017, 66.5),
    ("taisho29.needs_grasped", 2016, 32.4),
    ("taisho29.needs_grasped", 2017, 39.2),
    ("taisho29.principal_understanding", 2017, 100.0),
    ("taisho29.staff_pdca", 2017, 86.1),
    ("taisho29.ties_positive", 2017, 46.7),
];

#[test]
fn the_fifty_three_indicators_have_the_published_figures_and_no_other() {
    let indicators = indicators();
    assert_eq!(indicators.len(), 53);
    assert_eq!(indicators.iter().map(|indicator| indicator.targets.len()).sum::<usize>(), 68);
    let of = |indicator: &Indicator| {
        let figure = |actual: &indicators::Actual| (indicator.id.to_string(), actual.fiscal_year, actual.value);
        indicator.actuals.iter().map(figure).collect::<Vec<_>>()
    };
    let mut published: Vec<_> = indicators.iter().flat_map(of).collect();
    published.sort_by(|one, other| one.partial_cmp(other).unwrap());
    let expected: Vec<_> = PUBLISHED.iter().map(|(id, year, value)| ((*id).to_owned(), *year, *value)).collect();
    assert_eq!(published, expected);
}

/// Nobody knows whether residents or monitors were asked.
#[test]
fn what_taisho_published_of_residents_in_2017_stands_apart_and_is_doubted() {
    let of_residents = |indicator: &Indicator| indicator.instrument == "resident";
    let mut apart = 0;
    for indicator in indicators() {
        for actual in &indicator.actuals {
            let is_taisho = matches!(actual.ward, Where::Ward(_)) && actual.fiscal_year == 2017;
            assert_eq!(actual.apart, is_taisho && of_residents(&indicator), "{}", indicator.id);
            apart += usize::from(actual.apart);
            assert!(!actual.apart || actual.doubts.iter().any(|doubt| doubt == "taisho_sample_unknown"));
        }
    }
    assert_eq!(apart, 7);
}

#[test]
fn an_increase_of_unclear_words_keeps_both_readings() {
    let indicators = indicators();
    let ties = indicators.iter().find(|indicator| indicator.id.as_str() == "taisho29.ties_positive").unwrap();
    let readings: Vec<_> = ties.targets.iter().filter_map(|target| target.readings).collect();
    assert_eq!(readings.iter().map(|reading| reading.if_points).collect::<Vec<_>>(), [49.2, 51.7]);
    assert!(ties.targets.iter().all(|target| (target.op == Op::IncreaseOf) == target.readings.is_some()));
}
