//! `trove db delete`

use crate::api::Database;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::{Context, Result};
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Instance name or ID
    instance: String,
    /// Name of the database
    database: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let name = self.database.as_str();
        Database::check_name(name)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let databases = client.databases(&id);
        if confirm::is_asked(cx) {
            databases.find_listed(name)?;
            confirm::ask(cx, &format!("delete database '{name}' of instance '{}'", self.instance))?;
        }
        databases.delete(name).with_context(|| format!("failed to delete database '{name}'"))?;
        let Some(limit) = self.wait.wait else { return Ok(()) };
        cx.waiting(limit, |wait| databases.wait_listed(&[name], false, wait))?;
        cx.note(&format!("Deleted database '{name}' of instance '{}'", self.instance));
        Ok(())
    }
}
