//! Codes in PostgreSQL.

use questionnaire::{SurveyId, WardCode};

use super::PostgresStore;
use crate::store::StoreError;

impl PostgresStore {
    /// Gives out codes for `ward`, all or none. Gives `false` where one of them was out already.
    pub(in crate::store) async fn add_codes(
        &self,
        survey: &SurveyId,
        ward: WardCode,
        code_hashes: &[[u8; 32]],
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
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
