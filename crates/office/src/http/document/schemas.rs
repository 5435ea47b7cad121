//! The forms of what travels, from the types that are written and read. `OpenAPI` 3.1 takes JSON Schema as it is.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::json_schema;
use sealing::Sealed;
use serde_json::{Map, Value};

use super::super::{codes, devices, health, plain, problem, receipt, responses};
use crate::device::{Device, DeviceReport};
use crate::edition::Payload;
use crate::intake::{Acknowledgement, Carried};

/// All of them by name.
pub(super) fn schemas() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().with(|to| to.definitions_path = "/components/schemas".into());
    let mut given = SchemaGenerator::new(settings.clone().for_serialize());
    given.subschema_for::<Payload<'_>>();
    given.subschema_for::<Acknowledgement>();
    given.subschema_for::<responses::LineResult>();
    given.subschema_for::<problem::Shown<'_>>();
    given.subschema_for::<Device>();
    given.subschema_for::<codes::CodeAnswer>();
    given.subschema_for::<health::Health>();
    let mut taken = SchemaGenerator::new(settings.for_deserialize());
    taken.subschema_for::<Sealed>();
    taken.subschema_for::<Carried<'_>>();
    taken.subschema_for::<devices::Enrolment>();
    taken.subschema_for::<DeviceReport>();
    taken.subschema_for::<codes::CodeAsked>();
    let mut schemas = given.take_definitions(true);
    schemas.extend(taken.take_definitions(true));
    for (name, schema) in [
        ("SentResponse", responses::sent_schema(&mut taken)),
        ("PlainPage", plain::sent_schema()),
        ("ReceiptTyped", receipt::sent_schema()),
        (
            "Words",
            json_schema!({
                "type": "object",
                "description": "the words by table and key",
                "additionalProperties": { "type": "object", "additionalProperties": { "type": "string" } },
            }),
        ),
    ] {
        schemas.insert(name.to_owned(), schema.into());
    }
    schemas
}
