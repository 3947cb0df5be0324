//! Prints the help, the version, or the error that clap returns for a command line.

use crate::ErrorKind;
use crate::cli::environment::Environment;
use crate::cli::report;
use crate::cli::report::exit_code;
use clap::error::ErrorKind as ClapErrorKind;
use std::io::Write;

/// Prints help and version on standard output, wrong usage on standard error.
pub(in crate::cli) fn usage(error: &clap::Error, environment: &mut Environment<'_>) -> u8 {
    let text = error.render();
    let color = environment.color();
    let styled = |terminal: bool| match terminal && color {
        true => text.ansi().to_string(),
        false => text.to_string(),
    };
    match error.kind() {
        ClapErrorKind::DisplayHelp | ClapErrorKind::DisplayVersion => {
            let text = styled(environment.terminals.out.is_some());
            let written =
                environment.out.write_all(text.as_bytes()).and_then(|()| environment.out.flush());
            written.map_or_else(|cause| report::error(&cause.into(), false, environment), |()| 0)
        }
        _ => {
            let _ = write!(environment.err, "{}", styled(environment.terminals.err));
            exit_code::of_kind(ErrorKind::Usage)
        }
    }
}
