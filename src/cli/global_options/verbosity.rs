//! The options that say how much is said, and whether something is asked.

use crate::cli::global_options::spec::{GlobalOption, switch, value};
use clap::{Arg, ArgAction, ArgMatches};
use log::LevelFilter;

pub(super) const OPTIONS: &[GlobalOption] = &[
    GlobalOption::new("verbose", |arg| {
        general(arg, "Verbose: show retries and where each setting comes from")
            .action(ArgAction::Count)
    })
    .short('v')
    .conflicts(&["quiet"]),
    GlobalOption::new("quiet", |arg| flag(arg, "Print nothing on standard error except errors"))
        .short('q')
        .conflicts(&["verbose"]),
    GlobalOption::new("debug", |arg| {
        flag(arg, "Print each request as a curl command, and each reply, without secrets")
    }),
    GlobalOption::new("timing", |arg| flag(arg, "Print how long each request took"))
        .aliases(&["collect-timing"]),
    GlobalOption::new("no-cache", |arg| flag(arg, "Log in again, and store no token on disk")),
    GlobalOption::new("yes", |arg| {
        flag(arg, "Do not ask for confirmation (scripts are never asked)")
    })
    .short('y'),
];

fn general(arg: Arg, help: &'static str) -> Arg {
    arg.help(help).help_heading("General")
}

fn flag(arg: Arg, help: &'static str) -> Arg {
    general(arg, help).action(ArgAction::SetTrue)
}

/// How much is printed on standard error, and whether questions are asked.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(super) struct Verbosity {
    verbose: u8,
    pub(super) quiet: bool,
    debug: bool,
    pub(super) timing: bool,
    pub(super) no_cache: bool,
    pub(super) yes: bool,
}

impl Verbosity {
    pub(super) fn read(matches: &ArgMatches) -> Self {
        Self {
            verbose: value(matches, "verbose").unwrap_or(0),
            quiet: switch(matches, "quiet"),
            debug: switch(matches, "debug"),
            timing: switch(matches, "timing"),
            no_cache: switch(matches, "no-cache"),
            yes: switch(matches, "yes"),
        }
    }

    pub(super) fn log_level(&self) -> LevelFilter {
        match self.verbose {
            _ if self.debug => LevelFilter::Debug,
            _ if self.quiet => LevelFilter::Error,
            0 => LevelFilter::Warn,
            1 => LevelFilter::Info,
            _ => LevelFilter::Debug,
        }
    }
}
