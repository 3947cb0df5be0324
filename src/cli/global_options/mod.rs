//! The options of every command: the cloud, the output, how much to say.

mod cloud;
mod output;
pub(super) mod spec;
mod verbosity;

use crate::cli::global_options::output::Output;
use crate::cli::global_options::spec::GlobalOption;
use crate::cli::global_options::verbosity::Verbosity;
use crate::cli::legacy::LegacyOptions;
use crate::config::options::OPTIONS as CLOUD;
use crate::config::{Env, Key};
use crate::output::Options;
use clap::{Arg, ArgMatches};
use log::LevelFilter;
use std::collections::BTreeMap;
use std::ffi::OsString;

/// The values of the global options.
#[derive(Debug, Default)]
pub(super) struct GlobalOptions {
    cloud: BTreeMap<Key, String>,
    output: Output,
    verbosity: Verbosity,
    legacy: LegacyOptions,
}

/// The options other than those of the cloud.
fn others() -> impl Iterator<Item = &'static GlobalOption> {
    output::OPTIONS.iter().chain(verbosity::OPTIONS).chain(LegacyOptions::OPTIONS)
}

impl GlobalOptions {
    /// Returns all global options, for clap.
    pub(super) fn all() -> impl Iterator<Item = Arg> {
        CLOUD.iter().map(cloud::arg).chain(others().map(GlobalOption::arg))
    }

    /// Returns the global options that this command line may contain, whole or abbreviated, for clap. It may
    /// return too many, because the value of an option can look like another option.
    pub(super) fn mentioned(args: &[OsString]) -> Vec<Arg> {
        let words: Vec<_> = args.iter().skip(1).map(|arg| arg.to_string_lossy()).collect();
        let longs = words.iter().filter_map(|word| word.strip_prefix("--"));
        let longs: Vec<&str> = longs.map(|word| word.split('=').next().unwrap_or(word)).collect();
        let short = words.iter().any(|word| word.starts_with('-') && !word.starts_with("--"));
        let means = |name: &str| longs.iter().any(|typed| name.starts_with(typed));
        let cloud = CLOUD.iter().filter(|option| cloud::names(option).any(means)).map(cloud::arg);
        let others =
            others().filter(|option| short && option.has_short() || option.names().any(means));
        cloud.chain(others.map(GlobalOption::arg)).collect()
    }

    pub(super) fn read(matches: &ArgMatches) -> Self {
        Self {
            cloud: cloud::read(matches),
            output: Output::read(matches),
            verbosity: Verbosity::read(matches),
            legacy: LegacyOptions::read(matches),
        }
    }

    pub(super) fn set_log_level(&self) {
        log::set_max_level(self.verbosity.log_level());
    }

    /// Returns whether `-v` or `--debug` is given.
    pub(super) fn verbose(&self) -> bool {
        self.verbosity.log_level() > LevelFilter::Warn
    }

    pub(super) fn quiet(&self) -> bool {
        self.verbosity.quiet
    }

    /// Returns whether every question is answered with yes.
    pub(super) fn assume_yes(&self) -> bool {
        self.verbosity.yes
    }

    pub(super) fn timing(&self) -> bool {
        self.verbosity.timing
    }

    /// Returns whether tokens may be read from disk and stored there.
    pub(super) fn use_cache(&self) -> bool {
        !self.verbosity.no_cache
    }

    pub(super) fn prefix(&self) -> &str {
        self.output.prefix()
    }

    /// Returns the options of the output.
    pub(super) fn output(&self, env: &Env) -> Options {
        self.output.options(env)
    }

    /// Returns the given options of the cloud, by the keys of [`CLOUD`].
    pub(super) fn cloud(&self) -> &BTreeMap<Key, String> {
        &self.cloud
    }

    pub(super) fn legacy(&self) -> &LegacyOptions {
        &self.legacy
    }
}
