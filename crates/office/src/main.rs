//! The `koe-office` program.

use std::process::ExitCode;

use office::command::Program;

fn main() -> ExitCode {
    let ran = Program::read().and_then(|program| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(program.run())
    });
    ran.unwrap_or_else(|error| {
        eprintln!("koe-office: {error}");
        ExitCode::FAILURE
    })
}
