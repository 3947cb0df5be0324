//! The context of a command: its client, its views, and its place to talk.

mod view;

use crate::api::{Cancel, Client, Wait};
use crate::auth::TokenCache;
use crate::cli::environment::Environment;
use crate::cli::global_options::GlobalOptions;
use crate::cli::progress::{Meter, Show};
use crate::cli::report::timings;
use crate::cli::{connect, report};
use crate::config::{Lookup, Settings};
use crate::http::Timings;
use crate::json::Object;
use crate::output::{Printer, Terminal};
use anyhow::Result;
use std::io::{Sink, Write};
use std::sync::Mutex;
use std::time::Duration;

pub(crate) use view::{ListView, ShowView};

/// The context of one command.
pub(crate) struct Cx<'w> {
    options: GlobalOptions,
    environment: Environment<'w>,
    client: Option<Client>,
    timings: Timings,
    /// Where talk goes that is not wanted.
    silence: Sink,
    /// Makes the whole tree of commands, for commands that describe it.
    tree: fn() -> clap::Command,
    code: u8,
}

impl<'w> Cx<'w> {
    pub(super) fn new(
        options: GlobalOptions,
        environment: Environment<'w>,
        tree: fn() -> clap::Command,
    ) -> Self {
        options.set_log_level();
        let timings = Timings::default();
        Self {
            options,
            environment,
            client: None,
            timings,
            silence: std::io::sink(),
            tree,
            code: 0,
        }
    }

