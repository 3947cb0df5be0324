//! The environment of a command line: variables, streams, terminals, clock and network.

use crate::api::Cancel;
use crate::cli::stderr::{Filter, secrets};
use crate::config::Env;
use crate::http::{KnownSecrets, Transport};
use crate::{Clock, SystemClock};
use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Everything outside a command line that it depends on. Tests provide their own.
pub struct Environment<'w> {
    /// The environment variables.
    pub variables: Env,
    /// The current directory.
    pub cwd: PathBuf,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// A replacement for the network.
    pub transport: Option<Arc<dyn Transport>>,
    /// Standard output, for data.
    pub out: Box<dyn Write + 'w>,
    /// Standard error, for messages.
    pub err: Box<dyn Write + Send + 'w>,
    /// Standard input.
    pub stdin: Box<dyn Read + 'w>,
    /// Which of the streams are terminals.
    pub terminals: Terminals,
    /// Ends the waits of the command line.
    pub cancel: Cancel,
    /// The secrets that are not repeated on standard error.
    pub secrets: KnownSecrets,
    /// A function to call before a long wait.
    pub before_wait: fn(&Cancel),
    /// The sandbox that runs in this process, if it is in use.
    #[cfg(feature = "sandbox")]
    pub sandbox: Option<crate::sandbox::Server>,
}

/// Which of the streams are terminals.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terminals {
    /// The width of the terminal, if standard output is a terminal.
    pub out: Option<usize>,
    /// Whether standard error is a terminal.
    pub err: bool,
    /// Whether standard input is a terminal.
    pub stdin: bool,
    /// Whether the command was typed at a shell prompt, so that its user can answer questions.
    pub prompt: bool,
}

impl Environment<'_> {
    /// Returns the environment of this process.
    #[must_use]
    pub fn of_process() -> Self {
        let (err, stdin) = (std::io::stderr().is_terminal(), std::io::stdin().is_terminal());
        let width = || terminal_size::terminal_size().map_or(80, |(width, _)| width.0.into());
        Self {
            variables: Env::from_process(),
            cwd: std::env::current_dir().unwrap_or_default(),
            clock: Arc::new(SystemClock),
            transport: None,
            out: Box::new(std::io::BufWriter::new(std::io::stdout())),
            err: Box::new(std::io::stderr()),
            stdin: Box::new(std::io::stdin()),
            terminals: Terminals {
                out: std::io::stdout().is_terminal().then(width),
                err,
                stdin,
                prompt: err && stdin && is_interactive_job(),
            },
            cancel: Cancel::default(),
            secrets: secrets(),
            before_wait: crate::cli::interrupt::watch,
            #[cfg(feature = "sandbox")]
            sandbox: None,
        }
    }

    /// The same environment, on whose standard error no known secret is repeated.
    pub(super) fn filtered(self) -> Self {
        // Not those of other programs: `PWD` is no password.
        let is_own = |name: &str| {
            name.starts_with("OS_")
                || name.starts_with("TROVE")
                || name.to_ascii_lowercase().ends_with("_proxy")
        };
        for (name, value) in self.variables.iter().filter(|(name, _)| is_own(name)) {
            self.secrets.note_named(name, value);
        }
        let err = Box::new(Filter::new(self.err, self.secrets.clone()));
        Self { err, ..self }
    }

    /// Returns whether to color output to a terminal.
    pub(super) fn color(&self) -> bool {
        // https://no-color.org: set and not empty.
        self.variables.get("NO_COLOR").is_none() && self.variables.get("TERM") != Some("dumb")
    }
}

/// Returns whether an interactive shell started this command. Such a shell gives each command its own process
/// group; the commands of a script share the group of the script.
#[cfg(unix)]
fn is_interactive_job() -> bool {
    rustix::process::getpgrp() == rustix::process::getpid()
}

#[cfg(not(unix))]
fn is_interactive_job() -> bool {
    true
}
