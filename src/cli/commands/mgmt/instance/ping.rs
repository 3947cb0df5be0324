//! `trove mgmt instance ping`

use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Ping {
    /// Instance names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
}

impl Run for Ping {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let found = client.mgmt_instances();
        let answered = batch::run(cx, &found, &self.instances, |target| {
            found.ping(&target.id).map(|()| None)
        })?;
        for instance in answered {
            cx.say(&format!("The guest agent of instance {} answers.", instance.thing.id()))?;
        }
        Ok(())
    }
}
