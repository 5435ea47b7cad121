//! The office program on content of its own, for as long as something is measured.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::running::{self, Running};
use crate::compress;
use crate::house::House;
use crate::run::{self, Stop};

/// The office program on content of its own.
pub(super) struct Desk {
    /// Where all of it lies, until it is opened again.
    pub(super) folder: PathBuf,
    pub(super) port: u16,
    /// How long each survey took to be put up, in the order in which they were named.
    pub(super) put_up: Vec<Duration>,
    office: PathBuf,
    site: PathBuf,
    running: Option<Running>,
}

impl Desk {
    /// Lays out the city's content, and more of it, puts these surveys up and serves them.
    pub(super) fn open(
        house: &House,
        office: PathBuf,
        name: &str,
        surveys: &[&str],
        more: impl FnOnce(&Path) -> Result<(), Stop>,
    ) -> Result<Self, Stop> {
        let folder = house.target.join(name);
        drop(std::fs::remove_dir_all(&folder));
        let content = folder.join("content");
        copy(&house.root.join("content"), &content)?;
        more(&content)?;
        let (port, site) = (running::free_port()?, house.dist.clone());
        let mut desk = Self { folder, port, put_up: Vec::new(), office, site, running: None };
        for survey in surveys {
            let begun = Instant::now();
            run::run(desk.command(&["survey", "rehearse", survey]).stdout(Stdio::null()))?;
            desk.put_up.push(begun.elapsed());
        }
        desk.serves(true)?;
        Ok(desk)
    }

    fn command(&self, what: &[&str]) -> Command {
        let mut command = Command::new(&self.office);
        command.args(what).arg("--database").arg(format!("sqlite:{}", self.folder.join("koe.db").display()));
        command.arg("--content").arg(self.folder.join("content")).stderr(Stdio::null());
        command
    }

    /// Whether anybody can reach it.
    pub(super) fn serves(&mut self, on: bool) -> Result<(), Stop> {
        self.running = None;
        if on {
            let mut serving = self.command(&["serve", "--port", &self.port.to_string()]);
            serving.arg("--site").arg(&self.site);
            self.running = Some(Running::start(self.port, &mut serving)?);
        }
        Ok(())
    }
}

/// Copies a folder over another.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Stop> {
    for file in compress::files(from)? {
        let Ok(inside) = file.strip_prefix(from) else { continue };
        let path = to.join(inside);
        let folder = path.parent().unwrap_or(to);
        std::fs::create_dir_all(folder).map_err(|why| Stop::on(folder, why))?;
        std::fs::copy(&file, &path).map_err(|why| Stop::on(&path, why))?;
    }
    Ok(())
}
