//! `trove instance list`

use crate::api::DetailedInstance;
use crate::cli::context::Cx;
use crate::cli::global_options::PageArgs;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    page: PageArgs,
    /// Those inside clusters too
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
    /// With more columns
    #[arg(long, conflicts_with_all = ["all_projects", "project_id"])]
    detail: bool,
    /// Those of all projects (administrators)
    #[arg(long)]
    all_projects: bool,
    /// Those of this project (administrators)
    #[arg(long)]
    project_id: Option<String>,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let mut query = self.page.query();
        if self.include_clustered {
            // `1` and `yes` are ignored (trove/instance/service.py).
            query = query.filter("include_clustered", "True");
        }
        if self.detail {
            let objects = client.detailed_instances(query);
            return cx.list_as::<_, DetailedInstance>(self.page.extent(objects));
        }
        if !self.all_projects && self.project_id.is_none() {
            return cx.list(self.page.extent(client.instances().objects(query)));
        }
        if let Some(project) = &self.project_id {
            query = query.filter("project_id", project);
        }
        let live = query.filter("deleted", "False");
        cx.list(self.page.extent(client.mgmt_instances().objects(live)))
    }
}
