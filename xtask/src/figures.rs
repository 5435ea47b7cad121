//! The figures that R computes of fictitious samples, made anew and held against those of `crates/indicators`.

use std::process::Command;

use crate::house::House;
use crate::run::{self, Stop};

const MADE_BY: &str = "crates/indicators/tests/fixtures/make.R";

/// Has R make the figures again and the tests look at them; without R or its packages it says that it did not.
pub(crate) fn soak(house: &House) -> Result<(), Stop> {
    let folder = house.root.join("target/figures-of-r");
    let mut packages = Command::new("Rscript");
    packages.args(["-e", "library(survey); library(jsonlite)"]);
    if !run::succeeds(&mut packages) {
        println!(
            "xtask: figures of R SKIPPED: there is no R here with survey and jsonlite (r-cran-survey, r-cran-jsonlite)"
        );
        return Ok(());
    }
    println!("xtask: figures of R …");
    std::fs::create_dir_all(&folder).map_err(|why| Stop::on(&folder, why))?;
    run::run(Command::new("Rscript").arg(house.root.join(MADE_BY)).arg(&folder))?;
    let mut tests = house.cargo();
    tests.args(["test", "--package", "indicators", "--test", "indicators", "--", "against_r"]);
    run::run(tests.env("KOE_FIGURES_OF_R", folder.join("survey.json")))
}
