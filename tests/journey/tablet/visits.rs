use koe::effect::Focus;
use koe::message::Message;
use koe::state::Screen;
use koe::tablet::effect::Task;
use koe::tablet::message::Happened;
use koe::tablet::state::{Hindrance, Stage, WARNING_S};
use questionnaire::Input;

use super::counter::Counter;
use crate::person::Office;

const UNMISTAKABLE: &str = "きつねのよめいり";

fn write(counter: &mut Counter) {
    counter.say(Message::Changed("words".parse().unwrap(), Input::Typed(UNMISTAKABLE.to_owned())));
}

#[test]
fn a_visit_is_sent_sealed_and_the_office_has_it_once() {
    let mut counter = Counter::set_up("kiosk");
    counter.give_a_response();
    assert_eq!(counter.stored.len(), 1);
    assert!(counter.stored[0].body.starts_with("sealed, "));
    assert!(counter.kept.is_empty());
    counter.say(Message::LeaveAsked);
    assert!(counter.is_idle());
}

#[test]
fn nothing_of_an_answer_is_written_down_before_it_is_sealed_and_nothing_of_it_stays_in_the_page() {
    let mut counter = Counter::set_up("kiosk");
    counter.office = Office::Away;
    counter.begin();
    write(&mut counter);
    counter.answer();
    assert!(format!("{:?}", counter.tablet).contains(UNMISTAKABLE));
    assert!(counter.kept.is_empty());
    counter.say(Message::SendAsked);
    assert!(counter.kept.iter().all(|(parcel, _)| parcel.body.starts_with("sealed, ")));
    let receipt = counter.receipt();
    counter.say(Message::LeaveAsked);
    let left = format!("{:?} {:?} {:?}", counter.tablet, counter.kept, counter.done);
    assert!(!left.contains(UNMISTAKABLE) && !left.contains(&receipt));
}

#[test]
fn a_visitor_who_leaves_in_the_middle_is_asked_and_then_forgotten() {
    let mut counter = Counter::set_up("kiosk");
    counter.begin();
    write(&mut counter);
    counter.wait(60);
    let device = counter.tablet.device().unwrap().clone();
    assert_eq!(counter.visit().warning(&device), Some(WARNING_S));
    counter.wait(WARNING_S - 1);
    assert_eq!(counter.visit().warning(&device), Some(1));
    counter.wait(1);
    assert!(counter.is_idle());
    assert!(!format!("{:?}", counter.tablet).contains(UNMISTAKABLE));
    assert!(counter.done.contains(&Task::Wipe));
    assert!(counter.stored.is_empty() && counter.kept.is_empty());
}

#[test]
fn one_touch_is_enough_to_go_on() {
    let mut counter = Counter::set_up("kiosk");
    counter.begin();
    write(&mut counter);
    counter.wait(60 + WARNING_S - 1);
    counter.tell(Happened::Touched);
    counter.wait(59);
    let device = counter.tablet.device().unwrap().clone();
    assert_eq!(counter.visit().warning(&device), None);
    assert_eq!(counter.form().draft.input(&"words".parse().unwrap()), &Input::Typed(UNMISTAKABLE.to_owned()));
}

#[test]
fn a_receipt_does_not_stand_there_for_the_next_person() {
    let mut counter = Counter::set_up("kiosk");
    let receipt = counter.give_a_response();
    counter.wait(60);
    assert!(counter.is_idle());
    assert!(!format!("{:?}", counter.tablet).contains(&receipt));
}

#[test]
fn a_tablet_that_slept_wakes_up_for_somebody_else() {
    let mut counter = Counter::set_up("kiosk");
    counter.wait(1);
    counter.begin();
    write(&mut counter);
    counter.wait(1);
    counter.now_ms += 10 * 60 * 1_000;
    counter.wait(1);
    assert!(counter.is_idle());
}

