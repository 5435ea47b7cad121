//! `koe-office staff`

use std::io::{BufRead, Write};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::CommandError;
use super::place::{Database, note};
use crate::audit::Act;
use crate::clock;
use crate::staff::{Password, Role, Staff, StaffName};
use crate::store::Store;

/// Makes and ends accounts of those who work at the desk
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Add(Add),
    List(List),
    Remove(Remove),
    Password(Set),
}

/// Makes an account
///
/// Its password is made here and printed once; the database keeps only a hash of it. With --password-stdin the first line of
/// the input is taken instead.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office staff add tanaka --role ward:271276")]
pub(super) struct Add {
    /// The name by which it signs in
    name: StaffName,
    /// What it may do: city (every ward), ward:CODE (that ward alone), typist (what came on paper) or viewer (results)
    #[arg(long)]
    role: Role,
    #[command(flatten)]
    secret: Secret,
    #[command(flatten)]
    database: Database,
}

/// Shows every account
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office staff list")]
pub(super) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// Ends an account at once, also where it is signed in
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office staff remove tanaka")]
pub(super) struct Remove {
    /// Its name
    name: StaffName,
    #[command(flatten)]
    database: Database,
}

/// Gives an account another password, and signs it out everywhere
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office staff password tanaka")]
pub(super) struct Set {
    /// Its name
    name: StaffName,
    #[command(flatten)]
    secret: Secret,
    #[command(flatten)]
    database: Database,
}

/// Where a password comes from.
#[derive(Debug, Args)]
struct Secret {
    /// Take the password from the first line of the input
    #[arg(long)]
    password_stdin: bool,
}

impl Secret {
    fn get(&self) -> Result<Password, CommandError> {
        if !self.password_stdin {
            return Ok(Password::make()?);
        }
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        Ok(line.trim_end_matches(['\r', '\n']).parse()?)
    }

    fn tell(&self, name: &StaffName, password: &Password) -> std::io::Result<()> {
        if self.password_stdin {
            writeln!(std::io::stdout(), "{name}")
        } else {
            writeln!(std::io::stdout(), "{name} {}", password.as_str())
        }
    }
}

impl Command {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let store = match self {
            // An office begins with somebody who may sign in.
            Self::Add(add) => add.database.open_or_create().await?,
            Self::List(List { database, .. })
            | Self::Remove(Remove { database, .. })
            | Self::Password(Set { database, .. }) => database.open().await?,
        };
        let done = match self {
            Self::Add(add) => add.run(&store).await,
            Self::List(list) => list.run(&store).await,
            Self::Remove(remove) => remove.run(&store).await,
            Self::Password(set) => set.run(&store).await,
        };
        store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    }
}

impl Add {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        let password = self.secret.get()?;
        if store.staff(&self.name).await?.is_some() {
            return Err(CommandError::StaffThere(self.name.clone()));
        }
        let staff = Staff { name: self.name.clone(), role: self.role };
        note(store, Act::StaffAdd, format!("{} {}", self.name, self.role)).await?;
        if !store.add_staff(&staff, &password.hash()?, clock::now()).await? {
            return Err(CommandError::StaffThere(self.name.clone()));
        }
        Ok(self.secret.tell(&self.name, &password)?)
    }
}

impl List {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        let staff = store.all_staff().await?;
        let mut out = std::io::stdout().lock();
        if self.json {
            let rows: Vec<_> = staff
                .iter()
                .map(|(staff, added_at)| {
                    json!({ "name": staff.name.as_str(), "role": staff.role.to_string(), "added_at": added_at })
                })
                .collect();
            writeln!(out, "{}", serde_json::Value::from(rows))?;
            return Ok(());
        }
        if staff.is_empty() {
            writeln!(out, "Nobody can sign in: begin with `koe-office staff add NAME --role city`.")?;
        }
        for (staff, added_at) in &staff {
            writeln!(out, "{:<24} {:<12} {added_at}", staff.name.as_str(), staff.role.to_string())?;
        }
        Ok(())
    }
}

impl Remove {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        if store.staff(&self.name).await?.is_none() {
            return Err(CommandError::NoSuchStaff(self.name.clone()));
        }
        note(store, Act::StaffRemove, self.name.as_str()).await?;
        store.remove_staff(&self.name).await?;
        Ok(())
    }
}

impl Set {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        let password = self.secret.get()?;
        if store.staff(&self.name).await?.is_none() {
            return Err(CommandError::NoSuchStaff(self.name.clone()));
        }
        note(store, Act::StaffPassword, self.name.as_str()).await?;
        store.set_password(&self.name, &password.hash()?).await?;
        Ok(self.secret.tell(&self.name, &password)?)
    }
}
