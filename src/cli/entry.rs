//! From arguments to an exit status.

use crate::cli::commands::Cli;
use crate::cli::context::Cx;
use crate::cli::environment::World;
use crate::cli::legacy::Unknown;
use crate::cli::run::Run;
use crate::cli::{legacy, logger, report};
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs `trove` in this process: its arguments, environment and streams.
#[must_use]
pub fn main() -> ExitCode {
    logger::install();
    ExitCode::from(run(std::env::args_os().collect(), World::of_process()))
}

/// Runs one command line in `world` and gives the exit status. Tests come in here.
#[must_use]
pub fn run(args: Vec<OsString>, mut world: World<'_>) -> u8 {
    let parsed = Cli::parse(&args).or_else(|error| legacy::parse(&args, error, &mut world));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(Unknown::Wrong(error)) => return report::usage(&error, &mut world),
        Err(Unknown::Gone(error)) => return report::error(&error.into(), false, &mut world),
    };
    let mut cx = Cx::new(cli.options, world, Cli::command);
    match cli.noun.run(&mut cx).and_then(|()| cx.finish()) {
        Ok(()) => cx.exit_code(),
        Err(error) => cx.report(&error),
    }
}
