//! `trove instance list`

use crate::cli::commands::instance::columns;
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
    /// Show more columns
    #[arg(long, conflicts_with_all = ["all_projects", "project_id"])]
    detail: bool,
    /// List the instances of all projects (administrators only)
    #[arg(long)]
    all_projects: bool,
    /// Only instances of this project (administrators only)
    #[arg(long)]
    project_id: Option<String>,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let columns = match (self.detail, self.all_projects || self.project_id.is_some()) {
            (true, _) => columns::DETAIL,
            (false, true) => columns::ALL_PROJECTS,
            (false, false) => columns::LIST,
        };
        let view = cx.list_view(columns)?;
        let client = cx.client()?;
        let mut query = self.page.query();
        if self.include_clustered {
            // The service ignores `1` and `yes` (trove/instance/service.py).
            query = query.filter("include_clustered", "True");
        }
        if self.detail {
            return view.print(cx, self.page.extent(client.detailed_instances(query)));
        }
        if !self.all_projects && self.project_id.is_none() {
            return view.print(cx, self.page.extent(client.instances().objects(query)));
        }
        if let Some(project) = &self.project_id {
            query = query.filter("project_id", project);
        }
        let live = query.filter("deleted", "False");
        view.print(cx, self.page.extent(client.mgmt_instances().objects(live)))
    }
}
