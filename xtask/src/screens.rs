//! Pictures of every screen in `docs/screens`, taken of the built site in a real browser.

use std::fmt::Write as _;
use std::path::Path;

use crate::build;
use crate::house::House;
use crate::instruments::Instruments;
use crate::run::{self, Stop};

/// What all pictures may weigh together, since every clone of the repository has them.
const LIMIT_BYTES: u64 = 2 << 20;

/// Takes every picture anew, and writes the page that shows them side by side.
pub(crate) fn take(house: &House) -> Result<(), Stop> {
    let instruments = Instruments::ensure(house)?;
    build::build(house)?;
    let folder = house.root.join("docs").join("screens");
    drop(std::fs::remove_dir_all(&folder));
    let mut taking = house.cargo();
    taking.args(["test", "--package", "koe", "--test", "product", "--", "pictures_of_every_screen"]);
    instruments.dress(&mut taking, house)?;
    run::run(taking.env("KOE_SCREENSHOTS", &folder).env("KOE_SCREENSHOTS_SMALL", "1"))?;
    let (names, bytes) = taken(&folder)?;
    std::fs::write(folder.join("README.md"), page(&names)).map_err(|why| Stop::on(&folder, why))?;
    println!("xtask: {} pictures, {bytes} bytes, in {}", names.len(), folder.display());
    if bytes > LIMIT_BYTES {
        return Err(Stop::new(format!(
            "the pictures have {bytes} bytes together, more than the {LIMIT_BYTES} allowed"
        )));
    }
    Ok(())
}

/// The names of the pictures in order, and how many bytes they have together.
fn taken(folder: &Path) -> Result<(Vec<String>, u64), Stop> {
    let (mut names, mut bytes) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).map_err(|why| Stop::on(folder, why))? {
        let entry = entry.map_err(|why| Stop::on(folder, why))?;
        bytes += entry.metadata().map_err(|why| Stop::on(folder, why))?.len();
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort_by_key(|name| name.split_once('-').map(|(width, name)| (name.to_owned(), width.to_owned())));
    Ok((names, bytes))
}

/// A page with one picture after the other, screen by screen.
fn page(names: &[String]) -> String {
    let mut page = String::from(
        "# Every screen\n\nTaken by `cargo xtask screens`: on a phone (390 px), in a sidebar (320 px) and on a tablet (820 px); long \
         pages from their beginning.\n",
    );
    let mut last = "";
    for name in names {
        let screen = name.split_once('-').and_then(|(_, name)| name.rsplit_once('.')).map_or("", |(name, _)| name);
        let screen = ["-ja", "-ja-easy", "-en"].iter().find_map(|ending| screen.strip_suffix(ending)).unwrap_or(screen);
        if screen != last {
            // Writing to a text cannot fail.
            let _ = write!(page, "\n## {screen}\n\n");
            last = screen;
        }
        let _ = writeln!(page, "<img src=\"{name}\" alt=\"{name}\" width=\"260\">");
    }
    page
}