#[test]
fn back_leads_to_the_page_before_and_never_out_of_the_visit_or_into_the_last_one() {
    let mut counter = Counter::set_up("kiosk");
    counter.begin();
    counter.say(Message::Started);
    let first = counter.form().draft.place().clone();
    counter.say(Message::Changed(
        "works".parse().unwrap(),
        Input::Choice(questionnaire::Picked::plain("no".parse().unwrap())),
    ));
    counter.say(Message::Advanced);
    assert_ne!(*counter.form().draft.place(), first);
    counter.tell(Happened::BackPressed);
    assert_eq!(*counter.form().draft.place(), first);
    for _ in 0..3 {
        counter.tell(Happened::BackPressed);
    }
    assert!(counter.visit().state.begins_here());
    counter.say(Message::RestartConfirmed);
    counter.tell(Happened::BackPressed);
    assert!(counter.is_idle());
}

#[test]
fn what_concerned_an_earlier_visit_is_not_taken_for_the_present_one() {
    let mut counter = Counter::set_up("kiosk");
    counter.begin();
    let number = counter.visit().number;
    counter.say(Message::RestartConfirmed);
    counter.begin();
    counter.tell(Happened::Visit(number, Message::LeaveAsked));
    counter.tell(Happened::Visit(number, Message::Started));
    assert!(counter.visit().state.begins_here());
}

#[test]
fn at_the_last_button_alone_a_visit_is_sent_where_the_survey_says_so() {
    for (abandoned, sent) in [("discard", 0), ("send", 1)] {
        let mut counter = Counter::set_up("kiosk");
        counter.published =
            counter.published.replacen("\"frame\":", &format!("\"abandoned\":\"{abandoned}\",\"frame\":"), 1);
        counter.open(None);
        counter.begin();
        counter.answer();
        counter.wait(60 + WARNING_S);
        assert!(counter.is_idle(), "{abandoned}");
        assert_eq!(counter.stored.len(), sent, "{abandoned}");
        assert!(counter.tablet.leaving.is_none());
    }
}

#[test]
fn what_is_half_answered_is_never_sent() {
    let mut counter = Counter::set_up("kiosk");
    counter.published = counter.published.replacen("\"frame\":", "\"abandoned\":\"send\",\"frame\":", 1);
    counter.open(None);
    counter.begin();
    counter.say(Message::Started);
    write(&mut counter);
    counter.wait(60 + WARNING_S);
    assert!(counter.is_idle());
    assert!(counter.stored.is_empty() && counter.kept.is_empty());
}

#[test]
fn in_the_field_the_tablet_is_handed_back_and_no_clock_ends_a_visit() {
    let mut counter = Counter::set_up("field");
    counter.begin();
    counter.say(Message::Started);
    counter.wait(2_000);
    assert!(counter.visit().state.form().is_some());
    counter.say(Message::RestartConfirmed);
    counter.tell(Happened::Closed);
    counter.give_a_response();
    counter.say(Message::LeaveAsked);
    assert!(matches!(counter.tablet.stage, Stage::HandBack));
    counter.tell(Happened::Closed);
    assert!(counter.is_idle());
}

#[test]
fn the_collectors_code_and_the_flag_go_with_the_responses_that_follow() {
    let mut counter = Counter::set_up("field");
    counter.tell(Happened::InterviewerTyped("調査員1".to_owned()));
    counter.begin();
    assert!(counter.is_idle(), "a code that the office would refuse begins nothing");
    counter.tell(Happened::InterviewerTyped("T-17".to_owned()));
    counter.tell(Happened::AssistedSwitched);
    counter.begin();
    let draft = &counter.form().draft;
    assert!(draft.assisted);
    assert_eq!(
        draft.givens.get(&"interviewer".parse::<questionnaire::GivenName>().unwrap()).map(String::as_str),
        Some("T-17")
    );
    counter.answer();
    counter.say(Message::SendAsked);
    assert_eq!(counter.stored.len(), 1);
    let sealed: serde_json::Value = serde_json::from_str(&counter.unsealed[0]).unwrap();
    assert_eq!((&sealed["mode"], &sealed["assisted"]), (&"field".into(), &true.into()));
    assert_eq!(sealed["given"], serde_json::json!({ "interviewer": "T-17" }));
    counter.open(None);
    assert_eq!(counter.tablet.desk.interviewer, "T-17");
}

