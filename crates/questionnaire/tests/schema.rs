//! The published JSON Schemas are those of the types.

use std::path::PathBuf;

use crate::scenario::Scenario;
use questionnaire::schema;
use serde_json::Value;

/// Compares with the file, or writes it where `KOE_BLESS` is set.
#[track_caller]
fn published(name: &str, schema: impl serde::Serialize) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas");
    let file = root.join(format!("{name}.schema.json"));
    let generated = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    if std::env::var_os("KOE_BLESS").is_some() {
        std::fs::create_dir_all(&root).unwrap();
        std::fs::write(&file, &generated).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(written, generated, "{} is not up to date: run with KOE_BLESS=1", file.display());
}

#[test]
fn the_schema_of_a_questionnaire_is_published() {
    published("questionnaire", schema::questionnaire());
}

#[test]
fn the_schema_of_a_survey_is_published() {
    published("survey", schema::survey());
}

#[test]
fn the_schema_of_a_response_is_published() {
    published("response", schema::response());
}

#[test]
fn the_schema_of_a_response_names_every_field_that_travels() {
    let schema = serde_json::to_value(schema::response()).unwrap();
    let response: Value =
        serde_json::from_str(&Scenario::of(crate::form::form().rating("a")).response().to_json().unwrap()).unwrap();
    let fields: Vec<_> = response.as_object().unwrap().keys().collect();
    let named: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(named, fields);
    assert_eq!(schema["additionalProperties"], Value::Bool(false));
    assert_eq!(schema["required"].as_array().unwrap().len(), fields.len());
}
