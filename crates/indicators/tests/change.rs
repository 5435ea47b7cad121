//! What may be said of a change and of a target, and how many changes chance alone shows.

use indicators::{Aim, Interval, Measured, Sureness, Surety, Verdict, assess, by_chance, difference, wilson};

fn measured(positive: u32, base: u32) -> Measured {
    let share = f64::from(positive) / f64::from(base);
    let Sureness::Within(interval) = wilson(positive.into(), base.into(), None) else { panic!() };
    let error = (share * (1.0 - share) / f64::from(base - 1)).sqrt();
    Measured { share, surety: Surety::Sampled { error, interval } }
}

#[test]
fn a_target_is_reached_missed_or_cannot_be_told_and_the_point_says_its_own() {
    for (positive, verdict, point) in [
        (300, Verdict::Reached, true),
        (205, Verdict::CannotBeTold, true),
        (195, Verdict::CannotBeTold, false),
        (100, Verdict::NotReached, false),
    ] {
        let found = assess(measured(positive, 400), Aim::AtLeast(0.5));
        assert_eq!((found.verdict, found.reached_by_the_point), (verdict, point), "{positive} of 400");
    }
}

/// 45.5 % and 39.0 % of about 400: published as a fall.
#[test]
fn six_and_a_half_points_between_four_hundred_and_four_hundred_are_no_change() {
    let found = difference(measured(156, 400), measured(182, 400), 1.0);
    let Interval { low, high } = found.interval.unwrap();
    assert!(low < 0.0 && high > 0.0 && found.is_change() == Some(false), "{found:?}");
    assert!((high - found.value - 0.068).abs() < 0.001);
}

#[test]
fn ten_points_above_a_published_mean_without_its_base_cannot_be_told() {
    let earlier = Measured { share: 0.487, surety: Surety::Unsaid };
    let found = assess(measured(360, 400), Aim::Above { earlier, points: 0.1 });
    assert_eq!(
        (found.verdict, found.reached_by_the_point, found.difference.interval),
        (Verdict::CannotBeTold, true, None)
    );
}

#[test]
fn half_as_many_again_is_held_against_the_earlier_share_with_its_own_doubt() {
    let aim = |positive| Aim::Times { earlier: measured(positive, 400), factor: 1.5 };
    assert_eq!(assess(measured(300, 400), aim(120)).verdict, Verdict::Reached);
    assert_eq!(assess(measured(300, 400), aim(190)).verdict, Verdict::CannotBeTold);
}

#[test]
fn what_is_exact_has_no_doubt_and_all_of_a_sample_has() {
    let exact = Measured { share: 1.0, surety: Surety::Exact };
    assert_eq!(assess(exact, Aim::AtLeast(1.0)).verdict, Verdict::Reached);
    assert_eq!(assess(measured(17, 17), Aim::AtLeast(1.0)).verdict, Verdict::CannotBeTold);
    let both = difference(measured(17, 17), measured(16, 17), 1.0);
    assert_eq!(both.is_change(), Some(false));
    assert!(both.p_value.unwrap() > 0.05);
    // Neither of the two varies, and three of three is still not much to go by.
    let far = difference(measured(3, 3), measured(0, 3), 1.0).interval.unwrap();
    assert!(far.low < 0.5 && far.high > 0.99, "{far:?}");
}

#[test]
fn a_page_of_twenty_four_wards_and_twenty_two_indicators_shows_twenty_six_changes_by_chance() {
    assert!((by_chance(24 * 22, 0.95) - 26.4).abs() < 1e-9);
}
