//! What came of letters, by the hash of their codes.

use std::collections::BTreeMap;

use questionnaire::{Minute, SurveyId, WardCode};

use super::{Store, StoreError};
use crate::outcome::Outcome;

/// A code that was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// For which ward.
    pub ward: WardCode,
    /// Whether a response that counts came with it.
    pub is_used: bool,
    /// What came of its letter, where somebody has said so.
    pub outcome: Option<Outcome>,
}

impl Store {
    /// What is known of the code of that hash. None where it was never given out.
    pub async fn letter(&self, survey: &SurveyId, code_hash: [u8; 32]) -> Result<Option<Letter>, StoreError> {
        let row: Option<(String, Option<String>, Option<String>)> = each!(self.database, store => {
            sqlx::query_as(
                "SELECT c.ward, c.used_by, o.outcome FROM codes c LEFT JOIN outcomes o \
                 ON o.survey = c.survey AND o.code_hash = c.code_hash WHERE c.survey = $1 AND c.code_hash = $2",
            )
            .bind(survey.as_str())
            .bind(code_hash.as_slice())
            .fetch_optional(&store.readers)
            .await?
        });
        let Some((ward, used_by, outcome)) = row else { return Ok(None) };
        let outcome = outcome.as_deref().map(outcome_of).transpose()?;
        let ward = ward.parse().map_err(|_| strange(&format!("a code of the ward \"{ward}\"")))?;
        Ok(Some(Letter { ward, is_used: used_by.is_some(), outcome }))
    }

    /// Keeps what came of the letter with the code of that hash, instead of what was said before; None takes that back.
    pub async fn set_outcome(
        &self,
        survey: &SurveyId,
        code_hash: [u8; 32],
        outcome: Option<Outcome>,
        now: Minute,
    ) -> Result<(), StoreError> {
        each!(self.database, store => {
            let written = match outcome {
                Some(outcome) => sqlx::query(
                    "INSERT INTO outcomes (survey, code_hash, outcome, at) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (survey, code_hash) DO UPDATE SET outcome = excluded.outcome, at = excluded.at",
                )
                .bind(survey.as_str())
                .bind(code_hash.as_slice())
                .bind(outcome.as_str())
                .bind(now.to_string())
                .execute(&store.writers)
                .await
                .map(drop),
                None => sqlx::query("DELETE FROM outcomes WHERE survey = $1 AND code_hash = $2")
                    .bind(survey.as_str())
                    .bind(code_hash.as_slice())
                    .execute(&store.writers)
                    .await
                    .map(drop),
            };
            Ok(written?)
        })
    }

    /// How many letters came to what, of those whose code was not used, by ward.
    pub async fn outcomes(&self, survey: &SurveyId) -> Result<BTreeMap<WardCode, BTreeMap<Outcome, u64>>, StoreError> {
        let rows: Vec<(String, String, i64)> = each!(self.database, store => {
            sqlx::query_as(
                "SELECT c.ward, o.outcome, count(*) FROM codes c JOIN outcomes o \
                 ON o.survey = c.survey AND o.code_hash = c.code_hash \
                 WHERE c.survey = $1 AND c.used_by IS NULL GROUP BY c.ward, o.outcome",
            )
            .bind(survey.as_str())
            .fetch_all(&store.readers)
            .await?
        });
        let mut wards: BTreeMap<WardCode, BTreeMap<Outcome, u64>> = BTreeMap::new();
        for (ward, outcome, count) in rows {
            let ward = ward.parse().map_err(|_| strange(&format!("codes of the ward \"{ward}\"")))?;
            let count = u64::try_from(count).unwrap_or_default();
            wards.entry(ward).or_default().insert(outcome_of(&outcome)?, count);
        }
        Ok(wards)
    }
}

fn outcome_of(word: &str) -> Result<Outcome, StoreError> {
    word.parse().map_err(|_| strange(&format!("the outcome \"{word}\"")))
}

fn strange(detail: &str) -> StoreError {
    StoreError::Strange { detail: detail.to_owned() }
}
