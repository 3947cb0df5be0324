//! `trove backup execution delete`, which there is no service behind.

use anyhow::Result;
use clap::Args;
use crate::Error;
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};

commands! {
    pub(crate) enum Command {
        /// Say what to use instead
        Delete(Delete),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// ID of the execution
    execution: String,
}

impl Run for Delete {
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
