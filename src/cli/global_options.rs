//! The options of every command: the cloud, the output, how much to say.

use crate::cli::legacy::Former;
use crate::config::Env;
use crate::config::options::{OPTIONS, OptionSpec};
use crate::output::{Format, Options, Quote};
use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use std::collections::BTreeMap;

// The options of every command.
#[derive(Debug, Args)]
pub(super) struct Globals {
    #[command(flatten)]
    cloud: Cloud,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    verbosity: Verbosity,
    #[command(flatten)]
    former: Former,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
struct Output {
    /// Format of the output
    #[arg(
        short,
        long,
        global = true,
        value_enum,
        hide_possible_values = true,
        value_name = "FORMAT",
        help = "Format: table, json, yaml, csv, value, shell or raw"
    )]
    format: Option<Format>,
    /// The legacy client's word for it: -f json
    #[arg(long, global = true, hide = true, alias = "os-json-output")]
    json: bool,
    /// Column or field to print; may be given several times
    #[arg(short, long = "column", global = true, value_name = "COLUMN")]
    columns: Vec<String>,
    /// Column to sort a list by; may be given several times
    #[arg(long = "sort-column", global = true, value_name = "COLUMN")]
    sort_columns: Vec<String>,
    /// Sort from the least to the greatest (default)
    #[arg(long, global = true, conflicts_with = "sort_descending")]
    sort_ascending: bool,
    /// Sort from the greatest to the least
    #[arg(long, global = true)]
    sort_descending: bool,
    /// The width a table may have
    #[arg(long, global = true, value_name = "COLUMNS")]
    max_width: Option<usize>,
    /// Fit tables to the width of the terminal, which is done anyway
    #[arg(long, global = true)]
    fit_width: bool,
    /// Print the titles of a table without rows
    #[arg(long, global = true)]
    print_empty: bool,
    /// Print JSON on one line
    #[arg(long, global = true)]
    noindent: bool,
    /// Which cells CSV puts in quotes
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHICH",
        hide_possible_values = true,
        hide_default_value = true,
        help = "Which cells CSV puts in quotes: all, minimal, none or nonnumeric (default)"
    )]
    quote: Quote,
    /// What the names of shell variables begin with
    #[arg(
        long,
        global = true,
        value_name = "PREFIX",
        default_value = "",
        hide_default_value = true
    )]
    prefix: String,
    /// Shell variable to print; may be given several times
    #[arg(long = "variable", global = true, hide = true)]
    variables: Vec<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "General")]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
struct Verbosity {
    /// Say more: what is tried again, where settings come from
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print each request as a curl command, and each answer, without secrets
    #[arg(long, global = true)]
    debug: bool,
    /// Print how long each request took
    #[arg(long, global = true, alias = "collect-timing")]
    timing: bool,
    /// Log in anew, and keep no token on disk
    #[arg(long, global = true)]
    no_cache: bool,
    /// Delete without asking (only at a prompt is it asked, never in a script)
    #[arg(short, long, global = true)]
    yes: bool,
}

/// What the options say about the cloud, by the key of [`OPTIONS`].
#[derive(Debug, Clone, Default)]
struct Cloud(BTreeMap<String, String>);

/// What clap knows the option by. Not its key: commands have a `project_id` of their own.
fn id(option: &OptionSpec) -> &'static str {
    option.flags.first().copied().unwrap_or(option.key)
}

fn argument(option: &OptionSpec) -> Arg {
    let arg = Arg::new(id(option))
        .long(id(option))
        .aliases(option.flags.iter().skip(1).copied())
        .help(option.help)
        .help_heading("Cloud")
        .global(true)
        // Fifty options would bury those of the command: `-h` names the first, `--help` all.
        .hide_short_help(option.key != "cloud")
        .hide(option.hidden);
    match option.value {
        None => arg.action(ArgAction::SetTrue),
        Some(name) if option.choices.is_empty() => arg.value_name(name),
        Some(name) => {
            let values = PossibleValuesParser::new(option.choices.iter().copied());
            arg.value_name(name).value_parser(values).hide_possible_values(true)
        }
    }
}

impl Args for Cloud {
    fn augment_args(command: Command) -> Command {
        command
            .args(OPTIONS.iter().map(argument))
            .mut_arg("verify", |arg| arg.conflicts_with("insecure"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Cloud {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = OPTIONS.iter().filter_map(|option| {
            let value = match option.value {
                None => matches.get_flag(id(option)).then(|| "true".to_owned()),
                Some(_) => matches.get_one::<String>(id(option)).cloned(),
            };
            Some((option.key.to_owned(), value?))
        });
        Ok(Self(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Globals {
    pub(super) fn set_log_level(&self) {
        log::set_max_level(match self.verbosity.verbose {
            _ if self.verbosity.debug => log::LevelFilter::Debug,
            _ if self.verbosity.quiet => log::LevelFilter::Error,
            0 => log::LevelFilter::Warn,
            1 => log::LevelFilter::Info,
            _ => log::LevelFilter::Debug,
        });
    }

    pub(super) fn quiet(&self) -> bool {
        self.verbosity.quiet
    }

    /// Whether every question is answered with yes.
    pub(super) fn assume_yes(&self) -> bool {
        self.verbosity.yes
    }

    pub(super) fn prefix(&self) -> &str {
        &self.output.prefix
    }

    /// What the options of the output mean.
    pub(super) fn output(&self, env: &Env) -> Options {
        let output = &self.output;
        let number = |name| env.get(name).and_then(|text| text.parse::<usize>().ok());
        Options {
            format: output.format.or(output.json.then_some(Format::Json)),
            columns: output.columns.clone(),
            sort_columns: output.sort_columns.clone(),
            descending: output.sort_descending,
            max_width: output.max_width.or_else(|| number("CLIFF_MAX_TERM_WIDTH")).unwrap_or(0),
            fit_width: output.fit_width || number("CLIFF_FIT_WIDTH").is_some_and(|fit| fit > 0),
            print_empty: output.print_empty,
            noindent: output.noindent,
            quote: output.quote,
            prefix: output.prefix.clone(),
            variables: output.variables.clone(),
        }
    }

    pub(super) fn timing(&self) -> bool {
        self.verbosity.timing
    }

    /// Whether tokens may be read from disk and kept there.
    pub(super) fn use_cache(&self) -> bool {
        !self.verbosity.no_cache
    }

    /// The options of the cloud that were given, by the keys of [`OPTIONS`].
    pub(super) fn cloud(&self) -> &BTreeMap<String, String> {
        &self.cloud.0
    }

    pub(super) fn legacy(&self) -> &Former {
        &self.former
    }
}
