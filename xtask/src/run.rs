//! Running other programs, and stopping with one line that says what to do.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a task cannot go on, in one line that says what to do about it.
#[derive(Debug)]
pub(crate) struct Stop(pub(crate) String);

impl Stop {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }

    /// For a step on a file or a folder that the system refused.
    pub(crate) fn on(path: &Path, why: impl Display) -> Self {
        Self(format!("{}: {why}", path.display()))
    }
}

/// Runs to the end with the terminal's own output; anything but success stops the task.
pub(crate) fn run(command: &mut Command) -> Result<(), Stop> {
    let name = spelled(command);
    let status = command.status().map_err(|why| Stop::new(format!("cannot start `{name}`: {why}")))?;
    if status.success() { Ok(()) } else { Err(Stop::new(format!("`{name}` failed ({status}); its output is above"))) }
}

/// Whether it ran and succeeded; what it printed is of no interest.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// What it printed, trimmed, if it ran and succeeded.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program lies on the search path, under the first of these names that is there.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
    })
}

/// Whether this user may install system packages with apt.
pub(crate) fn may_apt() -> bool {
    on_path(&["apt-get"]).is_some() && answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Installs system packages; a fresh machine has no lists yet, so they are fetched first.
pub(crate) fn apt_install(packages: &[&str]) -> Result<(), Stop> {
    run(Command::new("apt-get").args(["-qq", "update"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-y", "install"]).args(packages);
    run(install.stdout(Stdio::null()))
}

fn spelled(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
