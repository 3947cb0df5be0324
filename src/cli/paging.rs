//! The options of lists that come in pages.

use crate::api::{Objects, Query, Resource};
use clap::{Arg, Args};

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
