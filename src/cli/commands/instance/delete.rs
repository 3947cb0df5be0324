//! `trove instance delete`

use crate::cli::context::Cx;
use crate::cli::deletion;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Instance names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    /// Delete the instances regardless of their status
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        for id in delete(cx, &self.instances, &self.wait, self.force)? {
            cx.say(&format!("Request to delete database instance {id} has been accepted."))?;
        }
        Ok(())
    }
}

/// Deletes instances, with `force` regardless of their status. Returns the IDs.
pub(super) fn delete(
    cx: &mut Cx<'_>,
    names: &[String],
    wait: &WaitArg,
    force: bool,
) -> Result<Vec<String>> {
    let client = cx.client()?;
    let instances = client.instances();
    let request = |id: &str| match force {
        true => instances.force_delete(id),
        false => instances.delete(id),
    };
    deletion::delete(cx, &instances, names, wait, &request, force)
}
