//! What the tests look through: browsers of three engines and one for text alone, the rules that say what keeps people
//! out, somebody else's ways to open what was sealed and to read tables, the database that offices share, a program of
//! statistics and a spreadsheet.

use std::path::PathBuf;
use std::process::Command;

use crate::browser::{self, Browser, TextBrowser};
use crate::engines::Engines;
use crate::house::House;
use crate::postgres::Postgres;
use crate::run::Stop;
use crate::{spreadsheet, statistics, tools, tracer};

/// What the whole-product tests look at the product with.
pub(crate) struct Instruments {
    pub(crate) browser: Browser,
    engines: Engines,
    text_browser: TextBrowser,
    axe: Option<PathBuf>,
    jwcrypto: Option<PathBuf>,
    schemathesis: Option<PathBuf>,
    pyarrow: Option<PathBuf>,
    oidc_provider: Option<PathBuf>,
    postgres: Postgres,
}

impl Instruments {
    /// Finds each, or installs it.
    pub(crate) fn ensure(house: &House) -> Result<Self, Stop> {
        let (browser, text_browser) = (browser::ensure()?, TextBrowser::ensure()?);
        let (engines, postgres) = (Engines::ensure(house)?, Postgres::ensure()?);
        tracer::ensure()?;
        statistics::ensure()?;
        spreadsheet::ensure()?;
        let (axe, jwcrypto, schemathesis) = (tools::axe(house), tools::jwcrypto(house), tools::schemathesis(house));
        let (pyarrow, oidc_provider) = (tools::pyarrow(house), tools::oidc_provider(house));
        Ok(Self { browser, engines, text_browser, axe, jwcrypto, schemathesis, pyarrow, oidc_provider, postgres })
    }

    /// Tells the whole-product tests what to test and with what.
    pub(crate) fn dress(&self, command: &mut Command, house: &House) -> Result<(), Stop> {
        let office: PathBuf = house.office("release");
        if !office.is_file() {
            return Err(Stop::on(&office, "is not there: run `cargo xtask build`"));
        }
        command.env("KOE_OFFICE", office).env("KOE_SITE", &house.dist);
        self.browser.dress(command);
        self.engines.dress(command);
        self.text_browser.dress(command);
        self.postgres.dress(command);
        command.envs(self.axe.as_ref().map(|axe| ("KOE_AXE", axe)));
        command.envs(self.jwcrypto.as_ref().map(|python| ("KOE_JWCRYPTO", python)));
        command.envs(self.schemathesis.as_ref().map(|program| ("KOE_SCHEMATHESIS", program)));
        command.envs(self.pyarrow.as_ref().map(|python| ("KOE_PYARROW", python)));
        command.envs(self.oidc_provider.as_ref().map(|library| ("KOE_OIDC_PROVIDER", library)));
        Ok(())
    }
}
