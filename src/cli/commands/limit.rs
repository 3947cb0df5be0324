//! `trove limit`: quotas and request rates, as the service applies them.

use crate::api::RateLimit;
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use crate::json::Object;
use crate::output::Tabular;
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List the request rates; a table begins with the absolute limits
        List(List),
        /// Show the absolute limits
        Show(Show),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl Run for List {
    /// The official client prints the absolute limits as a table ahead of every format, which no
    /// program can read: here the formats for programs have the rates alone.
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let mut printer = cx.printer();
        printer.check_list(RateLimit::COLUMNS)?;
        let limits = client.limits()?;
        if !limits.absolute.is_empty() {
            printer.preface(&limits.absolute)?;
        }
        let absolute = (printer.is_raw() && !limits.absolute.is_empty()).then_some(limits.absolute);
        let rows = absolute.into_iter().chain(limits.rates);
        printer.list::<RateLimit>(rows.map(Ok))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Object>(|| {
            let mut absolute = client.limits()?.absolute;
            absolute.shift_remove("verb");
            Ok(absolute)
        })
    }
}
