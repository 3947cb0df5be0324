//! `trove instance delete` and `trove instance force delete`

use crate::api::{Goal, Instance, Resource};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::progress::WaitArg;
use crate::cli::prompt::confirm;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    /// Delete even what cannot be deleted otherwise
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        for deleted in remove(cx, &self.instances, &self.wait, self.force)? {
            let id = deleted.id;
            cx.say(&format!("Request to delete database instance {id} has been accepted."))?;
        }
        Ok(())
    }
}

commands! {
    pub(crate) enum Force {
        /// Delete instances that cannot be deleted otherwise
        Delete(ForceDelete),
    }
}

#[derive(Debug, Args)]
pub(crate) struct ForceDelete {
    /// Names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for ForceDelete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        remove(cx, &self.instances, &self.wait, true).map(drop)
    }
}

fn remove(
    cx: &mut Cx<'_>,
    names: &[String],
    wait: &WaitArg,
    force: bool,
) -> Result<Vec<batch::Worked>> {
    confirm::deletion(cx, Instance::KIND, names)?;
    let client = cx.client()?;
    let instances = client.instances();
    batch::each(cx, &instances, names, wait.wait, |target, wait| {
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
