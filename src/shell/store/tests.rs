//! What other versions of the program have written stays readable.

use super::*;

/// What the first program wrote, as it lies on devices. It stays as it is, whatever later programs write.
const DRAFT: &str = concat!(
    r#"{"draft":{"id":"abcdefghijklmnop","survey":"ward","#,
    r#""revision":"1111111111111111111111111111111111111111111111111111111111111111","#,
    r#""code":"AB2C9DE4FH","code_insisted":false,"ward":"271080","ward_given":true,"givens":{"training":"first"},"#,
    r#""language":"ja","ruby":false,"assisted":false,"started_at":"2026-11-21T09:00:00Z","#,
    r#""inputs":{"born":"blank","free":{"typed":"声"},"one":{"choice":{"code":"p1"}},"ranked":{"ranking":["a","b"]},"#,
    r#""rated":{"rating":4},"several":{"choices":[{"code":"a"},{"code":"b","other":"外"}]},"since":{"escape":"dk"}},"#,
    r#""aside":[["free",{"typed":"前"}]],"others":[["several",["c","外"]]],"#,
    r#""acknowledged":{"reminded":["one"],"confirmed":[["since",0]]},"seen":["one"],"from_review":false,"#,
    r#""trail":["opening",{"page":"one"}],"step":1,"left_at":{"page":"one"}}}"#,
);
const SLIP: &str = concat!(
    r#"{"slip":{"draft":"abcdefghijklmnop","survey":"ward","id":"67e55044-10b1-426f-9247-bb680e5fe0c8","code":null,"#,
    r#""ward":"271080","language":"ja","ruby":false,"receipt":"AB2C9DE4FHAB2C9DE4FH","kept":"aside_late"}}"#,
);
const PARCEL: &str = concat!(
    r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","survey":"ward","code":null,"body":"{}","record":"ward\n","#,
    r#""refusal":"not_open"}"#,
);

fn held(drafts: &[(&str, &str)], outbox: &[&str]) -> Holdings {
    let shelf = drafts.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let owed = outbox.iter().map(|text| (String::new(), (*text).to_owned())).collect();
    holdings(&"ward".parse().unwrap(), vec![shelf, owed, Vec::new()])
}

/// What was put under a key among the drafts, or taken out of it.
type Made = (String, Option<String>);

fn made(change: impl FnOnce(To<'_>) -> Result<(), Lost>) -> Vec<Made> {
    let made = RefCell::new(Vec::new());
    let to = |store: &str, key: &str, text: Option<&str>| {
        assert_eq!(store, DRAFTS);
        made.borrow_mut().push((key.to_owned(), text.map(str::to_owned)));
        Ok(())
    };
    change(&to).unwrap();
    made.take()
}

#[test]
fn what_the_first_program_wrote_is_read() {
    let held = held(&[("ward\nAB2C9DE4FH", DRAFT), ("ward\n", SLIP)], &[PARCEL]);
    assert_eq!((held.drafts.len(), held.slips.len(), held.parcels.len()), (1, 1, 1));
    assert_eq!(Entry::Draft(&held.drafts[0]).text(0), DRAFT);
    assert_eq!(Entry::Slip(&held.slips[0].1).text(0), SLIP);
    assert_eq!(parcel_text(&held.parcels[0]), PARCEL);
}

#[test]
fn what_a_later_program_adds_hides_nothing() {
    let added = |text: &str| text.replacen("\"survey\"", "\"later\":[1],\"survey\"", 1);
    let held = held(&[("ward\nAB2C9DE4FH", &added(DRAFT)), ("ward\n", &added(SLIP))], &[&added(PARCEL)]);
    assert_eq!(Entry::Draft(&held.drafts[0]).text(0), DRAFT);
    assert_eq!(Entry::Slip(&held.slips[0].1).text(0), SLIP);
    assert_eq!(parcel_text(&held.parcels[0]), PARCEL);
}

#[test]
fn what_cannot_be_read_is_put_aside_found_again_and_forgotten_with_its_place() {
    let later = DRAFT.replace("\"opening\"", "\"preface\"");
    let key = "ward\nAB2C9DE4FH".to_owned();
    let shelf = [(key.clone(), later.clone()), ("ward\n".to_owned(), SLIP.to_owned())];
    let changes = made(|to| set_aside(to, &shelf));
    let aside = [&key, ASIDE].concat();
    assert_eq!(changes, [(key.clone(), None), (aside.clone(), Some(later.clone()))]);
    assert_eq!(made(|to| set_aside(to, &[(aside.clone(), later)])), []);

    let held = held(&[(&aside, DRAFT)], &[]);
    assert_eq!(held.drafts[0].key(), key);
    let gone = made(|to| forget(to, &[(aside.clone(), String::new())], &Records::One(key), &[]));
    assert_eq!(gone, [(aside, None)]);
}
