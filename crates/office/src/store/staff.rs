//! Accounts of staff, and who is signed in. Of passwords and sessions only hashes are kept.

use questionnaire::Minute;

use super::{Store, StoreError};
use crate::sign_on::SignOnId;
use crate::staff::{Proof, Staff, StaffName};

/// A session as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub staff: Staff,
    /// When it ends unless something is done in it.
    pub idle_until: String,
}

/// An account as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub staff: Staff,
    /// The minute in which it was made.
    pub added_at: String,
    /// What a provider of accounts calls them.
    pub signs_on_as: Option<String>,
}

/// The hash of no password: nothing that is typed fits it.
const NO_PASSWORD: &str = "";

/// Accounts.
impl Store {
    /// Makes an account. Gives whether its name was free, and what a provider of accounts calls somebody, nobody else's.
    pub async fn add_staff(&self, staff: &Staff, proof: &Proof, now: Minute) -> Result<bool, StoreError> {
        let (password_hash, signs_on_as) = match proof {
            Proof::Password(hash) => (hash.as_str(), None),
            Proof::SignOn(id) => (NO_PASSWORD, Some(id.as_str())),
        };
        let added = each!(self.database, store => {
            sqlx::query(
                "INSERT INTO staff (name, role, password_hash, added_at, signs_on_as) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(staff.name.as_str())
            .bind(staff.role.to_string())
            .bind(password_hash)
            .bind(now.to_string())
            .bind(signs_on_as)
            .execute(&store.writers)
            .await?
            .rows_affected()
        });
        Ok(added == 1)
    }

    /// Every account in the order of the names.
    pub async fn all_staff(&self) -> Result<Vec<Account>, StoreError> {
        let rows: Vec<(String, String, String, Option<String>)> = each!(self.database, store => {
            sqlx::query_as("SELECT name, role, added_at, signs_on_as FROM staff ORDER BY name")
                .fetch_all(&store.readers)
                .await?
        });
        let account = |(name, role, added_at, signs_on_as): (String, String, _, _)| {
            Ok(Account { staff: staff_of(&name, &role)?, added_at, signs_on_as })
        };
        rows.into_iter().map(account).collect()
    }

    /// The account of that name, and the hash of its password, if it has one.
    pub async fn staff(&self, name: &StaffName) -> Result<Option<(Staff, Option<String>)>, StoreError> {
        let row: Option<(String, String, String)> = each!(self.database, store => {
            sqlx::query_as("SELECT name, role, password_hash FROM staff WHERE name = $1")
                .bind(name.as_str())
                .fetch_optional(&store.readers)
                .await?
        });
        let hash = |hash: String| Some(hash).filter(|hash| hash != NO_PASSWORD);
        row.map(|(name, role, kept)| Ok((staff_of(&name, &role)?, hash(kept)))).transpose()
    }

    /// The account of whom a provider of accounts calls so.
    pub async fn staff_signing_on_as(&self, id: &SignOnId) -> Result<Option<Staff>, StoreError> {
        let row: Option<(String, String)> = each!(self.database, store => {
            sqlx::query_as("SELECT name, role FROM staff WHERE signs_on_as = $1")
                .bind(id.as_str())
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(|(name, role)| staff_of(&name, &role)).transpose()
    }

    /// Has an account belong to whom a provider of accounts calls so, or to nobody there, and ends its sessions. Gives whether
    /// there is one of that name, and nobody else's that is called so.
    pub async fn set_sign_on(&self, name: &StaffName, id: Option<&SignOnId>) -> Result<bool, StoreError> {
        each!(self.database, store => {
            let mut change = store.change().await?;
            let set = sqlx::query(
                "UPDATE staff SET signs_on_as = $2 WHERE name = $1 \
                 AND NOT EXISTS (SELECT 1 FROM staff other WHERE other.signs_on_as = $2 AND other.name <> $1)",
            )
                .bind(name.as_str())
                .bind(id.map(SignOnId::as_str))
                .execute(&mut *change)
                .await?
                .rows_affected();
            if set == 1 {
                sqlx::query("DELETE FROM sessions WHERE staff = $1").bind(name.as_str()).execute(&mut *change).await?;
            }
            change.commit().await?;
            Ok(set == 1)
        })
    }

    /// Gives an account another password and ends its sessions. Gives whether there is one of that name.
    pub async fn set_password(&self, name: &StaffName, password_hash: &str) -> Result<bool, StoreError> {
        each!(self.database, store => {
            let mut change = store.change().await?;
            let set = sqlx::query("UPDATE staff SET password_hash = $2 WHERE name = $1")
                .bind(name.as_str())
                .bind(password_hash)
                .execute(&mut *change)
                .await?
                .rows_affected();
            sqlx::query("DELETE FROM sessions WHERE staff = $1").bind(name.as_str()).execute(&mut *change).await?;
            change.commit().await?;
            Ok(set == 1)
        })
    }

    /// Takes an account away, and ends its sessions. Gives whether there was one of that name.
    pub async fn remove_staff(&self, name: &StaffName) -> Result<bool, StoreError> {
        each!(self.database, store => {
            let mut change = store.change().await?;
            sqlx::query("DELETE FROM sessions WHERE staff = $1").bind(name.as_str()).execute(&mut *change).await?;
            let removed = sqlx::query("DELETE FROM staff WHERE name = $1")
                .bind(name.as_str())
                .execute(&mut *change)
                .await?
                .rows_affected();
            change.commit().await?;
            Ok(removed == 1)
        })
    }
}

/// Sessions.
impl Store {
    /// Begins a session for whoever holds the secret of this hash, and forgets those that have ended.
    pub async fn begin_session(
        &self,
        secret_hash: [u8; 32],
        name: &StaffName,
        now: Minute,
        idle_until: Minute,
        until: Minute,
    ) -> Result<(), StoreError> {
        each!(self.database, store => {
            let mut change = store.change().await?;
            sqlx::query("DELETE FROM sessions WHERE ends_at <= $1 OR idle_until <= $1")
                .bind(now.to_string())
                .execute(&mut *change)
                .await?;
            sqlx::query("INSERT INTO sessions (secret_hash, staff, idle_until, ends_at) VALUES ($1, $2, $3, $4)")
                .bind(secret_hash.as_slice())
                .bind(name.as_str())
                .bind(idle_until.to_string())
                .bind(until.to_string())
                .execute(&mut *change)
                .await?;
            change.commit().await?;
            Ok(())
        })
    }

    /// The session of whoever holds the secret of this hash, unless it has ended.
    pub async fn session(&self, secret_hash: [u8; 32], now: Minute) -> Result<Option<Session>, StoreError> {
        let row: Option<(String, String, String)> = each!(self.database, store => {
            sqlx::query_as(
                "SELECT s.name, s.role, o.idle_until FROM sessions o JOIN staff s ON s.name = o.staff \
                 WHERE o.secret_hash = $1 AND o.ends_at > $2 AND o.idle_until > $2",
            )
            .bind(secret_hash.as_slice())
            .bind(now.to_string())
            .fetch_optional(&store.readers)
            .await?
        });
        row.map(|(name, role, idle_until)| Ok(Session { staff: staff_of(&name, &role)?, idle_until })).transpose()
    }

    /// Lets a session go on until then, as something is done in it.
    pub async fn keep_session(&self, secret_hash: [u8; 32], idle_until: Minute) -> Result<(), StoreError> {
        each!(self.database, store => {
            sqlx::query("UPDATE sessions SET idle_until = $2 WHERE secret_hash = $1")
                .bind(secret_hash.as_slice())
                .bind(idle_until.to_string())
                .execute(&store.writers)
                .await?;
            Ok(())
        })
    }

    /// Ends a session.
    pub async fn end_session(&self, secret_hash: [u8; 32]) -> Result<(), StoreError> {
        each!(self.database, store => {
            sqlx::query("DELETE FROM sessions WHERE secret_hash = $1")
                .bind(secret_hash.as_slice())
                .execute(&store.writers)
                .await?;
            Ok(())
        })
    }
}

fn staff_of(name: &str, role: &str) -> Result<Staff, StoreError> {
    let strange = || StoreError::Strange { detail: format!("an account \"{name}\" with the role \"{role}\"") };
    Ok(Staff { name: name.parse().map_err(|_| strange())?, role: role.parse().map_err(|_| strange())? })
}
