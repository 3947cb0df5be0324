//! `trove configuration attach`

use crate::api::{Goal, InstanceUpdate};
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::commands::instance::start::finish;
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Attach {
    /// Instance name or ID; the group is also attached to its replicas that have none
    instance: String,
    /// Configuration group name or ID
    configuration: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Attach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let waiting = self.wait.with_view(cx, &SHOW)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let group = client.configurations().find_id(&self.configuration)?;
        let attach = InstanceUpdate {
            configuration: Some(Some(group.clone())),
            ..InstanceUpdate::default()
        };
        client.instances().update(&id, &attach)?;
        finish(cx, &self.instance, &id, &Goal::Settled, waiting)?;
        restart_required::remind_of_group(cx, &group)
    }
}
