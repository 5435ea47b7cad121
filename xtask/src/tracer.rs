//! strace, by which a test sees what a program has written and what it has waited for.

use crate::run::{self, Stop};

const STRACE: &str = "strace";

/// Finds it, or installs it.
pub(crate) fn ensure() -> Result<(), Stop> {
    if run::on_path(&[STRACE]).is_none() && run::may_apt() {
        println!("xtask: installing {STRACE}");
        run::apt_install(&[STRACE])?;
    }
    let found = run::on_path(&[STRACE]).map(drop);
    found.ok_or_else(|| Stop::new(format!("the tests need {STRACE}: `apt-get install {STRACE}` as root")))
}
