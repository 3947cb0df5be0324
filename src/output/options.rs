//! The output options.

/// The output format.
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
    /// The values without their names
    Value,
    /// Shell variables, for single objects
    Shell,
    /// The API's own objects, one JSON document per line, as they arrive
    Raw,
}

/// The cells that CSV puts in quotes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Quote {
    /// All cells
    All,
    /// Cells that need quotes
    Minimal,
    /// No cells: special characters are escaped by a backslash
    None,
    /// All cells except numbers and booleans
    #[default]
    Nonnumeric,
}

/// The format, and the data to print.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format [default: table].
    pub format: Option<Format>,
    /// The columns or fields to print; an empty list for all.
    pub columns: Vec<String>,
    /// The columns to sort a list by, the first one first.
    pub sort_columns: Vec<String>,
    /// Whether to sort in descending order.
    pub descending: bool,
    /// The width of a table in characters, 0 for the width of the terminal.
    pub max_width: usize,
    /// Accepted for the reference client: tables always fit the terminal.
    pub fit_width: bool,
    /// Whether to print the titles of a table without rows.
    pub print_empty: bool,
    /// Whether to print JSON on one line.
    pub noindent: bool,
    /// The cells that CSV puts in quotes.
    pub quote: Quote,
    /// The prefix of the names of shell variables.
    pub prefix: String,
    /// The shell variables to print; an empty list for all.
    pub variables: Vec<String>,
}
