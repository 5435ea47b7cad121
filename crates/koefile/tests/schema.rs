//! The published schema of a line names what is written.

use std::path::PathBuf;

use koefile::Kind;
use serde_json::Value;

use crate::{MADE_AT, entry};

fn schema() -> Value {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas/file-line.schema.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn names(object: &Value) -> Vec<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

fn required(definition: &Value) -> Vec<&str> {
    definition["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

#[test]
fn the_schema_names_every_member_of_every_line() {
    let schema = schema();
    let header: Value = serde_json::from_str(&koefile::header(Kind::Receipts, MADE_AT, 1)).unwrap();
    let line: Value = serde_json::from_str(&koefile::line(&entry(2))).unwrap();
    let receipt: Value = serde_json::from_str(&koefile::acknowledgement("a", "aside", Some("late"))).unwrap();
    for (name, written) in
        [("header", &header), ("line", &line), ("response_entry", &line["entry"]), ("receipt_entry", &receipt)]
    {
        let definition = &schema["$defs"][name];
        assert_eq!(names(&definition["properties"]), names(written), "{name}");
        assert_eq!(definition["additionalProperties"], Value::Bool(false), "{name}");
        assert!(required(definition).iter().all(|member| written.get(member).is_some()), "{name}");
    }
    assert_eq!(required(&schema["$defs"]["response_entry"]), ["response"], "the code is only where there is one");
    assert_eq!(required(&schema["$defs"]["receipt_entry"]), ["id", "stored"], "the reason is only where there is one");
    let kinds = &schema["$defs"]["header"]["properties"]["koe"]["enum"];
    assert_eq!(*kinds, serde_json::json!([Kind::Responses.as_str(), Kind::Receipts.as_str()]));
    assert_eq!(schema["$defs"]["header"]["properties"]["version"]["const"], koefile::VERSION);
}
