//! Every figure agrees with R to nine digits, on the samples of `fixtures/make.R`, the ugly ones included.

use indicators::{
    Estimate, Group, Interval, Measured, Outcome, Outcomes, Refusal, Sureness, Surety, Ward, WardAdults,
    benjamini_hochberg, difference, estimate, mean_of_wards, normal_quantile, normal_two_sided, post_stratify, rake,
    student_quantile, wilson,
};
use questionnaire::WardCode;
use serde_json::Value;

const AGES: [&str; 8] = ["18_29", "30_39", "40_49", "50_59", "60_64", "65_69", "70_74", "75_"];

fn fixture() -> Value {
    // The long harness makes the figures anew and names them here.
    let made = std::env::var_os("KOE_FIGURES_OF_R").map(|path| std::fs::read_to_string(path).unwrap());
    serde_json::from_str(made.as_deref().unwrap_or(include_str!("fixtures/survey.json"))).unwrap()
}

fn list(value: &Value) -> Vec<f64> {
    value.as_array().map_or_else(|| vec![number(value)], |items| items.iter().map(number).collect())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

/// To nine digits; what is nought in R is nought here but for rounding.
#[track_caller]
fn agrees(what: &str, ours: f64, r: f64) {
    let close = (ours - r).abs() <= 1e-9 * r.abs() || (r.abs() < 1e-12 && ours.abs() < 1e-12);
    assert!(close, "{what}: {ours:e} here, {r:e} in R");
}

fn outcome(row: &Value) -> Outcome {
    Outcome { positive: count(&row["positive"]), rest: count(&row["rest"]), outside: count(&row["outside"]) }
}

fn outcomes(ward: &Value) -> Outcomes {
    let code = |value: &Value| value.as_str().map(|code| code.parse().unwrap());
    let rows = ward["outcomes"].as_array().unwrap();
    rows.iter().map(|row| ((code(&row["age"]), code(&row["sex"])), outcome(row))).collect()
}

fn adults(ward: &Value) -> WardAdults {
    let by_sex = ward["by_sex"].as_object().unwrap();
    WardAdults {
        ages: AGES.iter().map(|age| age.parse().unwrap()).collect(),
        by_sex: by_sex
            .iter()
            .map(|(sex, row)| (sex.parse().unwrap(), row.as_array().unwrap().iter().map(count).collect()))
            .collect(),
    }
}

fn weighted(kind: &str, written: &Value) -> Ward {
    let (code, outcomes, adults): (WardCode, _, _) =
        (written["ward"].as_str().unwrap().parse().unwrap(), outcomes(written), adults(written));
    match kind {
        "unweighted" => {
            let mut all = Outcome::default();
            for outcome in outcomes.values() {
                all.merge(*outcome);
            }
            Ward::unweighted(code, adults.total(), all)
        }
        "post_stratified" => post_stratify(code, &outcomes, &adults),
        _ => {
            let of_age = |place: usize| adults.by_sex.values().map(|row| row[place]).sum::<u64>();
            let ages: Vec<_> =
                adults.ages.iter().cloned().enumerate().map(|(place, age)| (age, of_age(place))).collect();
            let sexes: Vec<_> = adults.by_sex.iter().map(|(sex, row)| (sex.clone(), row.iter().sum())).collect();
            rake(code, &outcomes, &ages, &sexes).unwrap()
        }
    }
}

#[track_caller]
fn holds(name: &str, ours: Estimate, r: &Value) {
    agrees(&format!("{name}, share"), ours.share, number(&r["share"]));
    agrees(&format!("{name}, error"), ours.error, number(&r["error"]));
    agrees(&format!("{name}, effective size"), ours.effective_size, number(&r["effective_size"]));
    agrees(&format!("{name}, design effect"), ours.design_effect, number(&r["design_effect"]));
    assert_eq!(ours.degrees, count(&r["degrees"]), "{name}");
    // R has no interval for a share of nought or one, nor where everybody answered.
    if let Some(low) = r["low"].as_f64() {
        let interval = ours.interval.unwrap();
        agrees(&format!("{name}, low"), interval.low, low);
        agrees(&format!("{name}, high"), interval.high, number(&r["high"]));
    }
}

#[test]
fn weighted_shares_errors_intervals_and_effective_sizes_are_those_of_r() {
    let fixture = fixture();
    let cases = fixture["cases"].as_array().unwrap();
    assert!(cases.len() >= 30);
    for case in cases {
        let kind = case["kind"].as_str().unwrap();
        let name = format!("{} ({kind})", case["name"].as_str().unwrap());
        let wards: Vec<Ward> = case["wards"].as_array().unwrap().iter().map(|ward| weighted(kind, ward)).collect();
        assert_eq!(wards.iter().any(|ward| ward.capped), name.contains("is cut"), "{name}");
        holds(&name, estimate(&wards).unwrap(), &case["expected"]);
        if let Some(r) = case["mean_of_wards"].as_object() {
            let alone: Vec<_> = wards.iter().filter_map(|ward| estimate(std::slice::from_ref(ward)).ok()).collect();
            let (mean, error) = mean_of_wards(&alone).unwrap();
            agrees(&format!("{name}, mean of wards"), mean, number(&r["share"]));
            agrees(&format!("{name}, its error"), error, number(&r["error"]));
        }
    }
}

#[test]
fn weights_taken_as_given_may_be_nought() {
    for case in fixture()["givens"].as_array().unwrap() {
        let counts = |name: &str| list(&case[name]);
        let rows = counts("weights").into_iter().zip(counts("positive")).zip(counts("rest")).zip(counts("outside"));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "they are counts")]
        let group = |(((weight, positive), rest), outside): (((f64, f64), f64), f64)| Group {
            weight,
            margins: Vec::new(),
            outcome: Outcome { positive: positive as u64, rest: rest as u64, outside: outside as u64 },
        };
        let groups = rows.map(group).collect();
        let ward =
            Ward { ward: "271080".parse().unwrap(), population: count(&case["population"]), groups, capped: true };
        holds(case["name"].as_str().unwrap(), estimate(&[ward]).unwrap(), &case["expected"]);
    }
}

