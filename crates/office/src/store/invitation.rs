//! Codes that were given out. The store holds only a keyed hash of each.

use std::collections::BTreeMap;

use questionnaire::{SurveyId, WardCode};

use super::group::code_standing;
use super::{Store, StoreError};
use crate::admission::CodeStanding;

impl Store {
    /// How the code of that hash stands.
    pub async fn code_standing(&self, survey: &SurveyId, code_hash: [u8; 32]) -> Result<CodeStanding, StoreError> {
        let used_by: Option<Option<String>> = each!(self.database, store => {
            sqlx::query_scalar("SELECT used_by FROM codes WHERE survey = $1 AND code_hash = $2")
                .bind(survey.as_str())
                .bind(code_hash.as_slice())
                .fetch_optional(&store.readers)
                .await?
        });
        Ok(code_standing(used_by.as_ref()))
    }

    /// How many codes were given out for each ward.
    pub async fn invited(&self, survey: &SurveyId) -> Result<BTreeMap<WardCode, u64>, StoreError> {
        let rows: Vec<(String, i64)> = each!(self.database, store => {
            sqlx::query_as("SELECT ward, count(*) FROM codes WHERE survey = $1 GROUP BY ward ORDER BY ward")
                .bind(survey.as_str())
                .fetch_all(&store.readers)
                .await?
        });
        let counted = |(ward, count): (String, i64)| {
            let counted = ward.parse().ok().zip(u64::try_from(count).ok());
            counted.ok_or_else(|| StoreError::Strange { detail: format!("codes of the ward \"{ward}\"") })
        };
        rows.into_iter().map(counted).collect()
    }

    /// How many codes were given out for each ward, and how many of them were used.
    pub async fn code_uses(&self, survey: &SurveyId) -> Result<BTreeMap<WardCode, (u64, u64)>, StoreError> {
        let rows: Vec<(String, i64, i64)> = each!(self.database, store => {
            sqlx::query_as("SELECT ward, count(*), count(used_by) FROM codes WHERE survey = $1 GROUP BY ward ORDER BY ward")
                .bind(survey.as_str())
                .fetch_all(&store.readers)
                .await?
        });
        let counted = |(ward, given, used): (String, i64, i64)| {
            let counts = u64::try_from(given).ok().zip(u64::try_from(used).ok());
            let counted = ward.parse().ok().zip(counts);
            counted.ok_or_else(|| StoreError::Strange { detail: format!("codes of the ward \"{ward}\"") })
        };
        rows.into_iter().map(counted).collect()
    }

    /// Gives out codes for `ward`, all or none. Gives `false` where one of them was out already.
    pub async fn invite(
        &self,
        survey: &SurveyId,
        ward: WardCode,
        code_hashes: &[[u8; 32]],
    ) -> Result<bool, StoreError> {
        if self.standing(survey).await?.is_none() {
            return Err(StoreError::NoSuchSurvey { survey: survey.to_string() });
        }
        each!(self.database, store => store.add_codes(survey, ward, code_hashes).await)
    }
}
