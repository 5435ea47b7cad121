//! Buttons and controls as a page names them: a message written down, and read again.

use questionnaire::QuestionId;

use crate::draft::Place;
use crate::field::control_id;
use crate::message::{Direction, Message};

/// The button that shows the page again as it is.
pub(super) const HERE: &str = "here";

/// The value of the button that stands for `message`. What has none has no button on a page without script.
pub(super) fn value(message: &Message) -> Option<String> {
    let of = |verb: &str, question: &QuestionId| Some([verb, ":", question.as_str()].concat());
    let ranked =
        |verb: &str, question: &QuestionId, code: &str| Some([verb, ":", question.as_str(), ":", code].concat());
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others need a device or are no buttons")]
    match message {
        Message::Started => Some("start".to_owned()),
        Message::Resumed => Some("resume".to_owned()),
        Message::Advanced | Message::CodeEntered => Some("next".to_owned()),
        Message::Retreated => Some("back".to_owned()),
        Message::SendAsked => Some("send".to_owned()),
        Message::ReviewSought => Some("review".to_owned()),
        Message::ChangeSought(Place::Page(question)) => of("change", question),
        Message::ChangeSought(Place::Ward) => Some("ward".to_owned()),
        Message::LanguageChosen(language) => Some(["language:", language.as_str()].concat()),
        Message::RubySwitched => Some("ruby".to_owned()),
        Message::CodeInsisted => Some("insist".to_owned()),
        Message::Cleared(question) => of("clear", question),
        Message::Ranked(question, code) => ranked("rank", question, code.as_str()),
        Message::RankMoved(question, code, Direction::Up) => ranked("up", question, code.as_str()),
        Message::RankMoved(question, code, Direction::Down) => ranked("down", question, code.as_str()),
        Message::RankRemoved(question, code) => ranked("unrank", question, code.as_str()),
        _ => None,
    }
}

/// What a button stands for.
pub(super) fn message(value: &str) -> Option<Message> {
    let mut parts = value.splitn(3, ':');
    let (verb, first, second) = (parts.next()?, parts.next(), parts.next());
    Some(match (verb, first, second) {
        ("start", None, None) => Message::Started,
        ("resume", None, None) => Message::Resumed,
        ("next", None, None) => Message::Advanced,
        ("back", None, None) => Message::Retreated,
        ("send", None, None) => Message::SendAsked,
        ("review", None, None) => Message::ReviewSought,
        ("ward", None, None) => Message::ChangeSought(Place::Ward),
        ("ruby", None, None) => Message::RubySwitched,
        ("insist", None, None) => Message::CodeInsisted,
        ("change", Some(question), None) => Message::ChangeSought(Place::Page(question.parse().ok()?)),
        ("language", Some(language), None) => Message::LanguageChosen(language.parse().ok()?),
        ("clear", Some(question), None) => Message::Cleared(question.parse().ok()?),
        ("rank", Some(question), Some(code)) => Message::Ranked(question.parse().ok()?, code.parse().ok()?),
        ("up", Some(question), Some(code)) => moved(question, code, Direction::Up)?,
        ("down", Some(question), Some(code)) => moved(question, code, Direction::Down)?,
        ("unrank", Some(question), Some(code)) => Message::RankRemoved(question.parse().ok()?, code.parse().ok()?),
        _ => return None,
    })
}

fn moved(question: &str, code: &str, direction: Direction) -> Option<Message> {
    Some(Message::RankMoved(question.parse().ok()?, code.parse().ok()?, direction))
}

/// The question that a button changes without leaving the page, which then opens there again.
pub(super) fn stays_at(message: &Message) -> Option<&QuestionId> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others lead to another page or concern the whole of it")]
    match message {
        Message::Cleared(question)
        | Message::Ranked(question, _)
        | Message::RankMoved(question, ..)
        | Message::RankRemoved(question, _) => Some(question),
        _ => None,
    }
}

/// The name of the control that reports `message`.
pub(super) fn control(message: &Message) -> String {
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other control reports anything")]
    match message {
        Message::Changed(question, _) | Message::Toggled(question, _) => control_id(question),
        Message::PartTyped(question, part, ..) => part_name(question, *part),
        Message::OtherTyped(question, code, _) => other_name(question, code.as_str()),
        Message::EscapeToggled(question, _) => escape_name(question),
        Message::WardChosen(_) => WARD.to_owned(),
        Message::CodeTyped(_) => CODE.to_owned(),
        Message::AssistedSwitched => ASSISTED.to_owned(),
        _ => String::new(),
    }
}

/// The name of the wards.
pub(super) const WARD: &str = "koe-ward";
/// The name of the box for the answer number.
pub(super) const CODE: &str = "koe-code";
/// The name of the box for one who enters it for another.
pub(super) const ASSISTED: &str = "assisted";

/// The name of a part of a date or month.
pub(super) fn part_name(question: &QuestionId, part: usize) -> String {
    [&control_id(question), "-", &part.to_string()].concat()
}

/// The name of the box for words beside a choice.
pub(super) fn other_name(question: &QuestionId, code: &str) -> String {
    [&control_id(question), "-", code, "-other"].concat()
}

/// The name of the ways to say nothing.
pub(super) fn escape_name(question: &QuestionId) -> String {
    ["e-", question.as_str()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_is_read_as_what_it_was_written_from() {
        for written in [
            "start",
            "resume",
            "next",
            "back",
            "send",
            "review",
            "ward",
            "ruby",
            "insist",
            "change:ties.felt",
            "language:ja-easy",
            "clear:q",
            "rank:q:a-1",
            "up:q:a",
            "down:q:a",
            "unrank:q:a",
        ] {
            assert_eq!(message(written).as_ref().and_then(value).as_deref(), Some(written));
        }
    }

    #[test]
    fn what_is_no_button_is_not_pressed() {
        for written in ["", "NEXT", "next:", "change", "change:", "change:Q", "rank:q", "send:all", "language:", "here"]
        {
            assert!(message(written).is_none(), "{written}");
        }
    }
}
