//! Where everything lies.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::Stop;

/// The folders of this checkout, and the cache that outlives it.
pub(crate) struct House {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// What native compilation leaves.
    pub(crate) target: PathBuf,
    /// The built site.
    pub(crate) dist: PathBuf,
    /// Tools, installed once and used by every checkout of this user.
    pub(crate) cache: PathBuf,
}

impl House {
    pub(crate) fn find() -> Result<Self, Stop> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&here).parent().map(Path::to_path_buf);
        let root = root.ok_or_else(|| Stop::new("cannot tell where the checkout is: run me as `cargo xtask`"))?;
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(&folder).map_err(|why| Stop::on(Path::new(&folder), why))?,
            None => root.join("target"),
        };
        Ok(Self { dist: root.join("dist"), cache: cache()?, root, target })
    }

    /// Wasm has a target folder of its own, so that it and native builds neither rebuild nor wait for each other.
    pub(crate) fn module_target(&self) -> PathBuf {
        self.target.join("module")
    }

    /// The office program as one of Cargo's profiles leaves it.
    pub(crate) fn office(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join(format!("koe-office{}", std::env::consts::EXE_SUFFIX))
    }

    /// The Cargo that started this program, working on this checkout.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root);
        cargo
    }
}

fn cache() -> Result<PathBuf, Stop> {
    if let Some(own) = std::env::var_os("KOE_CACHE") {
        return Ok(own.into());
    }
    if let Some(shared) = std::env::var_os("XDG_CACHE_HOME") {
        return Ok(Path::new(&shared).join("koe"));
    }
    std::env::home_dir()
        .map(|home| home.join(".cache").join("koe"))
        .ok_or_else(|| Stop::new("this user has no home folder: set KOE_CACHE to a folder for the build tools"))
}
