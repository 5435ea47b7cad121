//! `koe-office keygen`

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use questionnaire::Code;
use sealing::PrivateKey;
use serde_json::json;

use super::CommandError;
use crate::random;

/// Makes a pair of keys to which responses are sealed
///
/// NAME.pub.jwk is the public key: name it in the surveys whose responses are to be sealed. NAME.jwk is the private key,
/// which alone opens what is sealed: keep it, and a copy of it, locked away, and not on the computer that collects.
/// Without it nobody can ever read the answers, and whoever finds it reads them all. It is not protected by a password.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office keygen --out /media/usb --name ward-2026")]
pub(super) struct Keygen {
    /// The folder in which the two files are written
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,
    /// How the files are called: small letters, digits, - and _
    #[arg(long, default_value = "koe")]
    name: Code,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Keygen {
    pub(super) fn run(&self) -> Result<ExitCode, CommandError> {
        let private_file = self.out.join(format!("{}.jwk", self.name));
        let public_file = self.out.join(format!("{}.pub.jwk", self.name));
        for file in [&private_file, &public_file] {
            if file.symlink_metadata().is_ok() {
                return Err(CommandError::KeyThere(file.clone()));
            }
        }
        let key = make()?;
        std::fs::create_dir_all(&self.out).map_err(|error| unwritten(&private_file, error))?;
        write(&private_file, 0o600, &key.to_jwk())?;
        write(&public_file, 0o644, &key.public().to_jwk())?;
        self.tell(&key, &private_file, &public_file)?;
        Ok(ExitCode::SUCCESS)
    }

    fn tell(&self, key: &PrivateKey, private_file: &Path, public_file: &Path) -> Result<(), CommandError> {
        let mut out = std::io::stdout().lock();
        if self.json {
            let said = json!({ "kid": key.public().id(), "private": private_file, "public": public_file });
            writeln!(out, "{said}")?;
            return Ok(());
        }
        let (private_file, public_file) = (private_file.display(), public_file.display());
        writeln!(out, "key {}", key.public().id())?;
        writeln!(out, "{public_file}: copy it into the content folder and name it in a survey's sealing_keys")?;
        writeln!(out, "{private_file}: lock it away with a copy; whoever has it can read every answer")?;
        Ok(())
    }
}

fn make() -> Result<PrivateKey, CommandError> {
    loop {
        // All but one in 2³² are keys.
        if let Some(key) = PrivateKey::from_random(random::bytes()?) {
            return Ok(key);
        }
    }
}

/// Writes a key where nothing is yet: over another key it would take every answer sealed to that one.
fn write(path: &Path, mode: u32, jwk: &serde_json::Value) -> Result<(), CommandError> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            CommandError::KeyThere(path.to_owned())
        } else {
            unwritten(path, error)
        }
    })?;
    let written = writeln!(file, "{jwk:#}").and_then(|()| file.sync_all());
    written.map_err(|error| unwritten(path, error))
}

fn unwritten(path: &Path, error: std::io::Error) -> CommandError {
    CommandError::KeyUnwritten { path: path.to_owned(), error }
}
