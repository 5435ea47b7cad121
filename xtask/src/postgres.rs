//! The PostgreSQL of which tests and benchmarks start servers of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, Stop};

const PACKAGE: &str = "postgresql";
/// Where Debian keeps the releases that are installed, each in a folder of its number.
const RELEASES: &str = "/usr/lib/postgresql";
/// The oldest release that the office works with.
const RELEASE_MIN: u32 = 15;

/// The folder of its programs.
pub(crate) struct Postgres(PathBuf);

impl Postgres {
    /// The newest of this machine, installed if this user may.
    pub(crate) fn ensure() -> Result<Self, Stop> {
        if find().is_none() && run::may_apt() {
            println!("xtask: installing {PACKAGE}");
            run::apt_install(&[PACKAGE])?;
        }
        find().map(Self).ok_or_else(|| {
            Stop::new(format!(
                "the tests need PostgreSQL {RELEASE_MIN} or later: `apt-get install {PACKAGE}` as root, \
                 or set KOE_POSTGRES to the folder of its initdb"
            ))
        })
    }

    /// Tells a test where it is.
    pub(crate) fn dress(&self, command: &mut Command) {
        command.env("KOE_POSTGRES", &self.0);
    }
}

fn find() -> Option<PathBuf> {
    let named = std::env::var_os("KOE_POSTGRES").map(PathBuf::from);
    let newest = || {
        let releases = std::fs::read_dir(RELEASES).ok()?.filter_map(|entry| number(&entry.ok()?.path()));
        let newest = releases.filter(|release| *release >= RELEASE_MIN).max()?;
        Some(Path::new(RELEASES).join(newest.to_string()).join("bin"))
    };
    let on_path = || Some(std::fs::canonicalize(run::on_path(&["initdb"])?).ok()?.parent()?.to_owned());
    named.or_else(newest).or_else(on_path).filter(|folder| folder.join("initdb").is_file())
}

fn number(release: &Path) -> Option<u32> {
    release.file_name()?.to_str()?.parse().ok()
}