    /// Returns the client. The first call makes it from the settings, without sending a request.
    pub(crate) fn client(&mut self) -> Result<Client> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let client = connect::connect(&self.options, &self.timings, &mut self.environment)?;
        self.client = Some(client.clone());
        Ok(client)
    }

    /// Makes a client with other settings than those of the selected cloud.
    pub(crate) fn client_with(&self, settings: Settings) -> Result<Client> {
        let cache = connect::cache(&self.options, &settings, &self.environment);
        self.client_of(settings, cache)
    }

    /// Makes a client with these settings that logs in again, even if a token is stored on disk.
    pub(crate) fn fresh_client(&self, settings: Settings) -> Result<Client> {
        self.client_of(settings, None)
    }

    fn client_of(&self, settings: Settings, cache: Option<TokenCache>) -> Result<Client> {
        connect::client(settings, cache, &self.timings, &self.environment)
    }

    /// Returns the settings of the selected cloud, without asking for missing ones.
    pub(crate) fn settings(&mut self) -> Result<Settings> {
        connect::settings(&self.options, &mut self.environment)
    }

    /// Returns the places where settings are looked up.
    pub(crate) fn lookup(&self) -> Lookup {
        connect::lookup(&self.options, &self.environment)
    }

    /// Completes the settings for a login: with the password from its file or program, or by asking the user.
    pub(crate) fn complete(&self, settings: &mut Settings) -> Result<()> {
        connect::complete(settings, &self.environment)
    }

    /// Returns the whole tree of commands.
    pub(crate) fn tree(&self) -> clap::Command {
        (self.tree)()
    }

    pub(super) fn environment_ref(&self) -> &Environment<'w> {
        &self.environment
    }

    pub(crate) fn environment(&mut self) -> &mut Environment<'w> {
        &mut self.environment
    }

    /// Returns whether `--yes` is given.
    pub(super) fn assume_yes(&self) -> bool {
        self.options.assume_yes()
    }

    /// Returns the value of `--prefix`.
    pub(crate) fn prefix(&self) -> &str {
        self.options.prefix()
    }

    /// Whether `-f` asks for a format.
    pub(super) fn is_format_given(&self) -> bool {
        self.options.output(&self.environment.variables).format.is_some()
    }

    /// Whether `-q` asks for silence.
    pub(super) fn is_quiet(&self) -> bool {
        self.options.quiet()
    }

    fn printer(&mut self) -> Printer<'_> {
        let color = self.environment.color();
        let terminal = self.environment.terminals.out.map(|width| Terminal { width, color });
        let options = self.options.output(&self.environment.variables);
        let talk: &mut dyn Write =
            if self.options.quiet() { &mut self.silence } else { &mut self.environment.err };
        Printer::new(options, terminal, &mut self.environment.out, talk)
    }

    /// A printer to a text, without remarks.
    fn printer_to<'p>(&'p mut self, out: &'p mut dyn Write) -> Printer<'p> {
        let options = self.options.output(&self.environment.variables);
        Printer::new(options, None, out, &mut self.silence)
    }

    /// Prints a line of data.
    pub(crate) fn say(&mut self, line: &str) -> Result<()> {
        self.printer().text(line)
    }

    /// Prints a note on standard error.
    pub(crate) fn note(&mut self, text: &str) {
        if !self.options.quiet() {
            // If the note cannot be printed, the command still runs.
            let _ = writeln!(self.environment.err, "{}", crate::output::sanitize(text));
        }
    }

    /// Has an interrupt end what waits instead of the process.
    pub(super) fn watch_for_interrupts(&self) {
        (self.environment.before_wait)(&self.environment.cancel);
    }

    /// Runs a function that waits, and shows its progress.
    pub(crate) fn waiting<T>(
        &mut self,
        limit: Duration,
        work: impl FnOnce(&mut Wait<'_>) -> crate::Result<T>,
    ) -> crate::Result<T> {
        self.watching(limit, work).0
    }

    /// Does something that waits, showing how far it is. Returns the resource as it was seen last, too.
    pub(super) fn watching<T>(
        &mut self,
        limit: Duration,
        work: impl FnOnce(&mut Wait<'_>) -> crate::Result<T>,
    ) -> (crate::Result<T>, Option<Object>) {
        self.watch_for_interrupts();
        let cancel = self.environment.cancel.clone();
        self.watching_until(cancel, limit, work)
    }

    /// Does something that waits and that only an end of the process interrupts: a clean-up.
    pub(super) fn waiting_on<T>(
        &mut self,
        work: impl FnOnce(&mut Wait<'_>) -> crate::Result<T>,
    ) -> crate::Result<T> {
        self.watching_until(Cancel::default(), Duration::from_secs(3600), work).0
    }

    fn watching_until<T>(
        &mut self,
        cancel: Cancel,
        limit: Duration,
        work: impl FnOnce(&mut Wait<'_>) -> crate::Result<T>,
    ) -> (crate::Result<T>, Option<Object>) {
        let show = self.show_progress(1);
        let err: Mutex<&mut (dyn Write + Send)> = Mutex::new(&mut self.environment.err);
        let mut meter = Meter::new(&err, show);
        let end = work(&mut meter.wait(limit, cancel));
        (end, meter.into_seen())
    }

    /// How to show the progress of so many waits.
    pub(super) fn show_progress(&self, waits: usize) -> Show {
        match self.environment.terminals.err {
            _ if self.options.quiet() => Show::Nothing,
            true if waits == 1 => Show::Spinner,
            _ => Show::Lines,
        }
    }

    /// Reports the failure of one of several targets. The command continues, and its exit code is at least
    /// that of this failure.
    pub(crate) fn report_and_continue(&mut self, error: &anyhow::Error) {
        report::tell(error, self.options.verbose(), &mut self.environment.err);
        self.raise_exit_code(report::exit_code::of(error));
    }

    /// Raises the exit code to at least `code`.
    pub(super) fn raise_exit_code(&mut self, code: u8) {
        self.code = self.code.max(code);
    }

    pub(super) fn exit_code(&self) -> u8 {
        self.code
    }

    /// Writes out what is still held back.
    pub(super) fn flush(&mut self) {
        // An error shows again when the command ends.
        let _ = self.environment.out.flush();
    }

    /// Flushes the output, and prints the times of requests for `--timing`.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.environment.out.flush()?;
        self.print_timings();
        Ok(())
    }

    /// Reports an error, and returns the exit code.
    pub(super) fn report(&mut self, error: &anyhow::Error) -> u8 {
        // The output before the error must come before it.
        let _ = self.environment.out.flush();
        let code = report::error(error, self.options.verbose(), &mut self.environment);
        self.print_timings();
        code
    }

    fn print_timings(&mut self) {
        if self.options.timing() {
            timings::print(&self.timings, &mut self.environment.err);
        }
    }
}
