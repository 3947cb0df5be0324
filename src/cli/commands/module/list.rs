//! `trove module list`: all modules, or the modules of an instance.

use crate::api::Query;
use crate::cli::commands::module::columns::LIST;
use crate::cli::commands::module::list_instance::ListInstance;
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct List {
    #[command(subcommand)]
    part: Option<Part>,
    /// Only modules for this datastore (name or ID); 'all' lists the modules that fit every datastore
    #[arg(long)]
    datastore: Option<String>,
}

commands! {
    pub(crate) enum Part {
        /// List the modules of an instance
        Instance(ListInstance),
    }
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if let Some(part) = self.part {
            return part.run(cx);
        }
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let query = match self.datastore {
            Some(datastore) if datastore.eq_ignore_ascii_case("all") => {
                Query::new().filter("datastore", "all")
            }
            Some(datastore) => Query::new().filter("datastore", datastore),
            None => Query::new(),
        };
        view.print(cx, client.modules().objects(query))
    }
}
