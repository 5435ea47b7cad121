//! What a survey can tell, before it is held.

use indicators::{Sureness, base_to_tell, chance_reached, half_width, tellable, wilson};

#[test]
fn the_half_widths_are_those_that_are_published_of_them() {
    // standards.md, 5: at 50 %, 80 answers give 11.0 points with the normal interval; Wilson's are a little narrower.
    for (base, points) in [(80, 10.7), (129, 8.5), (400, 4.9), (500, 4.4)] {
        let half = half_width(0.5, base, 1.0, None).unwrap() * 100.0;
        assert!((half - points).abs() < 0.06, "{base}: {half}");
    }
    assert!(half_width(0.5, 400, 2.0, None) > half_width(0.5, 400, 1.0, None));
    assert_eq!(half_width(0.5, 0, 1.0, None), None);
    assert_eq!(half_width(0.5, 24, 1.0, Some(24)), None);
}

#[test]
fn a_verdict_that_is_promised_is_the_one_that_comes() {
    let tellable = tellable(0.5, 400, 1.0, None).unwrap();
    let within = |positive: u32| match wilson(positive.into(), 400, None) {
        Sureness::Within(interval) => interval,
        Sureness::Nobody | Sureness::Exact => panic!("a sample"),
    };
    let share = |positive: &u32| f64::from(*positive) / 400.0;
    let from = (0..=400).find(|positive| share(positive) >= tellable.reached_from.unwrap()).unwrap();
    assert!(within(from).low >= 0.5 && within(from - 2).low < 0.5, "{from}");
    let up_to = (0..=400).rfind(|positive| share(positive) <= tellable.missed_up_to.unwrap()).unwrap();
    assert!(within(up_to).high < 0.5 && within(up_to + 2).high >= 0.5, "{up_to}");
    assert_eq!(indicators::tellable(0.99, 20, 1.0, None).unwrap().reached_from, None);
}

#[test]
fn a_difference_needs_the_answers_that_textbooks_say() {
    // power.prop.test(p1 = .5, p2 = .6, power = .8) without its pooling: (1.95996 + 0.84162)^2 * 0.49 / 0.01 = 384.6
    assert_eq!(base_to_tell(0.1, 0.5, 1.0), Some(385));
    assert_eq!(base_to_tell(0.1, 0.5, 2.0), Some(770));
    assert_eq!(base_to_tell(0.0, 0.5, 1.0), None);
}

#[test]
fn the_chance_of_a_verdict_is_that_of_drawing_answers_that_bring_it() {
    // Of 194 answers 8 in 10 tell that 60 % is above 50 %: ((1.95996 * 0.5 + 0.84162 * sqrt(0.24)) / 0.1)^2 = 193.8
    assert!((chance_reached(0.5, 0.6, 194, 1.0, None).unwrap() - 0.8).abs() < 0.001);
    assert_eq!(chance_reached(0.5, 0.6, 388, 2.0, None), chance_reached(0.5, 0.6, 194, 1.0, None));
    // Every number of positive answers, with its probability, and whether its own interval lies above the target.
    let (base, share, target) = (300_u32, 0.56_f64, 0.5);
    let mut probability = (1.0 - share).powi(300);
    let mut reached = 0.0;
    for positive in 0..=base {
        if let Sureness::Within(interval) = wilson(positive.into(), base.into(), None)
            && interval.low >= target
        {
            reached += probability;
        }
        probability *= f64::from(base - positive) / f64::from(positive + 1) * share / (1.0 - share);
    }
    let chance = chance_reached(target, share, base.into(), 1.0, None).unwrap();
    assert!((chance - reached).abs() < 0.03, "{chance} is not {reached}");
    assert_eq!(chance_reached(0.5, 0.6, 0, 1.0, None), None);
    assert_eq!(chance_reached(0.5, 1.0, 20, 1.0, None), Some(1.0));
}
