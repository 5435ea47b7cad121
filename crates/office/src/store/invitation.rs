//! Codes that were given out. The store holds only a keyed hash of each.

use questionnaire::{SurveyId, WardCode};
use sqlx::{Sqlite, Transaction};

use super::{Arrival, Store, StoreError};
use crate::admission::CodeStanding;

impl Store {
    /// How the code of that hash stands.
    pub async fn code_standing(&self, survey: &SurveyId, code_hash: [u8; 32]) -> Result<CodeStanding, StoreError> {
        let used_by: Option<Option<String>> =
            sqlx::query_scalar("SELECT used_by FROM codes WHERE survey = ?1 AND code_hash = ?2")
                .bind(survey.as_str())
                .bind(code_hash.as_slice())
                .fetch_optional(&self.readers)
                .await?;
        Ok(stands(used_by.as_ref()))
    }

    /// Gives out codes for `ward`, all or none. Gives `false` where one of them was out already.
    pub async fn invite(
        &self,
        survey: &SurveyId,
        ward: WardCode,
        code_hashes: &[[u8; 32]],
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        super::survey::state(&mut *change, survey).await?;
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

/// How the code beside a response stands, and the response that has used it.
pub(super) async fn standing(
    change: &mut Transaction<'static, Sqlite>,
    arrival: &Arrival,
) -> Result<(CodeStanding, Option<String>), StoreError> {
    let Some(code_hash) = arrival.code_hash else { return Ok((CodeStanding::Absent, None)) };
    if !arrival.hears_codes {
        return Ok((CodeStanding::Unheard, None));
    }
    let used_by: Option<Option<String>> =
        sqlx::query_scalar("SELECT used_by FROM codes WHERE survey = ?1 AND code_hash = ?2")
            .bind(arrival.survey.as_str())
            .bind(code_hash.as_slice())
            .fetch_optional(&mut **change)
            .await?;
    Ok((stands(used_by.as_ref()), used_by.flatten()))
}

/// Notes that the code of `arrival` has been used by it.
pub(super) async fn use_up(change: &mut Transaction<'static, Sqlite>, arrival: &Arrival) -> Result<(), StoreError> {
    sqlx::query("UPDATE codes SET used_by = ?3 WHERE survey = ?1 AND code_hash = ?2")
        .bind(arrival.survey.as_str())
        .bind(arrival.code_hash.map(Vec::from))
        .bind(arrival.id.to_string())
        .execute(&mut **change)
        .await?;
    Ok(())
}

fn stands(used_by: Option<&Option<String>>) -> CodeStanding {
    match used_by {
        None => CodeStanding::Unknown,
        Some(None) => CodeStanding::Usable,
        Some(Some(_)) => CodeStanding::Used,
    }
}
