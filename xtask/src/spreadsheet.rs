//! `LibreOffice`, which opens the tables of an export as a ward officer would.

use crate::run::{self, Stop};

const SOFFICE: &str = "soffice";
/// The tables alone, and nothing that draws a window.
const PACKAGE: &str = "libreoffice-calc-nogui";

/// Finds it, or installs it without what it only recommends: 85 MB to fetch.
pub(crate) fn ensure() -> Result<(), Stop> {
    if run::on_path(&[SOFFICE]).is_none() && run::may_apt() {
        println!("xtask: installing {PACKAGE}");
        run::apt_install(&["--no-install-recommends", PACKAGE])?;
    }
    let found = run::on_path(&[SOFFICE]).map(drop);
    found.ok_or_else(|| Stop::new(format!("the tests need LibreOffice: `apt-get install {PACKAGE}` as root")))
}
