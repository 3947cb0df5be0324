//! `trove instance detach`

use crate::api::{Goal, InstanceUpdate};
use crate::cli::commands::instance::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Detach {
    /// Name or ID of the replica
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Detach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let detach = InstanceUpdate { detach_replica: true, ..InstanceUpdate::default() };
        start(cx, &self.instance, &self.wait, &Goal::Standalone, |client, id| {
            client.instances().update(id, &detach)
        })
    }
}
