//! A line of JSON for each response.

use questionnaire::{Mark, Value};
use serde_json::{Map, Value as Json, json};

use super::cell::{Said, Sheet};
use super::column::Columns;
use crate::store::Record;
use crate::stored_response::StoredResponse;

/// The file of lines.
pub(super) const LINES: &str = "responses.jsonl";

/// The line of a response: every question of every revision, with what was said or `{"nothing": …}`.
pub(super) fn line(record: &Record, response: &StoredResponse, sheet: &Sheet<'_>, columns: &Columns) -> Json {
    let identity = response.identity();
    let mut answers = Map::new();
    for column in &columns.all {
        let question = column.question.as_str();
        if !answers.contains_key(question) {
            let mut said = answer(sheet.said(&column.question));
            if let (Some(mark), Some(nothing)) = (sheet.marked(&column.question), said.as_object_mut()) {
                nothing.insert("marked".to_owned(), marked(mark));
            }
            answers.insert(question.to_owned(), said);
        }
    }
    let mut line = json!({
        "id": record.id,
        "stored": record.stored,
        "received_at": record.received_at,
        "ward": response.ward(),
        "mode": identity.mode,
        "assisted": identity.assisted,
        "language": identity.language,
        "revision": identity.revision,
        "started_at": identity.started_at,
        "finished_at": identity.finished_at,
        "given": response.given(),
        "answers": answers,
    });
    if let (Some(reason), Some(object)) = (record.reason, line.as_object_mut()) {
        object.insert("reason".to_owned(), json!(reason));
    }
    line
}

/// What stands on paper and is no answer.
fn marked(mark: &Mark) -> Json {
    match mark {
        Mark::Answer(given) => answer(Said::Answer(given.value())),
        Mark::Marks(picked) => picked.iter().map(|picked| json!(picked.code)).collect(),
        Mark::Unreadable => json!({ "unreadable": true }),
    }
}

fn answer(said: Said<'_>) -> Json {
    match said {
        Said::Nothing(nothing) => json!({ "nothing": nothing.name() }),
        Said::Answer(Value::Choice(picked)) => json!(picked.code),
        Said::Answer(Value::Choices(picked)) => picked.iter().map(|picked| json!(picked.code)).collect(),
        Said::Answer(Value::Ranking(codes)) => json!(codes),
        Said::Answer(Value::Number(number)) => json!(number),
        Said::Answer(Value::Rating(rating)) => json!(rating),
        Said::Answer(Value::Date(date)) => json!(date.to_string()),
        Said::Answer(Value::Month(month)) => json!(month.to_string()),
        Said::Answer(Value::Text(_)) => json!({ "written": true }),
        Said::Answer(Value::Escape(code)) => json!({ "choice": code }),
    }
}
