//! What the office has read of what people wrote, and what it answers.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use questionnaire::{Minute, SurveyId, Text, WardCode};

use super::{Store, StoreError};
use crate::said::{Reading, TextKey, Theme};

/// How often a number is looked for anew because somebody else took it.
const AGAIN_MAX: u32 = 20;

/// Number, version, place, name, reply, by whom it was changed, and when.
type ThemeRow = (i64, i64, i64, String, String, String, String);

/// Id, question, choice, version, ward, themes, words, by whom it was read, and when.
type ReadingRow = (String, String, String, i64, String, String, String, String, String);

/// What is read of each reading, up to the condition.
macro_rules! reading_columns {
    () => {
        "SELECT id, question, choice, version, ward, themes, words, read_by, read_at FROM readings "
    };
}

/// Which readings are wanted, in the order of their texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadingsOf {
    /// Of which ward; without, of all.
    pub ward: Option<WardCode>,
    /// About which theme; without, about any and none.
    pub theme: Option<i64>,
}

impl ReadingsOf {
    fn themes(self) -> String {
        self.theme.map_or_else(|| "%".to_owned(), |theme| format!("%,{theme},%"))
    }

    fn ward(self) -> String {
        self.ward.map_or_else(|| "%".to_owned(), |ward| ward.to_string())
    }
}

/// Themes.
impl Store {
    /// The themes of a survey in their order.
    pub async fn themes(&self, survey: &SurveyId) -> Result<Vec<Theme>, StoreError> {
        let rows: Vec<ThemeRow> = each!(self.database, store => {
            sqlx::query_as(
                "SELECT number, version, place, name, reply, changed_by, changed_at FROM themes \
                 WHERE survey = $1 ORDER BY place, number",
            )
            .bind(survey.as_str())
            .fetch_all(&store.readers)
            .await?
        });
        rows.into_iter().map(theme_of).collect()
    }

    /// Adds a theme after all others. Gives its number.
    pub async fn add_theme(&self, survey: &SurveyId, name: &Text, by: &str, now: Minute) -> Result<i64, StoreError> {
        for _ in 0..AGAIN_MAX {
            let added: Option<i64> = each!(self.database, store => {
                sqlx::query_scalar(
                    "INSERT INTO themes (survey, number, version, place, name, reply, changed_by, changed_at) \
                     SELECT $1, coalesce(max(number), 0) + 1, 1, coalesce(max(place), 0) + 1, $2, '{}', $3, $4 \
                     FROM themes WHERE survey = $1 ON CONFLICT DO NOTHING RETURNING number",
                )
                .bind(survey.as_str())
                .bind(json_of(name))
                .bind(by)
                .bind(now.to_string())
                .fetch_optional(&store.writers)
                .await?
            });
            if let Some(number) = added {
                return Ok(number);
            }
        }
        Err(StoreError::Again)
    }

    /// Writes a theme as it is now. Gives whether it was: not where somebody else has changed it since it was read.
    pub async fn save_theme(&self, survey: &SurveyId, theme: &Theme) -> Result<bool, StoreError> {
        let saved = each!(self.database, store => {
            sqlx::query(
                "UPDATE themes SET version = version + 1, place = $4, name = $5, reply = $6, changed_by = $7, \
                 changed_at = $8 WHERE survey = $1 AND number = $2 AND version = $3",
            )
            .bind(survey.as_str())
            .bind(theme.number)
            .bind(theme.version)
            .bind(theme.place)
            .bind(json_of(&theme.name))
            .bind(json_of(&theme.reply))
            .bind(&theme.changed_by)
            .bind(&theme.changed_at)
            .execute(&store.writers)
            .await?
            .rows_affected()
        });
        Ok(saved == 1)
    }
}

/// Readings.
impl Store {
    /// Up to `count` readings of a survey, from the one after `after`.
    pub async fn readings(
        &self,
        survey: &SurveyId,
        of: ReadingsOf,
        after: Option<&TextKey>,
        count: u32,
    ) -> Result<Vec<Reading>, StoreError> {
        let (id, question, choice) = after.map_or(("", "", ""), |key| (&key.id, &key.question, &key.choice));
        let rows: Vec<ReadingRow> = each!(self.database, store => {
            sqlx::query_as(concat!(
                reading_columns!(),
                "WHERE survey = $1 AND (id, question, choice) > ($2, $3, $4) AND ward LIKE $5 AND themes LIKE $6 \
                 ORDER BY id, question, choice LIMIT $7"
            ))
            .bind(survey.as_str())
            .bind(id)
            .bind(question)
            .bind(choice)
            .bind(of.ward())
            .bind(of.themes())
            .bind(i64::from(count))
            .fetch_all(&store.readers)
            .await?
        });
        rows.into_iter().map(reading_of).collect()
    }

