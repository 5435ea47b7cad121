//! PSPP, which reads an export as SPSS would.

use crate::run::{self, Stop};

const PSPP: &str = "pspp";

/// Finds it, or installs it.
pub(crate) fn ensure() -> Result<(), Stop> {
    if run::on_path(&[PSPP]).is_none() && run::may_apt() {
        println!("xtask: installing {PSPP}");
        run::apt_install(&[PSPP])?;
    }
    let found = run::on_path(&[PSPP]).map(drop);
    found.ok_or_else(|| Stop::new(format!("the tests need {PSPP}: `apt-get install {PSPP}` as root")))
}
