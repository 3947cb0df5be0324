//! `trove cluster list`: clusters, or the instances of a cluster.

use crate::cli::commands::cluster::columns::LIST;
use crate::cli::commands::cluster::list_instances::ListInstances;
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct List {
    #[command(subcommand)]
    listed: Option<Listed>,
    #[command(flatten)]
    page: PageArgs,
}

commands! {
    pub(crate) enum Listed {
        /// List the instances of a cluster
        Instances(ListInstances),
    }
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if let Some(listed) = self.listed {
            return listed.run(cx);
        }
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        view.print(cx, self.page.extent(client.clusters().objects(self.page.query())))
    }
}
