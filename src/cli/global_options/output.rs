//! The options of the output.

use crate::cli::global_options::spec::{GlobalOption, switch, value, values};
use crate::config::Env;
use crate::output::{Format, Options, Quote};
use clap::builder::EnumValueParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

pub(super) const OPTIONS: &[GlobalOption] = &[
    GlobalOption::new("format", |arg| {
        output(arg, "Output format: table, json, yaml, csv, value, shell or raw")
            .value_name("FORMAT")
            .value_parser(EnumValueParser::<Format>::new())
            .hide_possible_values(true)
    })
    .short('f'),
    GlobalOption::new("json", |arg| {
        flag(arg, "Print JSON, as -f json (an option of the legacy client)").hide(true)
    })
    .aliases(&["os-json-output"]),
    GlobalOption::new("column", |arg| {
        list(arg, "Column or field to print; repeat for several").value_name("COLUMN")
    })
    .short('c'),
    GlobalOption::new("sort-column", |arg| {
        list(arg, "Column to sort a list by; repeat for several").value_name("COLUMN")
    }),
    GlobalOption::new("sort-ascending", |arg| flag(arg, "Sort in ascending order (the default)"))
        .conflicts(&["sort-descending"]),
    GlobalOption::new("sort-descending", |arg| flag(arg, "Sort in descending order"))
        .conflicts(&["sort-ascending"]),
    GlobalOption::new("max-width", |arg| {
        output(arg, "Maximum width of tables")
            .value_name("COLUMNS")
            .value_parser(value_parser!(usize))
    }),
    GlobalOption::new("fit-width", |arg| {
        flag(arg, "Fit tables to the width of the terminal (the default)")
    }),
    GlobalOption::new("print-empty", |arg| flag(arg, "Print the column titles of an empty table")),
    GlobalOption::new("noindent", |arg| flag(arg, "Print JSON on one line")),
    GlobalOption::new("quote", |arg| {
        output(arg, "Cells that CSV quotes: all, minimal, none or nonnumeric [default: nonnumeric]")
            .value_name("WHICH")
            .value_parser(EnumValueParser::<Quote>::new())
            .hide_possible_values(true)
    }),
    GlobalOption::new("prefix", |arg| {
        output(arg, "Prefix of the names of shell variables").value_name("PREFIX")
    }),
    GlobalOption::new("variable", |arg| {
        list(arg, "Shell variable to print; repeat for several").hide(true)
    }),
];

fn output(arg: Arg, help: &'static str) -> Arg {
    arg.help(help).help_heading("Output")
}

fn flag(arg: Arg, help: &'static str) -> Arg {
    output(arg, help).action(ArgAction::SetTrue)
}

fn list(arg: Arg, help: &'static str) -> Arg {
    output(arg, help).action(ArgAction::Append)
}

/// The options as they were typed.
#[derive(Debug, Default)]
pub(super) struct Output {
    options: Options,
    max_width: Option<usize>,
}

impl Output {
    pub(super) fn read(matches: &ArgMatches) -> Self {
        let json = switch(matches, "json").then_some(Format::Json);
        let options = Options {
            format: value(matches, "format").or(json),
            columns: values(matches, "column"),
            sort_columns: values(matches, "sort-column"),
            descending: switch(matches, "sort-descending"),
            fit_width: switch(matches, "fit-width"),
            print_empty: switch(matches, "print-empty"),
            noindent: switch(matches, "noindent"),
            quote: value(matches, "quote").unwrap_or_default(),
            prefix: value(matches, "prefix").unwrap_or_default(),
            variables: values(matches, "variable"),
            ..Options::default()
        };
        Self { options, max_width: value(matches, "max-width") }
    }

    pub(super) fn prefix(&self) -> &str {
        &self.options.prefix
    }

    /// Returns the options, with defaults from the environment variables.
    pub(super) fn options(&self, env: &Env) -> Options {
        let number = |name| env.get(name).and_then(|text| text.parse::<usize>().ok());
        let mut options = self.options.clone();
        options.max_width =
            self.max_width.or_else(|| number("CLIFF_MAX_TERM_WIDTH")).unwrap_or_default();
        options.fit_width |= number("CLIFF_FIT_WIDTH").is_some_and(|fit| fit > 0);
        options
    }
}
