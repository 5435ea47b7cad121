//! `koe-office staff`

use std::io::{BufRead, Write};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::CommandError;
use super::place::{Database, note};
use crate::audit::Act;
use crate::clock;
use crate::sign_on::SignOnId;
use crate::staff::{Password, Proof, Role, Staff, StaffName};
use crate::store::{Account, Store};

/// Makes and ends accounts of those who work at the desk
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Add(Add),
    List(List),
    Remove(Remove),
    Password(Set),
    SignOn(SignOn),
}

/// Makes an account
///
/// Its password is made here and printed once; the database keeps only a hash of it. With --password-stdin the first line of
/// the input is taken instead. With --signs-on-as it has none, and whom the provider of accounts calls so signs in with it.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office staff add tanaka --role ward:271276\n\
                        Example: koe-office staff add tanaka --role city --signs-on-as t.tanaka@city.example.jp")]
pub(super) struct Add {
    /// The name by which it signs in
    name: StaffName,
    /// What it may do: city (every ward), ward:CODE (that ward alone), typist (what came on paper) or viewer (results)
    #[arg(long)]
    role: Role,
    /// What the provider of accounts calls whoever it belongs to (see `koe-office serve --sign-on-claim`)
    #[arg(long, value_name = "ID", conflicts_with = "password_stdin")]
    signs_on_as: Option<SignOnId>,
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

/// Has an account belong to somebody whom the provider of accounts knows, and signs it out everywhere
///
/// A password that it has stays.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office staff sign-on tanaka --as t.tanaka@city.example.jp\n\
                        Example: koe-office staff sign-on tanaka --nobody")]
#[group(id = "whom", required = true, multiple = false, args = ["id", "nobody"])]
pub(super) struct SignOn {
    /// Its name
    name: StaffName,
    /// What the provider of accounts calls them
    #[arg(long = "as", value_name = "ID")]
    id: Option<SignOnId>,
    /// It belongs to nobody there any more
    #[arg(long)]
    nobody: bool,
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
            | Self::Password(Set { database, .. })
            | Self::SignOn(SignOn { database, .. }) => database.open().await?,
        };
        let done = match self {
            Self::Add(add) => add.run(&store).await,
            Self::List(list) => list.run(&store).await,
            Self::Remove(remove) => remove.run(&store).await,
            Self::Password(set) => set.run(&store).await,
            Self::SignOn(sign_on) => sign_on.run(&store).await,
        };
        store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    }
}

impl Add {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        if store.staff(&self.name).await?.is_some() {
            return Err(CommandError::StaffThere(self.name.clone()));
        }
        if let Some(id) = &self.signs_on_as {
            is_nobody_elses(store, &self.name, id).await?;
            return self.add(store, &Proof::SignOn(id.clone()), &signs_on_as(id)).await;
        }
        let password = self.secret.get()?;
        self.add(store, &Proof::Password(password.hash()?), "").await?;
        Ok(self.secret.tell(&self.name, &password)?)
    }

    async fn add(&self, store: &Store, proof: &Proof, how: &str) -> Result<(), CommandError> {
        let staff = Staff { name: self.name.clone(), role: self.role };
        note(store, Act::StaffAdd, format!("{} {}{how}", self.name, self.role)).await?;
        let is_new = store.add_staff(&staff, proof, clock::now()).await?;
        if is_new { Ok(()) } else { Err(CommandError::StaffThere(self.name.clone())) }
    }
}

fn signs_on_as(id: &SignOnId) -> String {
    format!(" signs on as {id}")
}

/// Nobody signs in as two.
async fn is_nobody_elses(store: &Store, name: &StaffName, id: &SignOnId) -> Result<(), CommandError> {
    match store.staff_signing_on_as(id).await? {
        Some(other) if other.name != *name => Err(CommandError::SignOnThere { id: id.clone(), name: other.name }),
        _ => Ok(()),
    }
}

impl List {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        let staff = store.all_staff().await?;
        let mut out = std::io::stdout().lock();
        if self.json {
            let rows: Vec<_> = staff
                .iter()
                .map(|Account { staff: Staff { name, role }, added_at, signs_on_as }| {
                    let (name, role) = (name.as_str(), role.to_string());
                    json!({ "name": name, "role": role, "added_at": added_at, "signs_on_as": signs_on_as })
                })
                .collect();
            writeln!(out, "{}", serde_json::Value::from(rows))?;
            return Ok(());
        }
        if staff.is_empty() {
            writeln!(out, "Nobody can sign in: begin with `koe-office staff add NAME --role city`.")?;
        }
        for Account { staff: Staff { name, role }, added_at, signs_on_as } in &staff {
            let role = role.to_string();
            writeln!(
                out,
                "{:<24} {role:<12} {added_at} {}",
                name.as_str(),
                signs_on_as.as_deref().unwrap_or_default()
            )?;
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

impl SignOn {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        if store.staff(&self.name).await?.is_none() {
            return Err(CommandError::NoSuchStaff(self.name.clone()));
        }
        let how = match &self.id {
            Some(id) => {
                is_nobody_elses(store, &self.name, id).await?;
                signs_on_as(id)
            }
            None => " signs on no more".to_owned(),
        };
        note(store, Act::StaffSignOn, format!("{}{how}", self.name)).await?;
        let is_set = store.set_sign_on(&self.name, self.id.as_ref()).await?;
        if is_set { Ok(()) } else { Err(CommandError::NoSuchStaff(self.name.clone())) }
    }
}
