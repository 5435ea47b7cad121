//! What the documents' own figures let expect of a survey that is not yet held.

use indicators::{Assumed, Expected, Ground, Indicator};
use questionnaire::WardCode;

use crate::content::indicators;

const ASSUMED: Assumed = Assumed { asked: 1_500, rate: 0.3, routed: 0.2, difference: 0.05 };

fn expected(of: &str, ward: Option<&str>) -> Expected {
    let all = indicators();
    let found = all.iter().find(|indicator: &&Indicator| indicator.id.as_str() == of).unwrap();
    Expected::of(found, &all, ward.map(|ward| ward.parse::<WardCode>().unwrap()), &ASSUMED)
}

/// A share in tenths of a point.
fn tenths(share: f64) -> f64 {
    (share * 1_000.0).round()
}

#[test]
fn a_share_is_expected_as_the_documents_last_had_it_and_else_where_it_is_least_sure() {
    let share = |of, ward| (tenths(expected(of, ward).share), expected(of, ward).share_by);
    assert_eq!(share("sugata.consultation", Some("271276")), (751.0, Ground::Documents(2022)));
    assert_eq!(share("kihon.ties", None), (500.0, Ground::Assumed));
    // Of two years the later one is a series of its own.
    assert_eq!(share("taisho29.needs_grasped", Some("271080")), (324.0, Ground::Documents(2016)));
    assert_eq!(share("taisho29.needs_grasped", Some("271276")), (500.0, Ground::Assumed), "of another ward");
    assert_eq!(share("taisho29.info_reaches", Some("271080")), (500.0, Ground::Assumed), "it stands apart");
}

#[test]
fn a_question_for_some_people_has_fewer_answers_by_a_figure_where_there_is_one() {
    let answered = |of, ward| (tenths(expected(of, ward).answered), expected(of, ward).answered_by);
    // Whoever has heard of them is asked, and how many have is an indicator itself.
    assert_eq!(answered("kihon.lac_autonomy", None), (487.0, Ground::Documents(2022)));
    assert_eq!(answered("kihon.consultation", None), (200.0, Ground::Assumed));
    // One of its two codes is another indicator: that says nothing of both.
    assert_eq!(answered("kihon.facilitators", Some("271080")), (200.0, Ground::Assumed));
    assert_eq!(answered("kihon.ties", None), (1_000.0, Ground::Assumed));
}

#[test]
fn fewer_answers_make_an_outlook_less_sure_and_more_costly() {
    let everybody = expected("kihon.ties", None).outlook(1_500, &ASSUMED, Some(0.5));
    let routed = expected("kihon.consultation", None).outlook(1_500, &ASSUMED, Some(0.5));
    assert_eq!((everybody.answers, routed.answers), (450, 90));
    assert!(everybody.half_width < routed.half_width && everybody.chance > routed.chance);
    assert_eq!(everybody.answers_needed, routed.answers_needed);
    // The sizes are those of `base_to_tell` by the share of those asked who answer.
    let needed = everybody.answers_needed.unwrap();
    assert_eq!(everybody.asked_needed, Some((needed * 10).div_ceil(3)));
    assert_eq!(routed.asked_needed, Some((needed * 50).div_ceil(3)));
    let none = expected("kihon.ties", None).outlook(1_500, &ASSUMED, None);
    assert_eq!((none.told, none.chance), (None, None), "nothing is aimed at");
    let high = expected("kihon.ties", None).outlook(1_500, &ASSUMED, Some(0.97));
    assert_eq!(high.chance, None, "no share lies so far above it");
}
