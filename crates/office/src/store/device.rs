//! Tablets that staff have set up. The store holds only hashes of their secrets.

use questionnaire::Minute;

use super::row::{DeviceRow, device_of};
use super::{Store, StoreError};
use crate::device::{Device, DeviceReport, DeviceStanding};

/// How an enrolment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolled {
    /// The device is known from now on.
    New(Device),
    /// It was known already, by the same token: its answer was lost on the way.
    Before(Device),
    /// The link was never given out, is too old, or another device has used it.
    Unknown,
}

/// What is read of each device, up to the condition.
macro_rules! device_columns {
    () => {
        "SELECT device, mode, name, ward, surveys, idle_s, enrolment_until, token_hash, added_at, enrolled_at, \
                revoked_at, report, reported_at FROM devices "
    };
}

impl Store {
    /// Sets up a device, which can make itself known until `until` by the secret of this hash.
    pub async fn add_device(
        &self,
        device: &Device,
        enrolment_hash: [u8; 32],
        now: Minute,
        until: Minute,
    ) -> Result<(), StoreError> {
        let surveys = serde_json::to_string(&device.surveys).unwrap_or_default();
        each!(self.database, store => {
            sqlx::query(
                "INSERT INTO devices \
                 (device, mode, name, ward, surveys, idle_s, enrolment_hash, enrolment_until, added_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(&device.device)
            .bind(device.mode.as_str())
            .bind(&device.name)
            .bind(device.ward.to_string())
            .bind(surveys)
            .bind(i64::from(device.idle_s))
            .bind(enrolment_hash.as_slice())
            .bind(until.to_string())
            .bind(now.to_string())
            .execute(&store.writers)
            .await?;
        });
        Ok(())
    }

    /// Makes the device known that holds the secret of `enrolment_hash`; from now on it proves itself by the token of
    /// `token_hash`.
    pub async fn enrol_device(
        &self,
        enrolment_hash: [u8; 32],
        token_hash: [u8; 32],
        now: Minute,
    ) -> Result<Enrolled, StoreError> {
        let Some((standing, known)) = self.device_of_link(enrolment_hash).await? else { return Ok(Enrolled::Unknown) };
        if known.is_none() {
            if standing.enrolment_until < now {
                return Ok(Enrolled::Unknown);
            }
            if self.give_token(&standing.device, token_hash, now).await? {
                return Ok(Enrolled::New(standing.device));
            }
        }
        // Known before, or another was faster just now.
        let known = self.device_of_link(enrolment_hash).await?.filter(|(_, known)| *known == Some(token_hash));
        Ok(known.map_or(Enrolled::Unknown, |(standing, _)| Enrolled::Before(standing.device)))
    }

    /// The device that was set up with the link of this secret, and the hash of its token.
    async fn device_of_link(
        &self,
        enrolment_hash: [u8; 32],
    ) -> Result<Option<(DeviceStanding, Option<[u8; 32]>)>, StoreError> {
        let row: Option<DeviceRow> = each!(self.database, store => {
            sqlx::query_as(concat!(device_columns!(), "WHERE enrolment_hash = $1 AND revoked_at IS NULL"))
                .bind(enrolment_hash.as_slice())
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(device_of).transpose()
    }

    /// Gives a device its token if it has none. Gives whether it had none.
    async fn give_token(&self, device: &Device, token_hash: [u8; 32], now: Minute) -> Result<bool, StoreError> {
        let given = each!(self.database, store => {
            sqlx::query(
                "UPDATE devices SET token_hash = $2, enrolled_at = $3 \
                 WHERE device = $1 AND token_hash IS NULL AND revoked_at IS NULL",
            )
            .bind(&device.device)
            .bind(token_hash.as_slice())
            .bind(now.to_string())
            .execute(&store.writers)
            .await?
            .rows_affected()
        });
        Ok(given == 1)
    }

    /// The device of this token, as long as it may do something.
    pub async fn device_by_token(&self, token_hash: [u8; 32]) -> Result<Option<Device>, StoreError> {
        let row: Option<DeviceRow> = each!(self.database, store => {
            sqlx::query_as(concat!(device_columns!(), "WHERE token_hash = $1 AND revoked_at IS NULL"))
                .bind(token_hash.as_slice())
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(|row| Ok(device_of(row)?.0.device)).transpose()
    }

    /// The device of this id, whether it may still do something or not.
    pub async fn device(&self, id: &str) -> Result<Option<Device>, StoreError> {
        let row: Option<DeviceRow> = each!(self.database, store => {
            sqlx::query_as(concat!(device_columns!(), "WHERE device = $1"))
                .bind(id)
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(|row| Ok(device_of(row)?.0.device)).transpose()
    }

    /// Keeps what a device says of itself, in place of what it said before.
    pub async fn note_report(&self, device: &str, report: &DeviceReport, now: Minute) -> Result<(), StoreError> {
        let report = serde_json::to_string(report).unwrap_or_default();
        each!(self.database, store => {
            sqlx::query("UPDATE devices SET report = $2, reported_at = $3 WHERE device = $1")
                .bind(device)
                .bind(report)
                .bind(now.to_string())
                .execute(&store.writers)
                .await?;
        });
        Ok(())
    }

    /// How every device stands, in the order in which they were set up.
    pub async fn devices(&self) -> Result<Vec<DeviceStanding>, StoreError> {
        let rows: Vec<DeviceRow> = each!(self.database, store => {
            sqlx::query_as(concat!(device_columns!(), "ORDER BY added_at, name, device"))
                .fetch_all(&store.readers)
                .await?
        });
        rows.into_iter().map(|row| Ok(device_of(row)?.0)).collect()
    }

    /// Ends all that a device may do. Gives whether there is one of that id.
    pub async fn revoke_device(&self, device: &str, now: Minute) -> Result<bool, StoreError> {
        let revoked = each!(self.database, store => {
            sqlx::query("UPDATE devices SET revoked_at = coalesce(revoked_at, $2) WHERE device = $1")
                .bind(device)
                .bind(now.to_string())
                .execute(&store.writers)
                .await?
                .rows_affected()
        });
        Ok(revoked == 1)
    }
}
