//! Prints the help, the version, or the error that clap returns for a command line.

use crate::ErrorKind;
use crate::cli::environment::Environment;
use crate::cli::report;
use crate::cli::report::exit_code;
use crate::hazard::is_hazard;
use crate::output::sanitize;
use clap::error::ErrorKind as ClapErrorKind;
use std::ffi::OsString;
use std::io::Write;

/// Prints help and version on standard output, wrong usage on standard error. What is wrong in `args` is
/// quoted there: without color if a terminal would obey it.
pub(in crate::cli) fn usage(
    error: &clap::Error,
    args: &[OsString],
    environment: &mut Environment<'_>,
) -> u8 {
    let text = error.render();
    let is_plain = |arg: &OsString| !arg.to_string_lossy().contains(is_hazard);
    let color = environment.color() && args.iter().all(is_plain);
    let styled = |terminal: bool| match terminal && color {
        true => text.ansi().to_string(),
        false => sanitize(&text.to_string()).into_owned(),
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
