//! The site in `dist/` and the office program.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::house::House;
use crate::offline::{self, Former};
use crate::run::{self, Stop};
use crate::sealer::Sealer;
use crate::tools::Kit;
use crate::wasm::{Purpose, Way};
use crate::{compress, embed, shrink, tools, wasm};

/// Builds everything that is handed over: the site, compressed ahead, and the office program.
pub(crate) fn build(house: &House) -> Result<PathBuf, Stop> {
    site(house)?;
    office(house)
}

/// Builds the site alone.
pub(crate) fn site(house: &House) -> Result<(), Stop> {
    let way = wasm::ensure(house)?;
    let kit = tools::ensure(house)?;
    let page = if kit.can_shrink() { None } else { Some(Unshrunk::write(house)?) };
    let sealer = Sealer::make(house, &kit)?;
    let mut trunk = dressed(house, &way, &kit, Purpose::Release)?;
    sealer.dress(&mut trunk);
    trunk.args(["build", "--release"]);
    if let Some(page) = &page {
        trunk.args(["--html-output", "index.html"]).arg(&page.path);
    }
    let former = Former::of(&house.dist)?;
    run::run(&mut trunk)?;
    Sealer::clear(&house.dist)?;
    shrink::module(&house.dist, &kit)?;
    embed::into(&house.dist, &house.root, &kit, &sealer)?;
    sealer.put(&house.dist)?;
    offline::into(&house.dist, &house.root, &kit, &sealer)?;
    former.stay(&house.dist)?;
    compress::folder(&house.dist, &house.target.join("compressed"))
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
    fn write(house: &House) -> Result<Self, Stop> {
        let read = |path: &Path| std::fs::read_to_string(path).map_err(|why| Stop::on(path, why));
        let page = read(&house.root.join("index.html"))?.replace("data-wasm-opt=\"z\"", "data-wasm-opt=\"0\"");
        // Trunk resolves what a page names from the folder the page lies in, so the copy lies beside it.
        let path = house.root.join(".index-unshrunk.html");
        std::fs::write(&path, page).map_err(|why| Stop::on(&path, why))?;
        Ok(Self { path })
    }
}

impl Drop for Unshrunk {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.path));
    }
}
