//! Tablets in SQLite.

use questionnaire::Minute;

use super::SqliteStore;
use crate::device::{Device, DeviceReport, DeviceStanding};
use crate::store::row::{DeviceRow, device_of};
use crate::store::{Enrolled, StoreError};

/// What is read of each device, up to the condition.
macro_rules! device_columns {
    () => {
        "SELECT device, mode, name, ward, surveys, idle_s, enrolment_until, token_hash, added_at, enrolled_at, \
                revoked_at, report, reported_at FROM devices "
    };
}

impl SqliteStore {
    pub(in crate::store) async fn add_device(
        &self,
        device: &Device,
        enrolment_hash: [u8; 32],
        now: Minute,
        until: Minute,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO devices (device, mode, name, ward, surveys, idle_s, enrolment_hash, enrolment_until, added_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )
        .bind(&device.device)
        .bind(device.mode.as_str())
        .bind(&device.name)
        .bind(device.ward.to_string())
        .bind(serde_json::to_string(&device.surveys).unwrap_or_default())
        .bind(device.idle_s)
        .bind(enrolment_hash.as_slice())
        .bind(until.to_string())
        .bind(now.to_string())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    pub(in crate::store) async fn enrol_device(
        &self,
        enrolment_hash: [u8; 32],
        token_hash: [u8; 32],
        now: Minute,
    ) -> Result<Enrolled, StoreError> {
        let mut change = self.change().await?;
        let row: Option<DeviceRow> =
            sqlx::query_as(concat!(device_columns!(), "WHERE enrolment_hash = ?1 AND revoked_at IS NULL"))
                .bind(enrolment_hash.as_slice())
                .fetch_optional(&mut *change)
                .await?;
        let Some(row) = row else { return Ok(Enrolled::Unknown) };
        let (standing, known) = device_of(row)?;
        if let Some(known) = known {
            let again = known == token_hash;
            return Ok(if again { Enrolled::Before(standing.device) } else { Enrolled::Unknown });
        }
        if standing.enrolment_until < now {
            return Ok(Enrolled::Unknown);
        }
        sqlx::query("UPDATE devices SET token_hash = ?2, enrolled_at = ?3 WHERE device = ?1")
            .bind(&standing.device.device)
            .bind(token_hash.as_slice())
            .bind(now.to_string())
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(Enrolled::New(standing.device))
    }

    pub(in crate::store) async fn device_by_token(&self, token_hash: [u8; 32]) -> Result<Option<Device>, StoreError> {
        let row: Option<DeviceRow> =
            sqlx::query_as(concat!(device_columns!(), "WHERE token_hash = ?1 AND revoked_at IS NULL"))
                .bind(token_hash.as_slice())
                .fetch_optional(&self.readers)
                .await?;
        row.map(|row| Ok(device_of(row)?.0.device)).transpose()
    }

    pub(in crate::store) async fn device(&self, id: &str) -> Result<Option<Device>, StoreError> {
        let row: Option<DeviceRow> = sqlx::query_as(concat!(device_columns!(), "WHERE device = ?1"))
            .bind(id)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| Ok(device_of(row)?.0.device)).transpose()
    }

    pub(in crate::store) async fn note_report(
        &self,
        device: &str,
        report: &DeviceReport,
        now: Minute,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE devices SET report = ?2, reported_at = ?3 WHERE device = ?1")
            .bind(device)
            .bind(serde_json::to_string(report).unwrap_or_default())
            .bind(now.to_string())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub(in crate::store) async fn devices(&self) -> Result<Vec<DeviceStanding>, StoreError> {
        let rows: Vec<DeviceRow> = sqlx::query_as(concat!(device_columns!(), "ORDER BY added_at, name, device"))
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter().map(|row| Ok(device_of(row)?.0)).collect()
    }

    pub(in crate::store) async fn revoke_device(&self, device: &str, now: Minute) -> Result<bool, StoreError> {
        let revoked = "UPDATE devices SET revoked_at = coalesce(revoked_at, ?2) WHERE device = ?1";
        let done = sqlx::query(revoked).bind(device).bind(now.to_string()).execute(&self.writer).await?;
        Ok(done.rows_affected() == 1)
    }
}
