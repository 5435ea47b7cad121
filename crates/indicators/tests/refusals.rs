//! What would mislead is refused, with the reason.

use indicators::{Indicator, Refusal, refusal};
use questionnaire::{Frame, Mode};

fn indicator() -> Indicator {
    toml::from_str(
        r#"
        id = "kihon.ties"
        statement = "…"
        questions = ["resident.ties_felt"]
        positive = ["p2", "p1"]
        frames = ["random_sample"]
        modes = ["web", "paper"]
        instrument = "resident"
        instrument_named = true
        population = "…"
        statistic = "positive_share"
        rule = "…"
        rule_stated = true
        series = "ties"
        tier = "core"
        source = { document = "kihon", lines = [29] }
        "#,
    )
    .unwrap()
}

#[test]
fn monitors_and_visitors_do_not_speak_for_residents() {
    let indicator = indicator();
    assert_eq!(refusal::feeds(&indicator, Frame::RandomSample, Mode::Web), Ok(()));
    for frame in [Frame::RegisteredPanel, Frame::SelfSelectedOnSite, Frame::OpenSelfSelected, Frame::Census] {
        let refused = refusal::feeds(&indicator, frame, Mode::Web).unwrap_err();
        assert!(refused.to_string().contains("not of people who came"), "{refused}");
    }
    assert!(refusal::feeds(&indicator, Frame::RandomSample, Mode::Kiosk).is_err());
}

#[test]
fn only_a_random_sample_has_an_interval_and_questions_counted_together_have_none() {
    assert_eq!(refusal::interval(Frame::RandomSample, 1), Ok(()));
    assert_eq!(refusal::interval(Frame::Census, 1), Err(Refusal::NoSample { frame: Frame::Census }));
    assert_eq!(refusal::interval(Frame::RegisteredPanel, 1), Err(Refusal::NoSample { frame: Frame::RegisteredPanel }));
    assert_eq!(refusal::interval(Frame::RandomSample, 2), Err(Refusal::Pooled));
}

#[test]
fn a_small_panel_is_crossed_with_nothing() {
    assert_eq!(refusal::crossed(Frame::Census, 17), Err(Refusal::SmallPanel { members: 17 }));
    assert_eq!(refusal::crossed(Frame::RegisteredPanel, 129), Ok(()));
    assert_eq!(refusal::crossed(Frame::RandomSample, 50), Ok(()));
}

#[test]
fn an_item_and_a_base_are_read_as_they_are_written() {
    let base = |text: &str| indicators::Base::try_from(text.to_owned());
    let read = base("resident.activity == local_group and neighbourhood in resident.groups").unwrap();
    let of = |item: &indicators::Item| match item.question.as_str() {
        "activity" => ["local_group".parse().unwrap()].into(),
        _ => ["neighbourhood".parse().unwrap(), "school".parse().unwrap()].into(),
    };
    assert!(read.holds(of));
    assert!(!base("resident.lac_known in [know_activities, know_name]").unwrap().holds(of));
    assert!(base("resident.activity").is_err() && base("== yes").is_err());
}
