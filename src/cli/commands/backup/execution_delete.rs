//! `trove backup execution delete`, which Trove does not have: it names the command to use instead.

use crate::Error;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ExecutionDelete {
    /// Execution ID
    execution: String,
}

impl Run for ExecutionDelete {
    fn run(self, _: &mut Cx<'_>) -> Result<()> {
        let id = self.execution;
        let error = Error::invalid(format!(
            "cannot delete execution '{id}': backup schedules and their executions belong to \
             Mistral, not to Trove"
        ));
        let hint = format!(
            "use 'openstack workflow execution delete {id}'; to back up regularly, run \
             'trove backup create --incremental' from cron"
        );
        Err(error.with_hint(hint).into())
    }
}
