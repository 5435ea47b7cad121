//! Responses as a device would make them.

use std::path::Path;

use questionnaire::{Receipt, ResponseId};
use serde_json::{Value, json};

use crate::client::Client;
use crate::commands::run;

/// Makes responses to one survey in the revision that is given out.
#[derive(Clone)]
pub(crate) struct Responses {
    survey: String,
    revision: Value,
}

impl Responses {
    pub(crate) async fn to(client: &Client, survey: &str) -> Self {
        let given_out = client.get(&format!("/api/v1/surveys/{survey}")).await.json();
        Self { survey: survey.to_owned(), revision: given_out["revision"].clone() }
    }

    /// Responses to `survey` as it is given out in `folder`.
    pub(crate) fn in_folder(folder: &Path, survey: &str) -> Self {
        let shown = run(folder, &["survey", "show", survey, "--json"]).stdout;
        let shown: Value = serde_json::from_slice(&shown).unwrap();
        Self { survey: survey.to_owned(), revision: shown["revision"].clone() }
    }

    /// The `number`th response: the same number gives the same one.
    pub(crate) fn number(&self, number: u64) -> Value {
        let mut random = [0; 16];
        // The version of the id stands in the seventh byte.
        random[..8].copy_from_slice(&(number << 16).to_be_bytes());
        let receipt: [u8; 13] = random[..13].try_into().unwrap();
        json!({
            "id": ResponseId::from_random(random),
            "survey": self.survey,
            "revision": self.revision,
            "ward": "271080",
            "mode": "web",
            "assisted": false,
            "language": "ja",
            "given": {},
            "receipt_hash": Receipt::from_random(receipt).hash(),
            "started_at": "2026-12-02T01:00:00Z",
            "finished_at": "2026-12-02T01:04:00Z",
            "answers": { "visited": "yes", "often": "weekly", "age": 71, "words": "きれい🌸" },
        })
    }
}

/// `response` with `value` at `pointer` instead.
pub(crate) fn with(response: &Value, pointer: &str, value: impl Into<Value>) -> Value {
    let mut changed = response.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    changed.pointer_mut(parent).unwrap()[key] = value.into();
    changed
}