#[test]
fn an_unweighted_interval_is_wilsons() {
    for case in fixture()["wilsons"].as_array().unwrap() {
        let of = (count(&case["positive"]), count(&case["base"]), case["population"].as_u64());
        let Sureness::Within(interval) = wilson(of.0, of.1, of.2) else { panic!("{of:?}") };
        agrees(&format!("{of:?}, low"), interval.low, number(&case["low"]));
        agrees(&format!("{of:?}, high"), interval.high, number(&case["high"]));
    }
}

#[test]
fn differences_of_two_years_are_those_of_r() {
    for case in fixture()["contrasts"].as_array().unwrap() {
        let year = |name: &str| {
            let part = |place: usize| count(&case[name][place]);
            let outcome = Outcome { positive: part(0), rest: part(1) - part(0), outside: 0 };
            let year = estimate(&[Ward::unweighted("271080".parse().unwrap(), part(2), outcome)]).unwrap();
            Measured {
                share: year.share,
                surety: Surety::Sampled { error: year.error, interval: year.interval.unwrap() },
            }
        };
        let found = difference(year("later"), year("earlier"), number(&case["factor"]));
        agrees("value", found.value, number(&case["value"]));
        let Interval { low, high } = found.interval.unwrap();
        agrees("low", low, number(&case["low"]));
        agrees("high", high, number(&case["high"]));
        agrees("p", found.p_value.unwrap(), number(&case["p"]));
    }
}

#[test]
fn quantiles_tails_and_corrected_p_values_are_those_of_r() {
    let fixture = fixture();
    let pairs = |name: &str, one: &str, other: &str| {
        let name = &fixture[name];
        list(&name[one]).into_iter().zip(list(&name[other])).collect::<Vec<_>>()
    };
    for (p, quantile) in pairs("normal", "p", "quantile") {
        agrees(&format!("normal {p}"), normal_quantile(p), quantile);
    }
    for (x, p) in pairs("two_sided", "x", "p") {
        let close = (normal_two_sided(x) - p).abs() <= 1e-9 * p;
        assert!(close, "tail beyond {x}: {:e} here, {p:e} in R", normal_two_sided(x));
    }
    for (degrees, quantile) in pairs("student", "df", "quantile") {
        agrees(&format!("student {degrees}"), student_quantile(0.975, degrees), quantile);
    }
    for (degrees, quantile) in pairs("student", "df", "far") {
        agrees(&format!("student, far, {degrees}"), student_quantile(0.9999, degrees), quantile);
    }
    let p = list(&fixture["benjamini_hochberg"]["p"]);
    for (ours, r) in benjamini_hochberg(&p).into_iter().zip(list(&fixture["benjamini_hochberg"]["corrected"])) {
        agrees("corrected", ours, r);
    }
}

#[test]
fn nobody_and_one_response_are_refused_and_not_guessed() {
    let ward: WardCode = "271080".parse().unwrap();
    let of = |positive, rest, outside| estimate(&[Ward::unweighted(ward, 50_000, Outcome { positive, rest, outside })]);
    assert_eq!(of(0, 0, 0), Err(Refusal::Nobody));
    assert_eq!(of(0, 0, 20), Err(Refusal::Nobody));
    assert_eq!(of(1, 0, 0), Err(Refusal::Lonely { ward }));
}
