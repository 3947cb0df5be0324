//! `trove backup execution delete`, which there is no service behind.

use crate::Error;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ExecutionDelete {
    /// ID of the execution
    execution: String,
}

impl Run for ExecutionDelete {
    fn run(self, _: &mut Cx<'_>) -> Result<()> {
        let id = self.execution;
        let message = format!(
            "execution '{id}' is not Trove's: schedules of backups and their executions are Mistral's"
        );
        Err(Error::invalid(message)
            .with_hint(
                "'openstack workflow execution delete' deletes it; for backups from time to time, \
                 let cron run 'trove backup create --incremental'",
            )
            .into())
    }
}
