//! Codes in PostgreSQL.

use questionnaire::{SurveyId, WardCode};

use super::PostgresStore;
use crate::admission::CodeStanding;
use crate::store::StoreError;
use crate::store::group::code_standing;

impl PostgresStore {
    pub(in crate::store) async fn code_standing(
        &self,
        survey: &SurveyId,
        code_hash: [u8; 32],
    ) -> Result<CodeStanding, StoreError> {
        let used_by: Option<Option<String>> =
            sqlx::query_scalar("SELECT used_by FROM codes WHERE survey = $1 AND code_hash = $2")
                .bind(survey.as_str())
                .bind(code_hash.as_slice())
                .fetch_optional(&self.readers)
                .await?;
        Ok(code_standing(used_by.as_ref()))
    }

    pub(in crate::store) async fn invited(&self, survey: &SurveyId) -> Result<Vec<(String, i64)>, StoreError> {
        let counts = sqlx::query_as("SELECT ward, count(*) FROM codes WHERE survey = $1 GROUP BY ward ORDER BY ward");
        Ok(counts.bind(survey.as_str()).fetch_all(&self.readers).await?)
    }

    pub(in crate::store) async fn invite(
        &self,
        survey: &SurveyId,
        ward: WardCode,
        code_hashes: &[[u8; 32]],
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        super::survey::state(&mut *change, survey).await?;
        let hashes: Vec<&[u8]> = code_hashes.iter().map(<[u8; 32]>::as_slice).collect();
        let added = sqlx::query(
            "INSERT INTO codes (survey, code_hash, ward) SELECT $1, hash, $3 FROM unnest($2::bytea[]) AS hash \
             ORDER BY hash ON CONFLICT DO NOTHING",
        )
        .bind(survey.as_str())
        .bind(hashes)
        .bind(ward.to_string())
        .execute(&mut *change)
        .await?;
        if added.rows_affected() != code_hashes.len() as u64 {
            return Ok(false);
        }
        change.commit().await?;
        Ok(true)
    }
}
