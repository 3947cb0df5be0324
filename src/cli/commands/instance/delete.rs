//! `trove instance delete`

use crate::api::{Goal, Instance, Resource};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
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
        for deleted in delete(cx, &self.instances, &self.wait, self.force)? {
            let id = deleted.id;
            cx.say(&format!("Request to delete database instance {id} has been accepted."))?;
        }
        Ok(())
    }
}

/// Deletes instances, with `force` regardless of their status.
pub(super) fn delete(
    cx: &mut Cx<'_>,
    names: &[String],
    wait: &WaitArg,
    force: bool,
) -> Result<Vec<batch::Done>> {
    confirm::deletion(cx, Instance::NOUN, names)?;
    let client = cx.client()?;
    let instances = client.instances();
    batch::run(cx, &instances, names, wait.wait, |target, wait| {
        if force {
            instances.force_delete(&target.id)?;
        } else {
            instances.delete(&target.id)?;
        }
        match wait {
            Some(wait) => instances.wait_named(&target.id, target.name, &Goal::Gone, wait),
            None => Ok(None),
        }
    })
}
