//! One round of asking: its wards, slots and the circumstances under which it is answered.

use crate::form::{KITA, NANIWA, TAISHO, chose, form, words};
use crate::id;
use questionnaire::{
    Abandoned, Choice, ChoiceSet, DraftChoices, DraftKind, Frame, Givens, Input, Kind, Meaning, NumberRange, Picked,
    SettingError, Survey,
};

fn round() -> Survey {
    let mut draft = form().given("kind", ["civic", "rights"]).given("wave", []).rating("a").rating("b").module("more");
    draft.draft.title = words("{ward}の{contact}");
    let mut draft = draft.survey();
    draft.slots.extend([(id("ward"), words("区")), (id("contact"), words("市役所"))]);
    let taisho = draft.wards.get_mut(&id(TAISHO)).unwrap();
    taisho.slots.insert(id("ward"), words("大正区"));
    taisho.modules.insert(id("more"));
    draft.embed_origins.insert("https://www.city.osaka.lg.jp".into());
    draft.try_into().unwrap()
}

#[test]
fn a_ward_fills_slots_over_those_of_the_survey() {
    let title = |ward: Option<&str>| {
        let survey = round();
        survey.questionnaire().title().plain(&id("ja"), &survey.slots(ward.map(id)))
    };
    assert_eq!(title(None), "区の市役所");
    assert_eq!(title(Some(TAISHO)), "大正区の市役所");
    assert_eq!(title(Some(NANIWA)), "区の市役所");
    assert_eq!(title(Some(KITA)), "区の市役所");
}

#[test]
fn a_setting_is_in_a_ward_that_takes_part() {
    let setting = round().setting(id(TAISHO), Givens::new()).unwrap();
    assert_eq!(setting.ward(), id(TAISHO));
    assert_eq!(setting.modules().iter().map(ToString::to_string).collect::<Vec<_>>(), ["more"]);
    assert!(round().setting(id(NANIWA), Givens::new()).unwrap().modules().is_empty());
    let error = round().setting(id(KITA), Givens::new()).unwrap_err();
    assert_eq!(error.to_string(), "the ward 271276 does not take part in this survey");
}

#[test]
fn givens_are_known_and_take_known_values() {
    let setting = |name: &str, value: &str| {
        let givens = Givens::from([(id(name), value.to_owned())]);
        round().setting(id(TAISHO), givens).map(|setting| setting.givens().len()).map_err(|error| error.to_string())
    };
    assert_eq!(setting("kind", "civic"), Ok(1));
    assert_eq!(setting("kind", "cooking"), Err("the given `kind` cannot be \"cooking\"".into()));
    assert_eq!(setting("colour", "red"), Err("the survey knows no given `colour`".into()));
    assert_eq!(setting("ward", TAISHO), Err("the survey knows no given `ward`".into()));
    assert_eq!(setting("wave", "anything"), Ok(1));
    assert_eq!(setting("wave", ""), Ok(1));
    assert_eq!(setting("wave", &"x".repeat(64)), Ok(1));
    assert_eq!(setting("wave", &"x".repeat(99)), Err(format!("the given `wave` cannot be \"{}\"", "x".repeat(64))));
    assert_eq!(setting("wave", "a\nb"), Err("the given `wave` cannot be \"a\nb\"".into()));
}

#[test]
fn every_survey_takes_the_number_of_an_interviewer() {
    let takes = |value: &str| {
        let givens = Givens::from([(id("interviewer"), value.to_owned())]);
        round().setting(id(TAISHO), givens).map(|setting| setting.givens().clone())
    };
    for number in ["7", "K-07", "abcdefgh-1234567"] {
        assert_eq!(takes(number).unwrap().values().collect::<Vec<_>>(), [number]);
    }
    for other in ["", "abcdefgh-12345678", "K 07", "K_07", "山田", "K07\n", "k.07", "０７"] {
        let refused = SettingError::UnknownValue { given: id("interviewer"), value: other.into() };
        assert_eq!(takes(other), Err(refused));
    }
}

#[test]
fn a_questionnaire_that_names_interviewers_takes_these_alone() {
    let survey = form().given("interviewer", ["K-07", "中央 花子"]).rating("a").sound();
    let takes = |value: &str| survey.setting(id(TAISHO), Givens::from([(id("interviewer"), value.into())])).is_ok();
    assert!(takes("K-07") && takes("中央 花子"));
    assert!(!takes("K-08"));
}

#[test]
fn a_survey_says_what_it_is() {
    let survey = round();
    assert_eq!(survey.id().as_str(), "round");
    assert_eq!(survey.title(), &words("調査"));
    assert_eq!(survey.frame(), Frame::OpenSelfSelected);
    assert_eq!(survey.period().opens, id("2026-11-01"));
    assert_eq!(survey.period().closes, id("2026-11-30"));
    assert_eq!(survey.wards().keys().map(ToString::to_string).collect::<Vec<_>>(), [TAISHO, NANIWA]);
    assert_eq!(survey.embed_origins().iter().collect::<Vec<_>>(), ["https://www.city.osaka.lg.jp"]);
    assert_eq!(survey.languages(), [id("ja")]);
}

