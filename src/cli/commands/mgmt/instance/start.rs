//! Starts an operation on instances of any project, and waits for it with `--wait`.

use crate::api::{Client, Goal};
use crate::cli::batch;
use crate::cli::batch::BatchWait;
use crate::cli::commands::instance::columns::{LIST, SHOW};
use crate::cli::context::Cx;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

// The instances of a command, and its option --wait. (A doc comment would become the help of commands.)
#[derive(Debug, Args)]
pub(super) struct InstancesArg {
    /// Instance names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl InstancesArg {
    /// Starts an operation on each instance. With `--wait`, waits for the goal and prints the instances.
    pub(super) fn start(
        &self,
        cx: &mut Cx<'_>,
        goal: &Goal,
        begin: impl Fn(&Client, &str) -> crate::Result<()> + Sync,
    ) -> Result<()> {
        let wait = BatchWait::new(cx, &self.wait, self.instances.len(), LIST, &SHOW)?;
        let client = cx.client()?;
        let instances = client.instances();
        batch::start(
            cx,
            &client.mgmt_instances(),
            &self.instances,
            wait,
            |id| begin(&client, id),
            |target, wait| instances.wait_named(&target.id, target.name, goal, wait),
        )
    }
}
