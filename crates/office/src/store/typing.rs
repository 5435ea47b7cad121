//! Sheets of paper while they are typed in.

use questionnaire::{Givens, SurveyId, WardCode};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use super::row::{id_named, minute_named, revision_named};
use super::{Store, StoreError, Stored};
use crate::typing::{Stage, Texts, TypedForm};

/// How often a number is looked for anew because somebody else took it.
const AGAIN_MAX: u32 = 20;

/// What is read of each sheet, up to the condition.
macro_rules! form_columns {
    () => {
        "SELECT survey, number, version, stage, response, revision, ward, given, language, returned_on, rehearsed, \
         code_hash, again, begun_at, first_by, first, second_by, second, settled_by, settled_at, stored FROM typed_forms "
    };
}

/// A code that was given out: for which ward, and the response that has used it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenOut {
    /// The ward.
    pub ward: WardCode,
    /// The response, or nothing (`""`) where that is not known any more.
    pub used_by: Option<String>,
}

struct FormRow {
    survey: String,
    number: i64,
    version: i64,
    stage: String,
    response: String,
    revision: String,
    ward: String,
    given: String,
    language: String,
    returned_on: String,
    rehearsed: i64,
    code_hash: Option<Vec<u8>>,
    again: i64,
    begun_at: String,
    first_by: String,
    first: String,
    second_by: Option<String>,
    second: String,
    settled_by: Option<String>,
    settled_at: Option<String>,
    stored: Option<String>,
}

impl<'r, R: Row> FromRow<'r, R> for FormRow
where
    &'static str: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            survey: row.try_get("survey")?,
            number: row.try_get("number")?,
            version: row.try_get("version")?,
            stage: row.try_get("stage")?,
            response: row.try_get("response")?,
            revision: row.try_get("revision")?,
            ward: row.try_get("ward")?,
            given: row.try_get("given")?,
            language: row.try_get("language")?,
            returned_on: row.try_get("returned_on")?,
            rehearsed: row.try_get("rehearsed")?,
            code_hash: row.try_get("code_hash")?,
            again: row.try_get("again")?,
            begun_at: row.try_get("begun_at")?,
            first_by: row.try_get("first_by")?,
            first: row.try_get("first")?,
            second_by: row.try_get("second_by")?,
            second: row.try_get("second")?,
            settled_by: row.try_get("settled_by")?,
            settled_at: row.try_get("settled_at")?,
            stored: row.try_get("stored")?,
        })
    }
}

impl Store {
    /// The code of that hash, if it was given out.
    pub async fn given_out(&self, survey: &SurveyId, code_hash: [u8; 32]) -> Result<Option<GivenOut>, StoreError> {
        let row: Option<(String, Option<String>)> = each!(self.database, store => {
            sqlx::query_as("SELECT ward, used_by FROM codes WHERE survey = $1 AND code_hash = $2")
                .bind(survey.as_str())
                .bind(code_hash.as_slice())
                .fetch_optional(&store.readers)
                .await?
        });
        let Some((ward, used_by)) = row else { return Ok(None) };
        let strange = || StoreError::Strange { detail: format!("codes of the ward \"{ward}\"") };
        Ok(Some(GivenOut { ward: ward.parse().map_err(|_| strange())?, used_by }))
    }

    /// Begins a sheet under the next number of its survey; gives it with that number. Without, another sheet of its code is
    /// on its way already.
    pub async fn begin_form(&self, form: &TypedForm) -> Result<Option<TypedForm>, StoreError> {
        for _ in 0..AGAIN_MAX {
            if let Some(number) = self.try_to_begin(form).await? {
                return Ok(Some(TypedForm { number, ..form.clone() }));
            }
            if let Some(hash) = form.code_hash.filter(|_| !form.again)
                && self.form_of_code(&form.survey, hash).await?.is_some()
            {
                return Ok(None);
            }
        }
        Err(StoreError::Again)
    }

    async fn try_to_begin(&self, form: &TypedForm) -> Result<Option<i64>, StoreError> {
        Ok(each!(self.database, store => {
            sqlx::query_scalar(
                "INSERT INTO typed_forms (survey, number, version, stage, response, revision, ward, given, language, \
                 returned_on, rehearsed, code_hash, again, begun_at, first_by, first, second) \
                 SELECT $1, coalesce(max(number), 0) + 1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '{}', '{}' \
                 FROM typed_forms WHERE survey = $1 ON CONFLICT DO NOTHING RETURNING number",
            )
            .bind(form.survey.as_str())
            .bind(form.stage.as_str())
            .bind(form.response.to_string())
            .bind(form.revision.to_string())
            .bind(form.ward.to_string())
            .bind(serde_json::to_string(&form.given).unwrap_or_default())
            .bind(form.language.as_str())
            .bind(form.returned_on.to_string())
            .bind(i64::from(form.rehearsed))
            .bind(form.code_hash.map(Vec::from))
            .bind(i64::from(form.again))
            .bind(form.begun_at.to_string())
            .bind(&form.first_by)
            .fetch_optional(&store.writers)
            .await?
        }))
    }