    /// How many texts of a survey were read.
    pub async fn count_readings(&self, survey: &SurveyId, of: ReadingsOf) -> Result<u64, StoreError> {
        let count: i64 = each!(self.database, store => {
            sqlx::query_scalar("SELECT count(*) FROM readings WHERE survey = $1 AND ward LIKE $2 AND themes LIKE $3")
                .bind(survey.as_str())
                .bind(of.ward())
                .bind(of.themes())
                .fetch_one(&store.readers)
                .await?
        });
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The texts that were read of the responses after `after` up to `last`.
    pub async fn texts_read(
        &self,
        survey: &SurveyId,
        after: &str,
        last: &str,
    ) -> Result<BTreeSet<TextKey>, StoreError> {
        let rows: Vec<(String, String, String)> = each!(self.database, store => {
            sqlx::query_as("SELECT id, question, choice FROM readings WHERE survey = $1 AND id > $2 AND id <= $3")
                .bind(survey.as_str())
                .bind(after)
                .bind(last)
                .fetch_all(&store.readers)
                .await?
        });
        Ok(rows.into_iter().map(|(id, question, choice)| TextKey { id, question, choice }).collect())
    }

    /// The reading of one text, if somebody has read it.
    pub async fn reading(&self, survey: &SurveyId, text: &TextKey) -> Result<Option<Reading>, StoreError> {
        let row: Option<ReadingRow> = each!(self.database, store => {
            sqlx::query_as(concat!(
                reading_columns!(),
                "WHERE survey = $1 AND id = $2 AND question = $3 AND choice = $4"
            ))
            .bind(survey.as_str())
            .bind(&text.id)
            .bind(&text.question)
            .bind(&text.choice)
            .fetch_optional(&store.readers)
            .await?
        });
        row.map(reading_of).transpose()
    }

    /// Keeps what somebody made of a text of a response that counts, in the place of the version that they saw: 0 where nobody
    /// had read it. Gives whether it was kept: not where somebody else was faster, or the response is gone.
    pub async fn save_reading(&self, survey: &SurveyId, reading: &Reading) -> Result<bool, StoreError> {
        let statement = if reading.version == 0 {
            "INSERT INTO readings (survey, id, question, choice, version, ward, themes, words, read_by, read_at) \
             SELECT r.survey, r.id, $3, $4, $5 + 1, $6, $7, $8, $9, $10 FROM responses r \
             WHERE r.survey = $1 AND r.id = $2 AND r.stored = 'counted' ON CONFLICT DO NOTHING"
        } else {
            "UPDATE readings SET version = version + 1, ward = $6, themes = $7, words = $8, read_by = $9, read_at = $10 \
             WHERE survey = $1 AND id = $2 AND question = $3 AND choice = $4 AND version = $5"
        };
        let saved = each!(self.database, store => {
            sqlx::query(statement)
                .bind(survey.as_str())
                .bind(&reading.text.id)
                .bind(&reading.text.question)
                .bind(&reading.text.choice)
                .bind(reading.version)
                .bind(reading.ward.to_string())
                .bind(list_of(&reading.themes))
                .bind(&reading.words)
                .bind(&reading.read_by)
                .bind(&reading.read_at)
                .execute(&store.writers)
                .await?
                .rows_affected()
        });
        Ok(saved == 1)
    }
}

fn json_of(text: &Text) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn list_of(themes: &BTreeSet<i64>) -> String {
    themes.iter().fold(",".to_owned(), |mut list, theme| {
        let _ = write!(list, "{theme},");
        list
    })
}

fn theme_of(row: ThemeRow) -> Result<Theme, StoreError> {
    let (number, version, place, name, reply, changed_by, changed_at) = row;
    let text = |json: &str| {
        let strange = |_| StoreError::Strange { detail: format!("the theme {number} with another text") };
        serde_json::from_str::<Text>(json).map_err(strange)
    };
    Ok(Theme { number, version, place, name: text(&name)?, reply: text(&reply)?, changed_by, changed_at })
}

fn reading_of(row: ReadingRow) -> Result<Reading, StoreError> {
    let (id, question, choice, version, ward, themes, words, read_by, read_at) = row;
    let strange = |what: &str| StoreError::Strange { detail: format!("a reading of {id} with another {what}") };
    let themes = themes.split(',').filter(|number| !number.is_empty()).map(str::parse);
    Ok(Reading {
        version,
        ward: ward.parse().map_err(|_| strange("ward"))?,
        themes: themes.collect::<Result<_, _>>().map_err(|_| strange("theme"))?,
        words,
        read_by,
        read_at,
        text: TextKey { id, question, choice },
    })
}
