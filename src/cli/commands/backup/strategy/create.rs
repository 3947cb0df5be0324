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
    /// Instance name or ID [default: the whole project]
    #[arg(short, long, visible_alias = "instance", value_name = "INSTANCE")]
    instance_id: Option<String>,
    /// Container to store the data in
    #[arg(long, value_name = "CONTAINER", required = true)]
    swift_container: String,
    /// Project ID; must be your own project
    #[arg(long)]
    project_id: Option<String>,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        if let Some(project) = other_project(&client, self.project_id.as_deref())? {
            // The request cannot name a project (trove/common/apischema.py); the service uses the project of the
            // token (trove/backup/models.py:390).
            let error = Error::invalid(format!(
                "cannot create a backup strategy in project '{project}' while logged in to another project"
            ));
            return Err(error
                .with_hint(format!("log in to that project: --os-project-id {project}"))
                .into());
        }
        // Fetched even by ID: the service would accept the ID of an instance that does not exist.
        let instance = self.instance_id.as_ref().map(|name| client.instances().find(name));
        let created = client.backup_strategies().create_object(&NewBackupStrategy {
            instance_id: instance.transpose()?.map(|instance| instance.id),
            swift_container: self.swift_container,
        })?;
        view.print(cx, created)
    }
}
