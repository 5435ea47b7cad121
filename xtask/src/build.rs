//! The site in `dist/` and the office program.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::beside::Beside;
use crate::house::House;
use crate::offline::{self, Former};
use crate::run::{self, Stop};
use crate::tools::Kit;
use crate::wasm::{Purpose, Way};
use crate::{compress, embed, shrink, tablet, tools, wasm};

/// Builds everything that is handed over: the site, compressed ahead, and the office program.
pub(crate) fn build(house: &House) -> Result<PathBuf, Stop> {
    site(house)?;
    office(house)
}

/// Builds the site alone.
pub(crate) fn site(house: &House) -> Result<(), Stop> {
    let way = wasm::ensure(house)?;
    let kit = tools::ensure(house)?;
    let beside = Beside::make(house, &kit)?;
    let workshop = Workshop { house, way: &way, kit: &kit, beside: &beside };
    let former = Former::of(&house.dist)?;
    workshop.page("index.html", &house.dist)?;
    let tablet = house.target.join("tablet-page");
    workshop.page("tablet.html", &tablet)?;
    embed::into(&house.dist, &house.root, &kit, &beside.sealer)?;
    beside.put(&house.dist)?;
    tablet::into(&house.dist, &tablet)?;
    offline::into(&house.dist, &house.root, &kit, &beside)?;
    former.stay(&house.dist)?;
    compress::folder(&house.dist, &house.target.join("compressed"))
}

/// All that pages are made with.
struct Workshop<'a> {
    house: &'a House,
    way: &'a Way,
    kit: &'a Kit,
    beside: &'a Beside,
}

impl Workshop<'_> {
    /// Makes a page with its module in `dist`, as small as it goes. What the modules have in common is compiled once.
    fn page(&self, source: &str, dist: &Path) -> Result<(), Stop> {
        let Self { house, way, kit, beside } = self;
        let unshrunk = if kit.can_shrink() { None } else { Some(Unshrunk::write(house, source)?) };
        let source = unshrunk.as_ref().map_or_else(|| house.root.join(source), |page| page.path.clone());
        let mut trunk = dressed(house, way, kit, Purpose::Release)?;
        beside.dress(&mut trunk);
        trunk.args(["build", "--release", "--html-output", "index.html", "--dist"]).arg(dist).arg(source);
        run::run(&mut trunk)?;
        beside.clear(dist)?;
        shrink::module(dist, kit)
    }
}

/// Builds the office program as it is handed over, and says where it is.
pub(crate) fn office(house: &House) -> Result<PathBuf, Stop> {
    run::run(house.cargo().args(["build", "--release", "--package", "office"]))?;
    let office = house.office("release");
    if office.is_file() {
        Ok(office)
    } else {
        Err(Stop::on(&office, "was not built: the package `office` must have it"))
    }
}

/// Runs Trunk by hand with the tools and settings of the build.
pub(crate) fn trunk(house: &House, words: &[String]) -> Result<(), Stop> {
    let way = wasm::ensure(house)?;
    let kit = tools::ensure(house)?;
    let released = words.iter().any(|word| word == "--release");
    let purpose = if released { Purpose::Release } else { Purpose::Development };
    run::run(dressed(house, &way, &kit, purpose)?.args(words))
}

fn dressed(house: &House, way: &Way, kit: &Kit, purpose: Purpose) -> Result<Command, Stop> {
    let mut trunk = Command::new(kit.trunk());
    trunk.current_dir(&house.root).env("PATH", kit.path()?).env("CARGO_TARGET_DIR", house.module_target());
    trunk.env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk reads this variable as a flag of its own and takes only `true` or `false` for it.
    trunk.env_remove("NO_COLOR");
    way.dress(purpose, &mut trunk);
    Ok(trunk)
}

/// A copy of the page that does not ask for `wasm-opt`, for as long as one build lasts.
struct Unshrunk {
    path: PathBuf,
}

impl Unshrunk {
    fn write(house: &House, source: &str) -> Result<Self, Stop> {
        let page = shrink::read(&house.root.join(source))?.replace("data-wasm-opt=\"z\"", "data-wasm-opt=\"0\"");
        // Trunk resolves what a page names from the folder the page lies in, so the copy lies beside it.
        let path = house.root.join(".unshrunk.html");
        shrink::write(&path, &page)?;
        Ok(Self { path })
    }
}

impl Drop for Unshrunk {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.path));
    }
}
