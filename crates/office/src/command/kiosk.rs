//! `koe-office kiosk`

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use questionnaire::{Minute, SurveyId, WardCode};
use serde_json::json;

use super::CommandError;
use super::place::{Database, note};
use crate::audit::Act;
use crate::clock;
use crate::device::{Device, DeviceMode, DeviceStanding, IDLE_S, Secret};
use crate::edition::Editions;
use crate::http::PublicOrigin;
use crate::random;
use crate::store::{Store, StoreError};

/// Sets up tablets: kiosks at a counter, and those that collectors carry
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Add(Add),
    List(List),
    Remove(Remove),
}

/// Gives out the link that sets up one tablet
///
/// Opened on the tablet, it makes the tablet known to the office, once. It is printed once and kept nowhere.
/// The surveys must have sealing keys: a tablet that is stolen must give nothing away.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office kiosk add --name \"1F counter\" --ward 271276 --survey ward-visitors \
                  --public-origin https://survey.example.jp")]
pub(super) struct Add {
    /// What staff call the tablet
    #[arg(long)]
    name: String,
    /// The ward's code
    #[arg(long)]
    ward: WardCode,
    /// A survey that it offers; several times for several, in their order
    #[arg(long = "survey", required = true)]
    surveys: Vec<SurveyId>,
    /// Where it is used
    #[arg(long, value_enum, default_value = "kiosk")]
    mode: DeviceMode,
    /// Seconds without a touch after which it asks whether anybody is there
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(i64::from(*IDLE_S.start())..=i64::from(*IDLE_S.end())))]
    idle_s: u32,
    /// How many days the link works
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=90))]
    valid_days: u32,
    /// Where the tablet reaches the office
    #[arg(long, value_name = "https://HOST", default_value = "http://localhost:8080")]
    public_origin: PublicOrigin,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// Shows every tablet with the last it said of itself
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office kiosk list")]
pub(super) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// Ends all that a tablet may do: it was lost, or is no longer needed
///
/// What it has sent stays. What it still holds is not taken from it any more; export it on the tablet first.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office kiosk remove 7KQ2MX9A")]
pub(super) struct Remove {
    /// The tablet's id, as `koe-office kiosk list` shows it
    device: String,
    #[command(flatten)]
    database: Database,
}

impl Command {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let database = match self {
            Self::Add(add) => &add.database,
            Self::List(list) => &list.database,
            Self::Remove(remove) => &remove.database,
        };
        let store = database.open().await?;
        let done = match self {
            Self::Add(add) => add.run(&store).await,
            Self::List(list) => list.run(&store).await,
            Self::Remove(remove) => remove.run(&store).await,
        };
        store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    }
}

const NAME_CHARS_MAX: usize = 80;

impl Add {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        if self.name.trim().is_empty() || self.name.chars().count() > NAME_CHARS_MAX {
            return Err(CommandError::DeviceName(NAME_CHARS_MAX));
        }
        for survey in &self.surveys {
            self.check(store, survey).await?;
        }
        let enrolment = Secret::make()?;
        let device = Device {
            device: id(random::bytes()?),
            mode: self.mode,
            name: self.name.trim().to_owned(),
            ward: self.ward,
            surveys: self.surveys.clone(),
            idle_s: self.idle_s,
        };
        let until = clock::in_days(self.valid_days);
        note(store, Act::KioskAdd, format!("{} {}", device.device, device.ward)).await?;
        store.add_device(&device, enrolment.hash(), clock::now(), until).await?;
        self.tell(&device, &enrolment, until)
    }

    async fn check(&self, store: &Store, survey: &SurveyId) -> Result<(), CommandError> {
        let standing = store.standing(survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: survey.to_string() })?;
        let edition = Editions::new(store.clone()).current(&standing).await?;
        if !edition.survey.wards().contains_key(&self.ward) {
            return Err(CommandError::NoSuchWard { survey: survey.clone(), ward: self.ward });
        }
        if edition.survey.sealing_keys().is_empty() {
            return Err(CommandError::NotSealed(survey.clone()));
        }
        Ok(())
    }

    fn tell(&self, device: &Device, enrolment: &Secret, until: Minute) -> Result<(), CommandError> {
        // Browsers send no fragment, so that the secret is in no log.
        let link = format!("{}/tablet/#enrol={enrolment}", self.public_origin);
        let mut out = std::io::stdout().lock();
        if self.json {
            let told = json!({ "device": device, "link": link, "enrolment_until": until });
            writeln!(out, "{told}")?;
            return Ok(());
        }
        writeln!(out, "{} {}", device.device, device.name)?;
        writeln!(out, "{link}")?;
        writeln!(
            out,
            "Open this link in the browser of the tablet, until {until}: it sets up one tablet, once. From then on the \
             tablet opens {}/tablet/ by itself, without the link.",
            self.public_origin
        )?;
        Ok(())
    }
}

/// No 0 and O, no 1, I and L: staff read it out over the telephone.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Eight letters and digits. It is no secret, so that it may be a little uneven.
fn id(bytes: [u8; 8]) -> String {
    let sign = |byte: u8| ALPHABET.get(usize::from(byte) % ALPHABET.len()).copied().map(char::from);
    bytes.into_iter().filter_map(sign).collect()
}

impl List {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        let devices = store.devices().await?;
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", json!(devices))?;
            return Ok(());
        }
        if devices.is_empty() {
            writeln!(out, "No tablet is set up: begin with `koe-office kiosk add`.")?;
        }
        for standing in &devices {
            write(&mut out, standing)?;
        }
        Ok(())
    }
}

fn write(out: &mut impl Write, standing: &DeviceStanding) -> std::io::Result<()> {
    let DeviceStanding { device, enrolment_until, enrolled_at, revoked_at, reported_at, report, .. } = standing;
    let surveys: Vec<&str> = device.surveys.iter().map(SurveyId::as_str).collect();
    let mode = device.mode.as_str();
    writeln!(out, "{} {} ({mode}, ward {}: {})", device.device, device.name, device.ward, surveys.join(", "))?;
    match (revoked_at, enrolled_at) {
        (Some(since), _) => writeln!(out, "  removed {since}")?,
        (None, Some(since)) => writeln!(out, "  set up {since}")?,
        (None, None) => writeln!(out, "  not set up yet: its link works until {enrolment_until}")?,
    }
    if let (Some(at), Some(report)) = (reported_at, report) {
        let sent = report.sent_at.map_or_else(|| "nothing sent yet".to_owned(), |at| format!("last sent {at}"));
        let free =
            report.storage_free_bytes.map_or_else(String::new, |bytes| format!(", {} MB free", bytes / 1_000_000));
        let (waiting, parked, version) = (report.waiting, report.parked, &report.version);
        writeln!(out, "  {at}: {waiting} waiting, {parked} parked, {sent}{free}, version {version}")?;
    }
    Ok(())
}

impl Remove {
    async fn run(&self, store: &Store) -> Result<(), CommandError> {
        if store.device(&self.device).await?.is_none() {
            return Err(CommandError::NoSuchDevice(self.device.clone()));
        }
        note(store, Act::KioskRemove, &self.device).await?;
        if store.revoke_device(&self.device, clock::now()).await? {
            Ok(())
        } else {
            Err(CommandError::NoSuchDevice(self.device.clone()))
        }
    }
}
