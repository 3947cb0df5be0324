//! `trove backup strategy delete`

use crate::cli::commands::backup::project_scope::{find_instance, other_project};
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Instance name or ID [default: the whole project]
    #[arg(short, long, visible_alias = "instance", value_name = "INSTANCE")]
    instance_id: Option<String>,
    /// Project ID [default: your own project] (other projects: administrators only)
    #[arg(long)]
    project_id: Option<String>,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let project = other_project(&client, self.project_id.as_deref())?;
        let instance = self.instance_id.as_ref();
        let instance = instance.map(|name| find_instance(&client, name, project.is_some()));
        let instance = instance.transpose()?;
        confirm::ask(
            cx,
            &match &self.instance_id {
                Some(name) => format!("delete the backup strategy of instance '{name}'"),
                None => "delete the backup strategy of the whole project".to_owned(),
            },
        )?;
        client.backup_strategies().delete(instance.as_deref(), project)?;
        if instance.is_none() {
            cx.note("deleted the backup strategy of the whole project; the strategies of instances are kept");
        }
        Ok(())
    }
}
