//! The `koe-office` program.

use std::process::ExitCode;

use clap::Parser;
use office::command::Program;

fn main() -> ExitCode {
    let program = Program::parse();
    let ran = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(program.run()));
    ran.unwrap_or_else(|error| {
        eprintln!("koe-office: {error}");
        ExitCode::FAILURE
    })
}
