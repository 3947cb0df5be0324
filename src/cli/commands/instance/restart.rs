//! `trove instance restart`, `reboot` and `rebuild`

use crate::api::{Goal, Instance};
use crate::cli::batch;
use crate::cli::commands::instance::finish;
use crate::cli::context::Cx;
use crate::cli::progress::WaitArg;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Restart {
    /// Names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Restart {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let instances = client.instances();
        let done = batch::each(cx, &instances, &self.instances, self.wait.wait, |target, wait| {
            instances.restart(&target.id)?;
            match wait {
                Some(wait) => instances.wait_named(&target.id, target.name, &Goal::Ready, wait),
                None => Ok(None),
            }
        })?;
        batch::print::<Instance>(cx, &self.instances, done)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Reboot {
    /// Name or ID
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Reboot {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.mgmt_instances().find_id(&self.instance)?;
        client.mgmt_instances().reboot(&id)?;
        finish(cx, &self.instance, &id, &Goal::Ready, self.wait.wait)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    /// Name or ID
    instance: String,
    /// The ID of the image
    image: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Rebuild {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.mgmt_instances().find_id(&self.instance)?;
        client.mgmt_instances().rebuild(&id, &self.image)?;
        finish(cx, &self.instance, &id, &Goal::Ready, self.wait.wait)
    }
}
