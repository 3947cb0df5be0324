//! `trove backup strategy create`

use crate::Error;
use crate::api::NewBackupStrategy;
use crate::cli::commands::backup::project_scope::other_project;
use crate::cli::commands::backup::strategy::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// The instance (name or ID); the whole project if not said
    #[arg(short, long, visible_alias = "instance", value_name = "INSTANCE")]
    instance_id: Option<String>,
    /// Container for the data
    #[arg(long, value_name = "CONTAINER", required = true)]
    swift_container: String,
    /// The project, which has to be the own one
    #[arg(long)]
    project_id: Option<String>,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        if let Some(project) = other_project(&client, self.project_id.as_deref())? {
            // trove/common/apischema.py lets no project through, trove/backup/models.py:390 takes that of the token.
            let error = Error::invalid(format!(
                "a backup strategy cannot be created in project '{project}' from another"
            ));
            return Err(error.with_hint("log in to that project: --os-project-id").into());
        }
        // Looked at even by ID: the service would take that of no instance.
        let instance = self.instance_id.as_ref().map(|name| client.instances().find(name));
        let created = client.backup_strategies().create_object(&NewBackupStrategy {
            instance_id: instance.transpose()?.map(|instance| instance.id),
            swift_container: self.swift_container,
        })?;
        view.print(cx, created)
    }
}