    /// The sheet of that number.
    pub async fn form(&self, survey: &SurveyId, number: i64) -> Result<Option<TypedForm>, StoreError> {
        let row: Option<FormRow> = each!(self.database, store => {
            sqlx::query_as(concat!(form_columns!(), "WHERE survey = $1 AND number = $2"))
                .bind(survey.as_str())
                .bind(number)
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(TypedForm::try_from).transpose()
    }

    /// The sheet with that code which is on its way.
    pub async fn form_of_code(&self, survey: &SurveyId, code_hash: [u8; 32]) -> Result<Option<TypedForm>, StoreError> {
        let row: Option<FormRow> = each!(self.database, store => {
            sqlx::query_as(concat!(form_columns!(), "WHERE survey = $1 AND code_hash = $2 ORDER BY again, number LIMIT 1"))
                .bind(survey.as_str())
                .bind(code_hash.as_slice())
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(TypedForm::try_from).transpose()
    }

    /// The sheet that became that response.
    pub async fn form_of_response(&self, survey: &SurveyId, id: &str) -> Result<Option<TypedForm>, StoreError> {
        let row: Option<FormRow> = each!(self.database, store => {
            sqlx::query_as(concat!(form_columns!(), "WHERE survey = $1 AND response = $2"))
                .bind(survey.as_str())
                .bind(id)
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(TypedForm::try_from).transpose()
    }

    /// The sheets of a survey, the newest first: those under way, or those that are settled; so many at most.
    pub async fn forms(&self, survey: &SurveyId, settled: bool, count: i64) -> Result<Vec<TypedForm>, StoreError> {
        let rows: Vec<FormRow> = each!(self.database, store => {
            sqlx::query_as(concat!(
                form_columns!(),
                "WHERE survey = $1 AND (stage IN ('kept', 'discarded')) = $2 ORDER BY number DESC LIMIT $3"
            ))
            .bind(survey.as_str())
            .bind(settled)
            .bind(count)
            .fetch_all(&store.readers)
            .await?
        });
        rows.into_iter().map(TypedForm::try_from).collect()
    }

    /// Writes a sheet as it is now. Gives it, unless somebody else has changed it since it was read.
    pub async fn save_form(&self, form: TypedForm) -> Result<Option<TypedForm>, StoreError> {
        let saved = each!(self.database, store => {
            sqlx::query(
                "UPDATE typed_forms SET version = version + 1, stage = $4, code_hash = $5, first_by = $6, first = $7, \
                 second_by = $8, second = $9, settled_by = $10, settled_at = $11, stored = $12 \
                 WHERE survey = $1 AND number = $2 AND version = $3",
            )
            .bind(form.survey.as_str())
            .bind(form.number)
            .bind(form.version)
            .bind(form.stage.as_str())
            .bind(form.code_hash.map(Vec::from))
            .bind(&form.first_by)
            .bind(serde_json::to_string(&form.first).unwrap_or_default())
            .bind(form.second_by.as_deref())
            .bind(serde_json::to_string(&form.second).unwrap_or_default())
            .bind(form.settled_by.as_deref())
            .bind(form.settled_at.as_deref())
            .bind(form.stored.map(Stored::as_str))
            .execute(&store.writers)
            .await?
            .rows_affected()
        });
        Ok((saved == 1).then(|| TypedForm { version: form.version + 1, ..form }))
    }
}

impl TryFrom<FormRow> for TypedForm {
    type Error = StoreError;

    fn try_from(row: FormRow) -> Result<Self, StoreError> {
        let number = row.number;
        let strange = |what: &str| StoreError::Strange {
            detail: format!("the typed form {number} of {} with another {what}", row.survey),
        };
        let texts = |json: &str| serde_json::from_str::<Texts>(json).map_err(|_| strange("text"));
        let code_hash = row.code_hash.map(|hash| hash.try_into().map_err(|_| strange("code"))).transpose()?;
        Ok(Self {
            number,
            version: row.version,
            stage: Stage::named(&row.stage).ok_or_else(|| strange("stage"))?,
            response: id_named(&row.response)?,
            revision: revision_named(&row.revision, &row.survey)?,
            ward: row.ward.parse().map_err(|_| strange("ward"))?,
            given: serde_json::from_str::<Givens>(&row.given).map_err(|_| strange("given"))?,
            language: row.language.parse().map_err(|_| strange("language"))?,
            returned_on: row.returned_on.parse().map_err(|_| strange("day"))?,
            rehearsed: row.rehearsed != 0,
            code_hash,
            again: row.again != 0,
            begun_at: minute_named(&row.begun_at)?,
            first: texts(&row.first)?,
            second: texts(&row.second)?,
            first_by: row.first_by,
            second_by: row.second_by,
            settled_by: row.settled_by,
            settled_at: row.settled_at,
            stored: row.stored.map(|name| Stored::named(&name).ok_or_else(|| strange("standing"))).transpose()?,
            survey: row.survey.parse().map_err(|_| strange("survey"))?,
        })
    }
}
