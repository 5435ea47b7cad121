//! The standard surveys on this machine, to try them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build;
use crate::house::House;
use crate::run::{self, Stop};

/// The surveys that are opened in rehearsal: anyone may answer, nothing counts.
pub(crate) const SURVEYS: [&str; 3] = ["ward-residents-2026", "ward-visitors", "ward-pulse"];

/// What was asked for on the command line.
pub(crate) struct Wish {
    port: u16,
    data: PathBuf,
}

impl Wish {
    pub(crate) fn read(words: &[String]) -> Result<Self, Stop> {
        let mut wish = Self { port: 8080, data: "data".into() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| Stop::new(format!("{word} needs a value")))?;
            match word.as_str() {
                "--port" => {
                    wish.port = value.parse().map_err(|_| Stop::new(format!("--port {value}: 1 to 65535, please")))?;
                }
                "--data" => wish.data = value.into(),
                other => return Err(Stop::new(format!("serve takes --port and --data, not {other}"))),
            }
        }
        Ok(wish)
    }
}

/// Builds, opens the surveys in rehearsal, and becomes the office program.
pub(crate) fn serve(house: &House, wish: &Wish) -> Result<(), Stop> {
    let office = build::build(house)?;
    let data = std::path::absolute(&wish.data).map_err(|why| Stop::on(&wish.data, why))?;
    rehearse(house, &office, &data)?;
    become_it(&mut serving(house, &office, &data, wish.port))
}

/// Opens the surveys in rehearsal on the database in a folder.
pub(crate) fn rehearse(house: &House, office: &Path, data: &Path) -> Result<(), Stop> {
    std::fs::create_dir_all(data).map_err(|why| Stop::on(data, why))?;
    SURVEYS
        .iter()
        .try_for_each(|survey| run::run(&mut office_command(house, office, data, &["survey", "rehearse", survey])))
}

/// The office program about to serve the built site.
pub(crate) fn serving(house: &House, office: &Path, data: &Path, port: u16) -> Command {
    let mut serving = office_command(house, office, data, &["serve"]);
    serving.arg("--site").arg(&house.dist).args(["--port", &port.to_string()]);
    serving
}

/// The office program with what it is to do, on the content of this checkout and the database in a folder.
fn office_command(house: &House, office: &Path, data: &Path, what: &[&str]) -> Command {
    let mut command = Command::new(office);
    command.current_dir(&house.root).args(what);
    command.arg("--database").arg(format!("sqlite:{}", data.join("koe.db").display()));
    command.arg("--content").arg(house.root.join("content"));
    command
}

/// The office takes this process over, so that a signal sent here reaches it and it can stop gracefully.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<(), Stop> {
    use std::os::unix::process::CommandExt;
    Err(Stop::new(format!("cannot start the office: {}", command.exec())))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<(), Stop> {
    run::run(command)
}