#[test]
fn a_visit_that_nobody_ended_is_forgotten_unless_the_survey_says_otherwise() {
    assert_eq!(round().abandoned(), Abandoned::Discard);
    let mut draft = form().rating("a").survey();
    draft.abandoned = Abandoned::Send;
    assert_eq!(Survey::try_from(draft).unwrap().abandoned(), Abandoned::Send);
}

#[test]
fn a_questionnaire_says_what_it_is() {
    let survey = form().given("wave", ["1"]).section("first").rating("a").section("second").rating("b").sound();
    let questionnaire = survey.questionnaire();
    assert_eq!(questionnaire.id().as_str(), "form");
    assert_eq!(questionnaire.edition(), "1");
    assert_eq!(questionnaire.title(), &words("題"));
    assert_eq!(questionnaire.ward_question(), &words("区"));
    assert_eq!(questionnaire.opening().paper, words("紙"));
    assert_eq!(questionnaire.givens().len(), 1);
    let sections: Vec<_> = questionnaire.sections().iter().map(|section| section.id.as_str()).collect();
    assert_eq!(sections, ["first", "second"]);
    let sections: Vec<_> = questionnaire.questions().iter().map(questionnaire::Question::section_index).collect();
    assert_eq!(sections, [0, 1]);
    assert_eq!(questionnaire.question(&id("b")).unwrap().id().as_str(), "b");
    assert!(questionnaire.question(&id("c")).is_none());
}

fn feel() -> ChoiceSet {
    let choice = |code: &str, paper, meaning| Choice {
        code: id(code),
        paper: Some(paper),
        text: words(code),
        meaning,
        exclusive: false,
        other: false,
    };
    ChoiceSet {
        positive: vec![id("good")],
        choices: vec![
            choice("good", 1, Meaning::Substance),
            choice("bad", 2, Meaning::Substance),
            choice("dk", 9, Meaning::DontKnow),
        ],
    }
}

fn of_set() -> Survey {
    let set = || DraftKind::One(DraftChoices { choice_set: Some(id("feel")), choices: Vec::new() });
    let mut form = form()
        .ask("shared", set())
        .edit(|question| {
            question.help = Some(words("help"));
            question.feeds = vec![id("kihon.ties")];
        })
        .ask("own_positive", set())
        .edit(|question| question.positive = vec![id("bad")])
        .one("own", ["a", "b"])
        .several("many", ["a", "b"])
        .at_most(2)
        .number("people", 1, 9)
        .escape("dk", Meaning::DontKnow)
        .module("more")
        .text("gated", 9)
        .when(chose("shared", "good"));
    form.draft.choice_sets.insert(id("feel"), feel());
    form.sound()
}

#[test]
fn questions_of_a_shared_set_have_its_choices_and_positive_codes() {
    let survey = of_set();
    let question = |name: &str| survey.questionnaire().question(&id(name)).unwrap();
    assert_eq!(&**question("shared").choices().unwrap(), feel().choices);
    assert_eq!(question("shared").positive(), [id("good")]);
    assert_eq!(question("own_positive").positive(), [id("bad")]);
    assert!(question("own").positive().is_empty());
    assert!(question("people").choices().is_none());
    assert!(matches!(question("many").kind(), Kind::Several { at_most: Some(2), .. }));
    assert!(matches!(question("people").kind(), Kind::Number(NumberRange { min: 1, max: 9, unit: None })));
}

#[test]
fn a_question_says_what_it_is() {
    let survey = of_set();
    let question = |name: &str| survey.questionnaire().question(&id(name)).unwrap();
    assert_eq!(question("shared").help(), Some(&words("help")));
    assert_eq!(question("own").help(), None);
    assert_eq!(question("shared").feeds(), [id("kihon.ties")]);
    assert!(question("own").feeds().is_empty());
    assert_eq!(question("shared").module().as_str(), "core");
    assert_eq!(question("people").module().as_str(), "more");
    assert_eq!(question("people").escapes().len(), 1);
    assert_eq!(question("people").meaning(&id("dk")), Some(Meaning::DontKnow));
    assert_eq!(question("shared").meaning(&id("dk")), Some(Meaning::DontKnow));
    assert_eq!(question("shared").meaning(&id("good")), Some(Meaning::Substance));
    assert_eq!(question("shared").meaning(&id("other")), None);
}

#[test]
fn a_shared_choice_routes_like_ones_own() {
    let scenario = crate::scenario::Scenario::in_survey(of_set());
    assert!(!scenario.path().contains(&"gated".to_owned()));
    let good = scenario.input("shared", Input::Choice(Picked::plain(id("good"))));
    assert!(good.path().contains(&"gated".to_owned()));
}
