//! The code that seals: a file of its own beside the module, whose name the module knows.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

use crate::house::House;
use crate::run::Stop;
use crate::shrink::{minify, read, write};
use crate::tools::Kit;

/// As it is called where Trunk alone builds.
const PLAIN: &str = "seal.js";

/// The code that seals, without white space, and the name that it has by its content.
pub(crate) struct Sealer {
    pub(crate) name: String,
    text: String,
}

impl Sealer {
    /// Makes it of its source.
    pub(crate) fn make(house: &House, kit: &Kit) -> Result<Self, Stop> {
        let scratch = house.target.join(PLAIN);
        write(&scratch, &read(&house.root.join("src").join(PLAIN))?)?;
        minify(kit, &scratch)?;
        let text = read(&scratch)?;
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Ok(Self { name: format!("seal-{:016x}.js", hasher.finish()), text })
    }

    /// Tells the module, which is about to be compiled, where it will be.
    pub(crate) fn dress(&self, command: &mut Command) {
        command.env("KOE_SEALER", format!("./{}", self.name));
    }

    /// Takes the one that Trunk has copied, if it has, out of the site: nobody asks for it by that name.
    pub(crate) fn clear(dist: &Path) -> Result<(), Stop> {
        let plain = dist.join(PLAIN);
        if plain.exists() { std::fs::remove_file(&plain).map_err(|why| Stop::on(&plain, why)) } else { Ok(()) }
    }

    /// Puts it into the site.
    pub(crate) fn put(&self, dist: &Path) -> Result<(), Stop> {
        write(&dist.join(&self.name), &self.text)
    }
}
