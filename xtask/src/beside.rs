//! Code that the module fetches when it is needed: files of their own beside it, whose names the module knows.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

use crate::house::House;
use crate::run::Stop;
use crate::shrink::{minify, read, write};
use crate::tools::Kit;

/// The files, without their ending, and the variables by which the module hears of their names.
const SEALER: (&str, &str) = ("seal", "KOE_SEALER");
const READER: (&str, &str) = ("aloud", "KOE_READER");

/// All of it.
pub(crate) struct Beside {
    /// What seals.
    pub(crate) sealer: Script,
    /// What reads aloud.
    pub(crate) reader: Script,
}

/// A file of code, without white space, and the name that it has by its content.
pub(crate) struct Script {
    pub(crate) name: String,
    /// As it is called where Trunk alone builds.
    plain: String,
    variable: &'static str,
    text: String,
}

impl Beside {
    /// Makes all of it of its sources.
    pub(crate) fn make(house: &House, kit: &Kit) -> Result<Self, Stop> {
        Ok(Self { sealer: Script::make(house, kit, SEALER)?, reader: Script::make(house, kit, READER)? })
    }

    /// Tells the module, which is about to be compiled, where it will be.
    pub(crate) fn dress(&self, command: &mut Command) {
        for script in self.all() {
            command.env(script.variable, format!("./{}", script.name));
        }
    }

    /// Takes what Trunk has copied, if it has, out of the site: nobody asks for it by those names.
    pub(crate) fn clear(&self, dist: &Path) -> Result<(), Stop> {
        for plain in self.all().map(|script| dist.join(&script.plain)).into_iter().filter(|plain| plain.exists()) {
            std::fs::remove_file(&plain).map_err(|why| Stop::on(&plain, why))?;
        }
        Ok(())
    }

    /// Puts it into the site.
    pub(crate) fn put(&self, dist: &Path) -> Result<(), Stop> {
        self.all().into_iter().try_for_each(|script| write(&dist.join(&script.name), &script.text))
    }

    fn all(&self) -> [&Script; 2] {
        [&self.sealer, &self.reader]
    }
}

impl Script {
    fn make(house: &House, kit: &Kit, (name, variable): (&str, &'static str)) -> Result<Self, Stop> {
        let plain = format!("{name}.js");
        let scratch = house.target.join(&plain);
        write(&scratch, &read(&house.root.join("src").join(&plain))?)?;
        minify(kit, &scratch)?;
        let text = read(&scratch)?;
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Ok(Self { name: format!("{name}-{:016x}.js", hasher.finish()), plain, variable, text })
    }
}
