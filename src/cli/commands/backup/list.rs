//! `trove backup list` and `trove backup list instance`

use crate::api::{Backup, InstanceBackup};
use crate::cli::commands::backup::{instance_id, other_project};
use crate::cli::context::Cx;
use crate::cli::paging::{PageArgs, whole};
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::{Arg, Args};

/// Says that the markers of these lists are numbers.
fn marker(arg: Arg) -> Arg {
    arg.value_name("COUNT").help("Those after this many")
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, mut_arg("all", whole), mut_arg("marker", marker))]
pub(crate) struct List {
    #[command(subcommand)]
    kind: Option<Kind>,
    #[command(flatten)]
    page: PageArgs,
    /// Those of this datastore (name or ID)
    #[arg(long)]
    datastore: Option<String>,
    /// Those of this instance (name or ID)
    #[arg(short, long)]
    instance: Option<String>,
    /// The same, as it was called before
    #[arg(long, value_name = "INSTANCE", hide = true)]
    instance_id: Option<String>,
    /// Those of all projects (administrators)
    #[arg(long)]
    all_projects: bool,
    /// Those of this project (administrators, but for the own one)
    #[arg(long)]
    project_id: Option<String>,
}

commands! {
    pub(crate) enum Kind {
        /// List the backups of an instance
        Instance(InstanceList),
    }
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if let Some(kind) = self.kind {
            return kind.run(cx);
        }
        let client = cx.client()?;
        cx.check_list::<Backup>()?;
        let query = self.page.query();
        let mut filters: Vec<(&str, String)> = Vec::new();
        filters.extend(self.datastore.map(|datastore| ("datastore", datastore)));
        let project = other_project(&client, self.project_id.as_deref())?.map(str::to_owned);
        if let Some(name) = self.instance.or(self.instance_id) {
            let anywhere = self.all_projects || project.is_some();
            filters.push(("instance_id", instance_id(&client, &name, anywhere)?));
        }
        // A named project counts for more (trove/backup/models.py:256).
        if self.all_projects && self.project_id.is_none() {
            filters.push(("all_projects", "True".into()));
        }
        filters.extend(project.map(|project| ("project_id", project)));
        let query = filters.into_iter().fold(query, |query, (key, value)| query.filter(key, value));
        // All pages: as many as the official client shows.
        cx.list(client.backups().objects(query))
    }
}

#[derive(Debug, Args)]
#[command(mut_arg("all", whole), mut_arg("marker", marker))]
pub(crate) struct InstanceList {
    /// Name or ID of the instance
    instance: String,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for InstanceList {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.check_list::<InstanceBackup>()?;
        let query = self.page.query();
        let id = client.instances().find_id(&self.instance)?;
        cx.list(client.instance_backups(&id).objects(query))
    }
}
