//! The texts of a response.

use questionnaire::Survey;

use super::TextKey;
use crate::export::Sheet;
use crate::stored_response::StoredResponse;

/// Something that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Which text it is.
    pub key: TextKey,
    /// What it says, as it was typed.
    pub words: String,
}

/// What was written in `response` by `survey`, the revision that it answers: the same that an export has as free text.
/// None where its ward takes no part there.
pub fn written(survey: &Survey, response: &StoredResponse) -> Option<Vec<Written>> {
    let sheet = Sheet::new(survey, response)?;
    let texts = sheet.free_texts().into_iter().map(|text| Written {
        key: TextKey {
            id: response.identity().id.to_string(),
            question: text.question.to_string(),
            choice: text.choice.map(ToString::to_string).unwrap_or_default(),
        },
        words: text.words.to_owned(),
    });
    Some(texts.collect())
}
