//! What is known of a response besides its answers.

use std::collections::BTreeSet;

use questionnaire::{GivenName, INTERVIEWER, Survey};

use crate::store::Record;
use crate::stored_response::StoredResponse;

/// The facts that every response has, in the order of their columns: id, of which at most so many bytes, and what it is.
pub(super) const FACTS: [(&str, usize, &str, &str); 11] = [
    ("id", 36, "回答票の番号（個人の番号ではない）", "The id of the response, which is nobody's number"),
    ("stored", 9, "数えるか（counted 数える、rehearsal 予行、aside 別に置いた）", "Whether it counts"),
    ("reason", 9, "別に置いたわけ（code_used 番号が使用済み、late 期限後）", "Why it was set aside"),
    ("received_at", 20, "届いた時刻（世界時）", "When it came (UTC)"),
    ("ward", 6, "区", "Ward"),
    ("mode", 5, "回答の方法", "How it was answered"),
    ("assisted", 1, "手伝いがあったか（1 はい、0 いいえ）", "Whether somebody helped (1 yes, 0 no)"),
    ("language", 16, "回答した言語", "The language it was finished in"),
    ("revision", 64, "調査の版", "The revision of the survey"),
    ("started_at", 20, "始めた時刻（世界時）", "When the first question was shown (UTC)"),
    ("finished_at", 20, "終えた時刻（世界時）", "When it was sent off (UTC)"),
];

/// The place of the ward among the facts.
pub(super) const WARD_AT: usize = 4;

/// The givens of `surveys`, of each of which there is a column.
pub(super) fn givens<'s>(surveys: impl IntoIterator<Item = &'s Survey>) -> Vec<GivenName> {
    let named = surveys.into_iter().flat_map(|survey| survey.questionnaire().givens().keys().cloned());
    let givens: BTreeSet<GivenName> = named.chain(INTERVIEWER.parse().ok()).collect();
    givens.into_iter().collect()
}

/// The name of the column of a given.
pub(crate) fn given_column(given: &GivenName) -> String {
    format!("given_{}", given.as_str().replace(['-', '.'], "_")).chars().take(56).collect()
}

/// The facts of a response: those of [`FACTS`], then its givens. A given that did not come is empty.
pub(super) fn facts(record: &Record, response: &StoredResponse, givens: &[GivenName]) -> Vec<String> {
    let identity = response.identity();
    let own = [
        record.id.clone(),
        record.stored.as_str().to_owned(),
        record.reason.map_or_else(String::new, |reason| reason.as_str().to_owned()),
        record.received_at.clone(),
        response.ward().to_string(),
        identity.mode.as_str().to_owned(),
        u8::from(identity.assisted).to_string(),
        identity.language.to_string(),
        identity.revision.to_string(),
        identity.started_at.to_string(),
        identity.finished_at.to_string(),
    ];
    let given = givens.iter().map(|given| response.given().get(given).cloned().unwrap_or_default());
    own.into_iter().chain(given).collect()
}
