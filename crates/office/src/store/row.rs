//! What the databases hand out, read the same way from each.

use questionnaire::{Minute, Mode, ResponseId, Revision, State, SurveyId};

use super::group::{CodeId, Found};
use super::{Conflict, Reason, Record, SealedBody, Standing, StoreError, Stored};
use crate::device::{Device, DeviceMode, DeviceStanding};

/// A survey, its state, the revision that is given out, and since when it has that state.
pub(super) type SurveyRow = (String, String, String, String);

/// Id, how it is stored, why, beside which, when it came, body, door, revision, ward, receipt, conflicts.
pub(super) type RecordRow =
    (String, String, Option<String>, Option<String>, String, String, Option<String>, String, String, String, i64);

/// Id, when it came, and body.
pub(super) type ConflictRow = (String, String, String);

/// Id, content hash, how it is stored, and why.
pub(super) type FoundRow = (String, Vec<u8>, String, Option<String>);

/// Hash of a code, and the response that has used it.
pub(super) type CodeRow = (Vec<u8>, Option<String>);

/// Device, mode, name, ward, surveys, idle, enrolment until, token hash, added, enrolled, revoked, report, reported.
pub(super) type DeviceRow = (
    String,
    String,
    String,
    String,
    String,
    i64,
    String,
    Option<Vec<u8>>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

impl TryFrom<SurveyRow> for Standing {
    type Error = StoreError;

    fn try_from((survey, state, revision, since): SurveyRow) -> Result<Self, StoreError> {
        Ok(Self {
            state: state_named(&state)?,
            revision: revision_named(&revision, &survey)?,
            since: minute_named(&since)?,
            survey: survey_named(&survey)?,
        })
    }
}

impl TryFrom<RecordRow> for Record {
    type Error = StoreError;

    fn try_from(row: RecordRow) -> Result<Self, StoreError> {
        let (id, stored, reason, beside, received_at, body, through, revision, ward, receipt_hash, conflicts) = row;
        let through = through.as_deref().map(mode_named).transpose()?;
        let response = match through {
            // Whether sealed bytes are still whole is for those to tell who open them.
            Some(_) => serde_json::from_str(&body).unwrap_or_else(|_| body.clone().into()),
            None => response_of(&body)?,
        };
        let sealed = through.map(|through| SealedBody { body, through, revision, ward, receipt_hash });
        Ok(Self {
            id,
            stored: stored_named(&stored)?,
            reason: reason.as_deref().map(reason_named).transpose()?,
            beside,
            received_at,
            conflicts,
            sealed,
            response,
        })
    }
}

impl TryFrom<ConflictRow> for Conflict {
    type Error = StoreError;

    fn try_from((id, received_at, body): ConflictRow) -> Result<Self, StoreError> {
        Ok(Self { id, received_at, response: response_of(&body)? })
    }
}

impl TryFrom<FoundRow> for Found {
    type Error = StoreError;

    fn try_from((_, content_hash, stored, reason): FoundRow) -> Result<Self, StoreError> {
        let reason = reason.as_deref().map(reason_named).transpose()?;
        Ok(Self { content_hash, stored: stored_named(&stored)?, reason })
    }
}

/// A code of `survey` and the response that has used it.
pub(super) fn code_of(
    survey: &SurveyId,
    (code_hash, used_by): CodeRow,
) -> Result<(CodeId, Option<String>), StoreError> {
    let code_hash = code_hash.try_into().map_err(|_| strange("a code of another length".to_owned()))?;
    Ok(((survey.clone(), code_hash), used_by))
}

/// A device as it stands, and the hash of its token.
pub(super) fn device_of(row: DeviceRow) -> Result<(DeviceStanding, Option<[u8; 32]>), StoreError> {
    let (device, mode, name, ward, surveys, idle_s, until, token, added, enrolled, revoked, report, reported) = row;
    let minute = |column: &str, text: String| -> Result<Minute, StoreError> {
        text.parse().map_err(|_| strange_device(column, &text))
    };
    let told = |column: &str, text: Option<String>| text.map(|text| minute(column, text)).transpose();
    let report = report.map(|report| serde_json::from_str(&report).map_err(|_| strange_device("report", &report)));
    let standing = DeviceStanding {
        device: Device {
            device,
            mode: DeviceMode::named(&mode).ok_or_else(|| strange_device("mode", &mode))?,
            name,
            ward: ward.parse().map_err(|_| strange_device("ward", &ward))?,
            surveys: serde_json::from_str(&surveys).map_err(|_| strange_device("surveys", &surveys))?,
            idle_s: idle_s.try_into().map_err(|_| strange_device("idle_s", "another number"))?,
        },
        added_at: minute("added_at", added)?,
        enrolment_until: minute("enrolment_until", until)?,
        enrolled_at: told("enrolled_at", enrolled)?,
        revoked_at: told("revoked_at", revoked)?,
        reported_at: told("reported_at", reported)?,
        report: report.transpose()?,
    };
    let token = token.map(|hash| hash.try_into().map_err(|_| strange_device("token_hash", "another length")));
    Ok((standing, token.transpose()?))
}

fn strange_device(column: &str, value: &str) -> StoreError {
    StoreError::Strange { detail: format!("a device whose {column} is \"{value}\"") }
}

fn strange(detail: String) -> StoreError {
    StoreError::Strange { detail }
}

fn response_of(body: &str) -> Result<serde_json::Value, StoreError> {
    serde_json::from_str(body).map_err(|error| strange(format!("a response that is not JSON, {error}")))
}

pub(super) fn id_named(name: &str) -> Result<ResponseId, StoreError> {
    name.parse().map_err(|_| strange(format!("a response with the id \"{name}\"")))
}

fn stored_named(name: &str) -> Result<Stored, StoreError> {
    Stored::named(name).ok_or_else(|| strange(format!("a response stored as \"{name}\"")))
}

fn reason_named(name: &str) -> Result<Reason, StoreError> {
    Reason::named(name).ok_or_else(|| strange(format!("a response set aside for \"{name}\"")))
}

fn mode_named(name: &str) -> Result<Mode, StoreError> {
    Mode::named(name).ok_or_else(|| strange(format!("a response that came through \"{name}\"")))
}

pub(super) fn revision_named(name: &str, survey: &str) -> Result<Revision, StoreError> {
    name.parse().map_err(|_| strange(format!("the revision \"{name}\" of {survey}")))
}

pub(super) fn minute_named(text: &str) -> Result<Minute, StoreError> {
    text.parse().map_err(|_| strange(format!("the time \"{text}\"")))
}

pub(super) fn state_named(name: &str) -> Result<State, StoreError> {
    State::named(name).ok_or_else(|| strange(format!("a survey in the state \"{name}\"")))
}

fn survey_named(name: &str) -> Result<SurveyId, StoreError> {
    name.parse().map_err(|_| strange(format!("a survey with the id \"{name}\"")))
}
