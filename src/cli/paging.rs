//! The options of lists that the service sends in pages.

use crate::api::{Objects, Query, Resource};
use clap::{Arg, Args};

/// Adapts `--all` to a list that is complete by default, as in the reference client.
pub(super) fn whole(all: Arg) -> Arg {
    all.help("Return all results (the default)")
}

// The options of every list that comes in pages. (Doc comments would become the help of commands.)
#[derive(Debug, Args)]
pub(super) struct PageArgs {
    /// Return at most N results, fetching as many pages as needed
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "all")]
    limit: Option<u64>,
    /// Start after this ID
    #[arg(long, value_name = "ID")]
    marker: Option<String>,
    /// Return all results, not only the first page
    #[arg(long)]
    all: bool,
}

impl PageArgs {
    /// Makes the query that these options ask for.
    pub(super) fn query(&self) -> Query {
        let limit = self.limit.and_then(|limit| usize::try_from(limit).ok());
        let query = Query::new().limit(limit).marker(self.marker.clone());
        if self.all { query.long_pages() } else { query }
    }

    /// Restricts a list to its first page unless more is asked for.
    pub(super) fn extent<'c, R: Resource>(&self, objects: Objects<'c, R>) -> Objects<'c, R> {
        if self.all || self.limit.is_some() { objects } else { objects.one_page() }
    }
}
