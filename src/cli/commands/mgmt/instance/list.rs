//! `trove mgmt instance list`

use crate::cli::commands::mgmt::instance::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    page: PageArgs,
    /// Include instances that belong to clusters
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
    /// Only instances of this project (name or ID)
    #[arg(long)]
    project: Option<String>,
    /// Only deleted instances
    #[arg(long)]
    deleted: bool,
    /// Include deleted instances
    #[arg(long, alias = "with_deleted", conflicts_with = "deleted")]
    with_deleted: bool,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let mut query = self.page.query();
        if self.include_clustered {
            query = query.filter("include_clustered", "True");
        }
        if let Some(project) = &self.project {
            query = query.filter("project_id", client.find_project(project)?);
        }
        if !self.with_deleted {
            query = query.filter("deleted", if self.deleted { "True" } else { "False" });
        }
        let objects = client.mgmt_instances().objects(query);
        view.print(cx, self.page.extent(objects))
    }
}
