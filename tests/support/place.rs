//! `trove` run in this process.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use troveclient::Clock;
use troveclient::api::Cancel;
use troveclient::cli::{Environment, Terminals};
use troveclient::config::Env;
use troveclient::http::KnownSecrets;
use troveclient::http::Transport;

/// Where a command line is run.
pub(crate) struct Place {
    pub(crate) env: Env,
    /// The current directory; the home directory if there is none.
    pub(crate) cwd: Option<PathBuf>,
    pub(crate) clock: Arc<dyn Clock>,
    /// The network; the real one if there is none.
    pub(crate) network: Option<Arc<dyn Transport>>,
}

/// The exit code and the output of a command line.
pub(crate) struct Ended {
    pub(crate) code: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    /// Runs `trove` with these words.
    pub(crate) fn run(
        self,
        words: impl IntoIterator<Item = impl Into<OsString>>,
        stdin: &str,
        terminals: Terminals,
    ) -> Ended {
        self.run_until(Cancel::default(), words, stdin, terminals)
    }

    /// Runs `trove` with these words. An interrupt ends its waits.
    pub(crate) fn run_until(
        self,
        cancel: Cancel,
        words: impl IntoIterator<Item = impl Into<OsString>>,
        stdin: &str,
        terminals: Terminals,
    ) -> Ended {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let environment = Environment {
            cwd: self.cwd.or_else(|| self.env.home()).unwrap(),
            variables: self.env,
            clock: self.clock,
            transport: self.network,
            out: Box::new(&mut out),
            err: Box::new(&mut err),
            stdin: Box::new(stdin.as_bytes()),
            terminals,
            cancel,
            before_wait: |_| {},
            secrets: KnownSecrets::default(),
            sandbox: None,
        };
        let args = std::iter::once("trove".into()).chain(words.into_iter().map(Into::into));
        let code = troveclient::cli::run(args.collect(), environment);
        Ended { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
    }
}
