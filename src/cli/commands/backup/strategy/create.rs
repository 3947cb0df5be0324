//! `trove backup strategy`: in which container the data of backups goes.

use anyhow::Result;
use clap::Args;
use crate::Error;
use crate::api::{BackupStrategy, NewBackupStrategy, Query};
use crate::cli::commands::backup::{instance_id, other_project};
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::{Run, commands};

commands! {
    pub(crate) enum Command {
        /// List backup strategies
        List(List),
        /// Create a backup strategy for the project or an instance, or replace it
        Create(Create),
        /// Delete the backup strategy of the project or of an instance
        Delete(Delete),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// That of this instance (name or ID)
    #[arg(short, long, visible_alias = "instance", value_name = "INSTANCE")]
    instance_id: Option<String>,
    /// Those of this project (administrators, but for the own one)
    #[arg(long)]
    project_id: Option<String>,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.check_list::<BackupStrategy>()?;
        let project = other_project(&client, self.project_id.as_deref())?;
        let mut query = Query::new();
        if let Some(instance) = &self.instance_id {
            let id = instance_id(&client, instance, project.is_some())?;
            query = query.filter("instance_id", id);
        }
        if let Some(project) = project {
            query = query.filter("project_id", project);
        }
        cx.list(client.backup_strategies().objects(query))
    }
}

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
        let client = cx.client()?;
        cx.check_change::<BackupStrategy>()?;
        if let Some(project) = other_project(&client, self.project_id.as_deref())? {
            // trove/common/apischema.py lets no project through, trove/backup/models.py:390 takes that of the token.
            let error = Error::invalid(format!(
                "a backup strategy cannot be created in project '{project}' from another"
            ));
            return Err(error.with_hint("log in to that project: --os-project-id").into());
        }
        cx.change::<BackupStrategy>(|| {
            // Looked at even by ID: the service would take that of no instance.
            let instance = self.instance_id.as_ref().map(|name| client.instances().find(name));
            client.backup_strategies().create_object(&NewBackupStrategy {
                instance_id: instance.transpose()?.map(|instance| instance.id),
                swift_container: self.swift_container.clone(),
            })
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The instance (name or ID); the whole project if not said
    #[arg(short, long, visible_alias = "instance", value_name = "INSTANCE")]
    instance_id: Option<String>,
    /// The project (administrators, but for the own one)
    #[arg(long)]
    project_id: Option<String>,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        confirm::ask(
            cx,
            &match &self.instance_id {
                Some(name) => format!("delete the backup strategy of instance '{name}'"),
                None => "delete the backup strategy of the whole project".to_owned(),
            },
        )?;
        let client = cx.client()?;
        let project = other_project(&client, self.project_id.as_deref())?;
        let instance = self.instance_id.as_ref();
        let instance = instance.map(|name| instance_id(&client, name, project.is_some()));
        let instance = instance.transpose()?;
        client.backup_strategies().delete(instance.as_deref(), project)?;
        if instance.is_none() {
            cx.note("deleted the backup strategy of the whole project; those of instances stay");
        }
        Ok(())
    }
}
