//! What a command line runs in: environment, streams, terminals, clock and network.

use crate::config::Env;
use crate::http::Transport;
use crate::{Clock, SystemClock};
use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Everything around a command line. A test gives its own.
pub struct Environment<'w> {
    /// Environment variables.
    pub variables: Env,
    /// The current directory.
    pub cwd: PathBuf,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The network, where it is not the real one.
    pub transport: Option<Arc<dyn Transport>>,
    /// Data.
    pub out: Box<dyn Write + 'w>,
    /// Talk.
    pub err: Box<dyn Write + Send + 'w>,
    /// What is piped in.
    pub stdin: Box<dyn Read + 'w>,
    /// Which of the streams are terminals.
    pub terminals: Terminals,
    /// What to do before a long wait.
    pub before_wait: fn(),
    /// The sandbox inside this process, while it is in use.
    #[cfg(feature = "sandbox")]
    pub sandbox: Option<crate::sandbox::Server>,
}

/// Which of the streams are terminals.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terminals {
    /// The width of the terminal that standard output is.
    pub out: Option<usize>,
    /// Whether standard error is one.
    pub err: bool,
    /// Whether standard input is one.
    pub stdin: bool,
    /// Whether a person can be asked: the command was typed at a shell's prompt.
    pub prompt: bool,
}

impl Environment<'_> {
    /// The environment of this process.
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
            before_wait: crate::cli::interrupt::watch,
            #[cfg(feature = "sandbox")]
            sandbox: None,
        }
    }

    /// Whether a terminal may be shown colors.
    pub(super) fn color(&self) -> bool {
        // https://no-color.org: set and not empty.
        self.variables.get("NO_COLOR").is_none() && self.variables.get("TERM") != Some("dumb")
    }
}

/// Whether an interactive shell started this command. One with job control gives each command a
/// process group of its own; what a script starts is in the group of the script.
#[cfg(unix)]
fn is_interactive_job() -> bool {
    rustix::process::getpgrp() == rustix::process::getpid()
}

#[cfg(not(unix))]
fn is_interactive_job() -> bool {
    true
}
