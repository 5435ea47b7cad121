//! The revision of a survey: what every response is pinned to.

use crate::form::{TAISHO, chose, form, sealing_key, words};
use crate::id;
use questionnaire::{Abandoned, DraftSurvey, Frame, Need, Revision};

fn small() -> DraftSurvey {
    let mut draft = form().one("pets", ["yes"]).text("name", 20).when(chose("pets", "yes")).survey();
    draft.wards.remove(&id(crate::form::NANIWA));
    draft.title = words("声 \"é\"\n");
    draft
}

#[test]
fn the_canonical_json_is_known() {
    // RFC 8785: keys by UTF-16 code units, no spaces, no escapes but the short ones.
    let json = concat!(
        r#"{"frame":"open_self_selected","id":"round","period":{"closes":"2026-11-30","opens":"2026-11-01"},"#,
        r#""questionnaire":{"edition":"1","id":"form","languages":["ja"],"#,
        r#""opening":{"handling":{"ja":"扱い"},"office":{"ja":"担当"},"paper":{"ja":"紙"},"purpose":{"ja":"目的"}},"#,
        r#""sections":[{"id":"first","questions":["#,
        r#"{"answer":{"one":{"choices":[{"code":"yes","text":{"ja":"yes"}}]}},"id":"pets","text":{"ja":"pets"}},"#,
        r#"{"answer":{"text":{"characters_max":20}},"ask_when":{"chose":{"choice":"yes","question":"pets"}},"#,
        r#""id":"name","text":{"ja":"name"}}],"title":{"ja":"first"}}],"#,
        r#""title":{"ja":"題"},"ward_question":{"ja":"区"}},"#,
        r#""title":{"ja":"声 \"é\"\n"},"wards":{"271080":{"name":{"ja":"大正区"}}}}"#,
    );
    assert_eq!(small().canonical_json().unwrap(), json);
}

#[test]
fn the_revision_is_the_sha_256_of_the_canonical_json() {
    // printf '%s' "$canonical_json" | sha256sum
    assert_eq!(
        small().revision().unwrap().to_string(),
        "7322214d943f26b836ac55c571706c6ee384a416cca569ba5210681886e653e7"
    );
}

#[test]
fn the_order_of_keys_in_the_source_decides_nothing() {
    let survey = small();
    let sorted: DraftSurvey = serde_json::from_str(&survey.canonical_json().unwrap()).unwrap();
    assert_eq!(sorted, survey);
    let written = serde_json::to_string(&survey).unwrap();
    assert_ne!(written, survey.canonical_json().unwrap());
    let read: DraftSurvey = serde_json::from_str(&written).unwrap();
    assert_eq!(read.revision().unwrap(), survey.revision().unwrap());
}

#[test]
fn what_is_left_out_and_what_is_written_as_usual_are_the_same() {
    let spelled = serde_json::to_string(&small()).unwrap().replacen(
        r#""text":{"ja":"pets"}"#,
        r#""text":{"ja":"pets"},"need":"reminded","module":"core","checks":[]"#,
        1,
    );
    let spelled = spelled.replacen(r#""wards":"#, r#""abandoned":"discard","wards":"#, 1);
    let spelled: DraftSurvey = serde_json::from_str(&spelled).unwrap();
    assert_eq!(spelled.revision().unwrap(), small().revision().unwrap());
}

#[test]
fn whatever_changes_changes_the_revision() {
    let edits: [fn(&mut DraftSurvey); 14] = [
        |survey| survey.id = id("other"),
        |survey| survey.title = words("声"),
        |survey| survey.frame = Frame::RandomSample,
        |survey| survey.period.closes = id("2026-12-01"),
        |survey| survey.modules.extend([id("more")]),
        |survey| survey.slots.extend([(id("ward"), words("区"))]),
        |survey| survey.embed_origins.extend(["https://example.org".to_owned()]),
        |survey| survey.sealing_keys.push(sealing_key()),
        |survey| survey.abandoned = Abandoned::Send,
        |survey| survey.wards.get_mut(&id(TAISHO)).unwrap().name = words("大正"),
        |survey| survey.questionnaire.edition = "2".into(),
        |survey| survey.questionnaire.sections[0].questions[0].need = Need::Required,
        |survey| survey.questionnaire.sections[0].questions[1].ask_when = None,
        |survey| survey.questionnaire.sections[0].questions.swap(0, 1),
    ];
    let mut revisions = vec![small().revision().unwrap()];
    for edit in edits {
        let mut survey = small();
        edit(&mut survey);
        revisions.push(survey.revision().unwrap());
    }
    let count = revisions.len();
    revisions.sort();
    revisions.dedup();
    assert_eq!(revisions.len(), count);
}

#[test]
fn a_revision_is_64_digits_in_small_letters() {
    let good = "0123456789abcdef".repeat(4);
    assert_eq!(good.parse::<Revision>().unwrap().to_string(), good);
    assert_eq!(serde_json::to_string(&good.parse::<Revision>().unwrap()).unwrap(), format!("\"{good}\""));
    for bad in [&good[1..], &good.to_uppercase(), &format!("{good}0"), &good.replace('0', "g"), ""] {
        let error = bad.parse::<Revision>().unwrap_err();
        assert_eq!(error.to_string(), "not a revision: it has 64 hexadecimal digits in small letters");
        assert!(serde_json::from_value::<Revision>(bad.into()).is_err());
    }
}
