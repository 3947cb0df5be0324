//! The options of every command: the cloud, the output, how much to say.

use crate::api::{Client, Objects, Query, Resource};
use crate::auth::TokenCache;
use crate::cli::environment::World;
use crate::cli::legacy::Former;
use crate::cli::prompt::operator::Operator;
use crate::config::options::{OPTIONS, OptionSpec};
use crate::config::{Clouds, Env, Lookup, Settings};
use crate::http::Timings;
use crate::output::{Format, Options, Quote, Terminal};
use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

// The options of every command.
#[derive(Debug, Args)]
pub(super) struct Globals {
    #[command(flatten)]
    cloud: Cloud,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    talk: Talk,
    #[command(flatten)]
    former: Former,
    #[arg(skip)]
    timings: Timings,
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
struct Talk {
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
        log::set_max_level(match self.talk.verbose {
            _ if self.talk.debug => log::LevelFilter::Debug,
            _ if self.talk.quiet => log::LevelFilter::Error,
            0 => log::LevelFilter::Warn,
            1 => log::LevelFilter::Info,
            _ => log::LevelFilter::Debug,
        });
    }

    pub(super) fn quiet(&self) -> bool {
        self.talk.quiet
    }

    /// Whether every question is answered already.
    pub(super) fn sure(&self) -> bool {
        self.talk.yes
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

    /// The terminal that standard output is.
    pub(super) fn terminal(world: &World<'_>) -> Option<Terminal> {
        world.terminals.out.map(|width| Terminal { width, colour: world.colour() })
    }

    /// Where settings are looked for.
    pub(super) fn lookup(&self, world: &World<'_>) -> Lookup {
        Lookup {
            env: world.env.clone(),
            options: self.cloud.0.clone(),
            cwd: world.cwd.clone(),
            network: world.transport.clone(),
        }
    }

    /// What the options, the environment and the files select. Nothing is asked, and but for the
    /// profile of a vendor nothing is sent.
    pub(super) fn settings(&self, world: &mut World<'_>) -> Result<Settings> {
        let lookup = self.lookup(world);
        #[cfg(feature = "sandbox")]
        if let Some(local) = crate::cli::builtin_cloud::Local::start(&lookup, world)? {
            world.sandbox = Some(local.server);
            return Ok(local.settings);
        }
        let clouds = Clouds::read(&lookup)?;
        let loaded = Settings::of_clouds(&lookup, &clouds);
        // A file that was skipped may be why there are no settings.
        let warnings = loaded.as_ref().map_or(clouds.warnings(), Settings::warnings);
        for warning in warnings {
            log::warn!("{warning}");
        }
        let mut settings = loaded?;
        self.former.apply(&mut settings);
        Ok(settings)
    }

    /// A client of the cloud that is selected, whose password is asked for if need be.
    pub(super) fn connect(&self, world: &mut World<'_>) -> Result<Client> {
        let mut settings = self.settings(world)?;
        for remark in settings.remarks() {
            log::info!("{remark}");
        }
        for (key, setting) in settings.iter() {
            log::info!("{key} from {}", setting.source);
        }
        complete(&mut settings, world)?;
        self.client(settings, world)
    }

    /// A client by these settings.
    pub(super) fn client(&self, settings: Settings, world: &World<'_>) -> Result<Client> {
        let keep = !self.talk.no_cache && settings.keeps_tokens();
        self.build(settings, keep.then(|| TokenCache::of_user(&world.env)).flatten(), world)
    }

    /// The same, which logs in for sure.
    pub(super) fn fresh_client(&self, settings: Settings, world: &World<'_>) -> Result<Client> {
        self.build(settings, None, world)
    }

    fn build(
        &self,
        settings: Settings,
        cache: Option<TokenCache>,
        world: &World<'_>,
    ) -> Result<Client> {
        let mut client = Client::builder(settings)
            .clock(world.clock.clone())
            .timings(self.timings.clone())
            .person(Arc::new(operator(world)));
        // The sandbox has another address each time, so a token kept on disk would never be found
        // again; and no proxy leads to it.
        #[cfg(feature = "sandbox")]
        if world.sandbox.is_some() {
            return Ok(client.build()?);
        }
        client = client.env(world.env.clone()).cache(cache);
        if let Some(transport) = &world.transport {
            client = client.transport(transport.clone());
        }
        Ok(client.build()?)
    }

    /// Prints how long each request took, if that was asked for.
    pub(super) fn tell_times(&self, world: &mut World<'_>) {
        if !self.talk.timing {
            return;
        }
        let timings = self.timings.all();
        let mut total = std::time::Duration::ZERO;
        for timing in &timings {
            total += timing.duration;
            let status = timing.status.map_or("failed".to_owned(), |status| status.to_string());
            let seconds = timing.duration.as_secs_f64();
            // The times are an extra: where they cannot be told, the command has still worked.
            let _ = writeln!(world.err, "{seconds:.3}s {status} {} {}", timing.method, timing.url);
        }
        let _ = writeln!(world.err, "{:.3}s in {} requests", total.as_secs_f64(), timings.len());
    }
}

/// Who is at the terminal, if anybody is.
fn operator(world: &World<'_>) -> Operator {
    Operator { answers: world.terminals.stdin }
}

/// Gets the password from where it is kept, or else asks for it.
pub(super) fn complete(settings: &mut Settings, world: &World<'_>) -> Result<()> {
    settings.fetch_password(world.terminals.stdin, world.terminals.err)?;
    Ok(operator(world).complete(settings)?)
}

/// The option of a list that is whole unless it is told otherwise, as the reference client has it.
pub(super) fn whole(all: Arg) -> Arg {
    all.help("All of them, which is what there is without --limit anyway")
}

// The options of every list that comes in pages. (Doc comments would become the help of commands.)
#[derive(Debug, Args)]
pub(super) struct PageArgs {
    /// No more than this many, over as many pages as it takes
    #[arg(long, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "all")]
    limit: Option<u64>,
    /// Those after this ID
    #[arg(long, value_name = "ID")]
    marker: Option<String>,
    /// All of them, not just the first page
    #[arg(long)]
    all: bool,
}

impl PageArgs {
    /// What to ask the service for.
    pub(super) fn query(&self) -> Query {
        let limit = self.limit.and_then(|limit| usize::try_from(limit).ok());
        Query::new().limit(limit).marker(self.marker.clone())
    }

    /// As many pages as were asked for.
    pub(super) fn extent<'c, R: Resource>(&self, objects: Objects<'c, R>) -> Objects<'c, R> {
        if self.all || self.limit.is_some() { objects } else { objects.one_page() }
    }
}
