//! `trove cluster grow`

use crate::Result;
use crate::cli::commands::cluster::member::{FORM, MemberArg, added_member, require_members};
use crate::cli::commands::cluster::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Grow {
    /// Cluster name or ID
    cluster: String,
    /// Instance to add; repeat for each instance: the keys of 'trove cluster create --instance', plus
    /// name=NAME and related_to=NAME
    #[arg(long = "instance", value_name = FORM, value_parser = added_member)]
    instances: Vec<MemberArg>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Grow {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        require_members(&self.instances)?;
        start(cx, &self.cluster, &self.wait, |client, id| {
            let members = self.instances.iter().map(|instance| instance.resolve(client));
            client.clusters().grow(id, &members.collect::<Result<Vec<_>>>()?)
        })
    }
}
