//! Tablets that staff have set up. The store holds only hashes of their secrets.

use questionnaire::Minute;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::{Store, StoreError};
use crate::device::{Device, DeviceMode, DeviceReport, DeviceStanding};

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

impl Store {
    /// Sets up a device, which can make itself known until `until` by the secret of this hash.
    pub async fn add_device(
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

    /// Makes the device known that holds the secret of `enrolment_hash`; from now on it proves itself by the token of
    /// `token_hash`.
    pub async fn enrol_device(
        &self,
        enrolment_hash: [u8; 32],
        token_hash: [u8; 32],
        now: Minute,
    ) -> Result<Enrolled, StoreError> {
        let mut change = self.change().await?;
        let row = sqlx::query("SELECT * FROM devices WHERE enrolment_hash = ?1 AND revoked_at IS NULL")
            .bind(enrolment_hash.as_slice())
            .fetch_optional(&mut *change)
            .await?;
        let Some(row) = row else { return Ok(Enrolled::Unknown) };
        let Row { standing, token_hash: known } = Row::read(&row)?;
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

    /// The device of this token, as long as it may do something.
    pub async fn device_by_token(&self, token_hash: [u8; 32]) -> Result<Option<Device>, StoreError> {
        let row = sqlx::query("SELECT * FROM devices WHERE token_hash = ?1 AND revoked_at IS NULL")
            .bind(token_hash.as_slice())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| Ok(Row::read(&row)?.standing.device)).transpose()
    }

    /// The device of this id, whether it may still do something or not.
    pub async fn device(&self, id: &str) -> Result<Option<Device>, StoreError> {
        let row = sqlx::query("SELECT * FROM devices WHERE device = ?1").bind(id).fetch_optional(&self.readers).await?;
        row.map(|row| Ok(Row::read(&row)?.standing.device)).transpose()
    }

    /// Keeps what a device says of itself, in place of what it said before.
    pub async fn note_report(&self, device: &str, report: &DeviceReport, now: Minute) -> Result<(), StoreError> {
        sqlx::query("UPDATE devices SET report = ?2, reported_at = ?3 WHERE device = ?1")
            .bind(device)
            .bind(serde_json::to_string(report).unwrap_or_default())
            .bind(now.to_string())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// How every device stands, in the order in which they were set up.
    pub async fn devices(&self) -> Result<Vec<DeviceStanding>, StoreError> {
        let rows =
            sqlx::query("SELECT * FROM devices ORDER BY added_at, name, device").fetch_all(&self.readers).await?;
        rows.iter().map(|row| Ok(Row::read(row)?.standing)).collect()
    }

    /// Ends all that a device may do. Gives whether there is one of that id.
    pub async fn revoke_device(&self, device: &str, now: Minute) -> Result<bool, StoreError> {
        let revoked = "UPDATE devices SET revoked_at = coalesce(revoked_at, ?2) WHERE device = ?1";
        let done = sqlx::query(revoked).bind(device).bind(now.to_string()).execute(&self.writer).await?;
        Ok(done.rows_affected() == 1)
    }
}

/// A row as it stands.
struct Row {
    standing: DeviceStanding,
    token_hash: Option<[u8; 32]>,
}

impl Row {
    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        let mode: String = row.try_get("mode")?;
        let surveys: String = row.try_get("surveys")?;
        let token_hash: Option<Vec<u8>> = row.try_get("token_hash")?;
        let report: Option<String> = row.try_get("report")?;
        let minute = |column: &str| -> Result<Option<Minute>, StoreError> {
            let text: Option<String> = row.try_get(column)?;
            text.map(|text| text.parse().map_err(|_| strange(column, &text))).transpose()
        };
        let told = |column: &str| minute(column)?.ok_or_else(|| strange(column, "nothing"));
        let ward: String = row.try_get("ward")?;
        Ok(Self {
            standing: DeviceStanding {
                device: Device {
                    device: row.try_get("device")?,
                    mode: DeviceMode::named(&mode).ok_or_else(|| strange("mode", &mode))?,
                    name: row.try_get("name")?,
                    ward: ward.parse().map_err(|_| strange("ward", &ward))?,
                    surveys: serde_json::from_str(&surveys).map_err(|_| strange("surveys", &surveys))?,
                    idle_s: row.try_get("idle_s")?,
                },
                added_at: told("added_at")?,
                enrolment_until: told("enrolment_until")?,
                enrolled_at: minute("enrolled_at")?,
                revoked_at: minute("revoked_at")?,
                reported_at: minute("reported_at")?,
                report: report
                    .map(|report| serde_json::from_str(&report).map_err(|_| strange("report", &report)))
                    .transpose()?,
            },
            token_hash: token_hash
                .map(|hash| hash.try_into().map_err(|_| strange("token_hash", "another length")))
                .transpose()?,
        })
    }
}

fn strange(column: &str, value: &str) -> StoreError {
    StoreError::Strange { detail: format!("a device whose {column} is \"{value}\"") }
}
