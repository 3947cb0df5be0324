//! Runs a command line: from its arguments to the exit code.

use crate::cli::commands::Cli;
use crate::cli::context::Cx;
use crate::cli::environment::Environment;
use crate::cli::legacy::Unknown;
use crate::cli::run::Run;
use crate::cli::{legacy, logger, report};
use std::ffi::OsString;
use std::io;
use std::io::Write;
use std::process::ExitCode;

/// Runs `trove` in this process: its arguments, environment and streams. The caller knows whether the
/// process was started with standard output closed.
#[must_use]
pub fn main(output_is_closed: bool) -> ExitCode {
    logger::install();
    let mut environment = Environment::of_process();
    if output_is_closed {
        environment.out = Box::new(ClosedOutput);
    }
    ExitCode::from(run(std::env::args_os().collect(), environment))
}

/// In the place of a standard output that is closed: whatever is written to it fails.
struct ClosedOutput;

impl Write for ClosedOutput {
    fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("standard output is closed"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs one command line in `environment`, and returns the exit code. Tests call this function.
#[must_use]
pub fn run(args: Vec<OsString>, environment: Environment<'_>) -> u8 {
    let mut environment = environment.filtered();
    let parsed = Cli::parse(&args).or_else(|error| legacy::parse(&args, error, &mut environment));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(Unknown::Wrong(error)) => return report::usage(&error, &args, &mut environment),
        Err(Unknown::Gone(error)) => return report::error(&error.into(), false, &mut environment),
    };
    let mut cx = Cx::new(cli.options, environment, Cli::command);
    match cli.noun.run(&mut cx).and_then(|()| cx.finish()) {
        Ok(()) => cx.exit_code(),
        Err(error) => cx.report(&error),
    }
}
