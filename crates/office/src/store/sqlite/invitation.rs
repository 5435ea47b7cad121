//! Codes in SQLite.

use questionnaire::{SurveyId, WardCode};

use super::SqliteStore;
use crate::store::StoreError;

impl SqliteStore {
    /// Gives out codes for `ward`, all or none. Gives `false` where one of them was out already.
    pub(in crate::store) async fn add_codes(
        &self,
        survey: &SurveyId,
        ward: WardCode,
        code_hashes: &[[u8; 32]],
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        for code_hash in code_hashes {
            let added =
                sqlx::query("INSERT INTO codes (survey, code_hash, ward) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
                    .bind(survey.as_str())
                    .bind(code_hash.as_slice())
                    .bind(ward.to_string())
                    .execute(&mut *change)
                    .await?;
            if added.rows_affected() == 0 {
                return Ok(false);
            }
        }
        change.commit().await?;
        Ok(true)
    }
}
