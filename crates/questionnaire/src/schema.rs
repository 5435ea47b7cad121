//! The file formats as JSON Schema, generated from the types.

use schemars::{Schema, SchemaGenerator, json_schema, schema_for};

use crate::draft::DraftQuestionnaire;
use crate::draft_survey::DraftSurvey;
use crate::wire::WireResponse;

/// The schema of a questionnaire as written.
pub fn questionnaire() -> Schema {
    schema_for!(DraftQuestionnaire)
}

/// The schema of a survey as published.
pub fn survey() -> Schema {
    schema_for!(DraftSurvey)
}

/// The schema of a response on the wire.
pub fn response() -> Schema {
    schema_for!(WireResponse)
}

/// Answers by question id. Which form fits which question, the questionnaire says.
pub(crate) fn answers(_: &mut SchemaGenerator) -> Schema {
    let code = json_schema!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9_.-]{0,63}$" });
    let picked = json_schema!({
        "type": "object",
        "description": "a choice with the words beside it, or alone a way to say nothing",
        "properties": { "choice": code.clone(), "text": { "type": "string", "minLength": 1 } },
        "required": ["choice"],
        "additionalProperties": false
    });
    json_schema!({
        "type": "object",
        "description": "By question id; absent means: no answer.",
        "propertyNames": code.clone(),
        "additionalProperties": {
            "oneOf": [
                { "type": "string", "minLength": 1, "description": "a choice, a date, a month, a text" },
                { "type": "integer", "description": "a number, a rating" },
                picked.clone(),
                {
                    "type": "array",
                    "minItems": 1,
                    "description": "several choices, a ranking",
                    "items": { "oneOf": [code, picked] }
                }
            ]
        }
    })
}