#[test]
fn a_form_is_refused_before_it_is_begun_where_it_could_not_be_kept() {
    let mut counter = Counter::set_up("kiosk");
    counter.has_room(1_000_000);
    assert_eq!(counter.tablet.hindrance(), Some(Hindrance::NoRoom));
    counter.begin();
    assert!(counter.is_idle());
    counter.has_room(100_000_000);
    counter.begin();
    assert!(counter.tablet.visit().is_some());
}

#[test]
fn a_survey_without_keys_is_asked_on_no_tablet() {
    let mut counter = Counter::set_up("kiosk");
    counter.published = crate::survey::payload(false);
    counter.open(None);
    assert_eq!(counter.tablet.hindrance(), Some(Hindrance::NoSurvey));
    counter.begin();
    assert!(counter.is_idle());
}

#[test]
fn a_tablet_in_a_ward_whose_period_is_over_asks_nobody_and_the_others_ask_on() {
    for (closed, hindrance) in [("271080", Some(Hindrance::NotOpen)), ("271161", None)] {
        let mut counter = Counter::set_up("kiosk");
        let closed = format!("\"closed_wards\":[\"{closed}\"],\"accepting\"");
        counter.published = counter.published.replacen("\"accepting\"", &closed, 1);
        counter.open(None);
        assert_eq!(counter.tablet.hindrance(), hindrance);
        counter.begin();
        assert_eq!(counter.is_idle(), hindrance.is_some());
    }
}

#[test]
fn the_screen_of_a_visitor_says_that_it_is_kept_here_until_the_office_has_it() {
    let mut counter = Counter::set_up("kiosk");
    counter.office = Office::Away;
    counter.give_a_response();
    let Screen::Done(slip) = &counter.visit().state.screen else { panic!("nothing was sent") };
    assert!(matches!(counter.visit().state.delivery(slip), koe::parcel::Delivery::Waiting { .. }));
    counter.office = Office::Stores;
    counter.tell(Happened::OnlineChanged(true));
    let Screen::Done(slip) = &counter.visit().state.screen else { panic!("nothing was sent") };
    assert!(slip.kept.is_some());
}

#[test]
fn every_new_screen_is_read_from_its_heading() {
    let mut counter = Counter::set_up("kiosk");
    counter.begin();
    counter.say(Message::RestartConfirmed);
    assert_eq!(counter.done.last(), Some(&Task::Focus(Focus::Heading)));
}

/// A visitor at a question, to whom it is being read.
fn listening() -> Counter {
    let mut counter = Counter::set_up("kiosk");
    assert!(counter.done.contains(&Task::SeekVoices));
    counter.tell(Happened::VoiceHeard(Some("ja".to_owned())));
    counter.begin();
    counter.say(Message::Started);
    assert!(counter.visit().state.can_be_read());
    counter.tell(Happened::Touched);
    counter.say(Message::AloudAsked);
    assert_eq!(counter.done.last(), Some(&Task::ReadAloud(true)));
    counter
}

#[test]
fn nothing_is_read_to_the_next_visitor() {
    let mut counter = listening();
    counter.tell(Happened::Left);
    let read: Vec<_> = counter.done.iter().filter(|task| matches!(task, Task::ReadAloud(_))).collect();
    assert_eq!(read, [&Task::ReadAloud(true), &Task::ReadAloud(false)]);
    counter.begin();
    assert!(!counter.visit().state.reading);
    counter.say(Message::Started);
    assert!(counter.visit().state.can_be_read(), "the voices are the tablet's");
}

#[test]
fn whoever_listens_is_there_and_a_voice_that_never_ends_keeps_nobodys_answers() {
    let mut counter = listening();
    let device = counter.tablet.device().unwrap().clone();
    counter.wait(100);
    assert_eq!(counter.visit().warning(&device), None);
    counter.tell(Happened::VoiceHeard(None));
    counter.wait(60);
    assert_eq!(counter.visit().warning(&device), Some(WARNING_S));
    counter.wait(WARNING_S);
    assert!(counter.is_idle());

    let mut counter = listening();
    counter.wait(180 + 60 + WARNING_S - 1);
    assert!(!counter.is_idle());
    counter.wait(1);
    assert!(counter.is_idle());
}
