//! `trove backup strategy list`

use crate::api::{Client, Query};
use crate::cli::commands::backup::project_scope::{find_instance, other_project};
use crate::cli::commands::backup::strategy::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only the strategy of this instance (name or ID)
    #[arg(short, long, visible_alias = "instance", value_name = "INSTANCE")]
    instance_id: Option<String>,
    /// Only this project (other projects: administrators only)
    #[arg(long)]
    project_id: Option<String>,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let query = self.query(&client)?;
        view.print(cx, client.backup_strategies().objects(query))
    }
}

impl List {
    fn query(&self, client: &Client) -> crate::Result<Query> {
        let project = other_project(client, self.project_id.as_deref())?;
        let mut query = Query::new();
        if let Some(instance) = &self.instance_id {
            let id = find_instance(client, instance, project.is_some())?;
            query = query.filter("instance_id", id);
        }
        if let Some(project) = project {
            query = query.filter("project_id", project);
        }
        Ok(query)
    }
}
