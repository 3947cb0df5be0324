//! `trove module instances`

use crate::api::Query;
use crate::cli::commands::instance::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

/// How many instances of a module the service lists at most.
const LISTED: u64 = 20;

#[derive(Debug, Args)]
pub(crate) struct Instances {
    /// Module name or ID
    module: String,
    /// Include instances that belong to clusters
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for Instances {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let id = client.modules().find_id(&self.module)?;
        let mut query = self.page.query();
        if self.include_clustered {
            query = query.filter("include_clustered", "True");
        }
        let is_part = query != Query::new() && !self.include_clustered;
        view.print(cx, client.module_instances(&id).objects(query))?;
        if is_part {
            return Ok(());
        }
        let counts = client.module_counts(&id, self.include_clustered)?;
        let all: u64 = counts.iter().map(|count| count.instance_count).sum();
        if all > LISTED {
            cx.note(&format!(
                "warning: {all} instances have the module; the service lists only {LISTED} of them"
            ));
        }
        Ok(())
    }
}
