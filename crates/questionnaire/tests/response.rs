//! The response as it travels.

use crate::form::{chose, form};
use crate::id;
use crate::scenario::{Scenario, identity};
use questionnaire::{Input, Meaning, Mode, Picked, ResponseId, WireResponse};

fn filled() -> Scenario {
    let form = form()
        .given("wave", [])
        .one("pets", ["yes", "no"])
        .one("kind", ["cat", "etc"])
        .other("etc")
        .several("which", ["a", "b", "etc"])
        .other("etc")
        .number("people", -9, 9)
        .date("day", "2026-01-01", "2026-12-31")
        .month("month", "2026-01", "2026-12")
        .text("remarks", 90)
        .rating("life")
        .ranking("order", ["x", "y", "z"])
        .number("age", 0, 99)
        .escape("secret", Meaning::PreferNotToSay)
        .text("gated", 9)
        .when(chose("pets", "yes"))
        .text("silent", 9);
    let other = |words: &str| Picked { code: id("etc"), other: Some(words.into()) };
    Scenario::of(form)
        .given("wave", "2")
        .answer("pets", "no")
        .input("kind", Input::Choice(other("鳥")))
        .input("which", Input::Choices(vec![other("魚"), Picked::plain(id("a"))]))
        .answer("people", "-3")
        .answer("day", "2026-1-5")
        .answer("month", "2026-1")
        .answer("remarks", "一行\r\n二行")
        .answer("life", "7")
        .answer("order", "z x")
        .escape("age", "secret")
        .answer("gated", "ポチ")
}

const WIRE: &str = concat!(
    r#"{"id":"07070707-0707-4707-8707-070707070707","survey":"round","#,
    r#""revision":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","#,
    r#""ward":"271080","mode":"web","assisted":false,"language":"ja","given":{"wave":"2"},"#,
    r#""receipt_hash":"RECEIPT","#,
    r#""started_at":"2026-11-20T01:02:00Z","finished_at":"2026-11-20T01:09:00Z","#,
    r#""answers":{"age":{"choice":"secret"},"day":"2026-01-05","kind":{"choice":"etc","text":"鳥"},"life":7,"#,
    r#""month":"2026-01","order":["z","x"],"people":-3,"pets":"no","remarks":"一行\n二行","#,
    r#""which":["a",{"choice":"etc","text":"魚"}]}}"#,
);

#[test]
fn a_response_travels_in_the_shape_of_the_contract() {
    let receipt = identity().receipt_hash.to_string();
    assert_eq!(filled().response().to_json().unwrap(), WIRE.replace("RECEIPT", &receipt));
}

#[test]
fn what_travels_is_admitted_and_comes_out_the_same() {
    let scenario = filled();
    let sent = scenario.response();
    let wire = WireResponse::parse(sent.to_json().unwrap().as_bytes()).unwrap();
    let admitted = scenario.survey.admit(wire).unwrap();
    assert_eq!(admitted, sent);
    assert_eq!(admitted.to_json().unwrap(), sent.to_json().unwrap());
}

#[test]
fn a_response_says_what_it_is() {
    let response = filled().response();
    assert_eq!(response.id(), identity().id);
    assert_eq!(response.survey().as_str(), "round");
    assert_eq!(response.ward(), id(crate::form::TAISHO));
    assert_eq!(response.given().values().collect::<Vec<_>>(), ["2"]);
    assert_eq!(response.identity(), &identity());
    assert_eq!(response.answers().iter().count(), 10);
}

#[test]
fn the_door_is_what_the_credential_says() {
    for (mode, name) in [
        (Mode::Web, "web"),
        (Mode::Kiosk, "kiosk"),
        (Mode::Field, "field"),
        (Mode::Plain, "plain"),
        (Mode::Paper, "paper"),
    ] {
        let response = filled().response().through(mode);
        assert_eq!(response.identity().mode, mode);
        assert!(response.to_json().unwrap().contains(&format!(r#""mode":"{name}""#)));
    }
}

#[test]
fn an_id_is_a_random_uuid_in_one_spelling() {
    let made = ResponseId::from_random([0xff; 16]);
    assert_eq!(made.to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    assert_eq!(made.uuid().get_version_num(), 4);
    assert_eq!(made.to_string().parse(), Ok(made));
    for bad in [
        "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF",
        "ffffffffffff4fffbfffffffffffffff",
        "{ffffffff-ffff-4fff-bfff-ffffffffffff}",
        "ffffffff-ffff-1fff-bfff-ffffffffffff",
        "ffffffff-ffff-7fff-bfff-ffffffffffff",
        "ffffffff-ffff-4fff-ffff-ffffffffffff",
        "ffffffff-ffff-4fff-cfff-ffffffffffff",
        "00000000-0000-0000-0000-000000000000",
        // Hyphens elsewhere, and digits too many whose last 32 would be one.
        "ffffffff-ffff-4fff-bff-fffffffffffff",
        "fffffffff-fff-4fff-bfff-ffffffffffff",
        "0000ffffffffffff4fffbfffffffffffffff",
        "ffffffff-ffff-f4ff-fbff-ffffffffffff0",
        "",
    ] {
        assert!(bad.parse::<ResponseId>().is_err(), "{bad}");
    }
}
