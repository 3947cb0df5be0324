//! `trove backup list`: backups, or the backups of an instance.

use crate::api::{Client, Query};
use crate::cli::commands::backup::columns::LIST;
use crate::cli::commands::backup::list_instance::{ListInstance, marker};
use crate::cli::commands::backup::project_scope::{find_instance, other_project};
use crate::cli::context::Cx;
use crate::cli::paging::{PageArgs, whole};
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, mut_arg("all", whole), mut_arg("marker", marker))]
pub(crate) struct List {
    #[command(subcommand)]
    listed: Option<Listed>,
    #[command(flatten)]
    page: PageArgs,
    /// Only backups of this datastore (name or ID)
    #[arg(long)]
    datastore: Option<String>,
    /// Only backups of this instance (name or ID)
    #[arg(short, long)]
    instance: Option<String>,
    /// Former name of --instance
    #[arg(long, value_name = "INSTANCE", hide = true)]
    instance_id: Option<String>,
    /// List the backups of all projects (administrators only)
    #[arg(long)]
    all_projects: bool,
    /// Only this project (other projects: administrators only)
    #[arg(long)]
    project_id: Option<String>,
}

commands! {
    pub(crate) enum Listed {
        /// List the backups of an instance
        Instance(ListInstance),
    }
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if let Some(listed) = self.listed {
            return listed.run(cx);
        }
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        // All pages, as the official client shows them.
        let query = self.query(&client)?;
        view.print(cx, client.backups().objects(query))
    }
}

impl List {
    fn query(&self, client: &Client) -> crate::Result<Query> {
        let mut query = self.page.query();
        if let Some(datastore) = &self.datastore {
            query = query.filter("datastore", datastore);
        }
        let project = other_project(client, self.project_id.as_deref())?;
        if let Some(name) = self.instance.as_ref().or(self.instance_id.as_ref()) {
            let anywhere = self.all_projects || project.is_some();
            query = query.filter("instance_id", find_instance(client, name, anywhere)?);
        }
        // A project ID takes precedence (trove/backup/models.py:256).
        if self.all_projects && self.project_id.is_none() {
            query = query.filter("all_projects", "True");
        }
        Ok(match project {
            Some(project) => query.filter("project_id", project),
            None => query,
        })
    }
}
