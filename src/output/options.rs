//! What the options of the output mean.

/// How data is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A table for people, in ASCII unless on a terminal
    Table,
    /// JSON, keyed by the titles of a list or the fields of an object
    Json,
    /// YAML
    Yaml,
    /// Comma-separated values, for lists
    Csv,
    /// The values alone
    Value,
    /// Shell variables, for single objects
    Shell,
    /// The API's own objects, one JSON document per line, as they arrive
    Raw,
}

/// Which cells CSV puts in quotes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Quote {
    /// All of them
    All,
    /// Those that need it
    Minimal,
    /// None: what would need it is escaped by a backslash
    None,
    /// All but numbers and booleans
    #[default]
    Nonnumeric,
}

/// How to print, and what of it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format; a table if none is given.
    pub format: Option<Format>,
    /// The columns or fields to print; all of them if empty.
    pub columns: Vec<String>,
    /// The columns to sort a list by, the first one first.
    pub sort_columns: Vec<String>,
    /// Sort from the greatest to the least.
    pub descending: bool,
    /// The columns a table may take, 0 for as many as the terminal has.
    pub max_width: usize,
    /// Fit tables to the terminal, which is done anyway: the reference client has the option.
    pub fit_width: bool,
    /// Print the titles of a table that has no rows.
    pub print_empty: bool,
    /// Print JSON on one line.
    pub noindent: bool,
    /// Which cells CSV puts in quotes.
    pub quote: Quote,
    /// What the names of shell variables begin with.
    pub prefix: String,
    /// The shell variables to print; all of them if empty.
    pub variables: Vec<String>,
}
