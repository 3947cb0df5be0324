//! `trove cluster grow`

use crate::Result;
use crate::cli::commands::cluster::member::{FORM, MemberArg, further, require_some};
use crate::cli::commands::cluster::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Grow {
    /// Name or ID
    cluster: String,
    /// Instance to add, once for each: as for create, and besides [,name=NAME][,related_to=NAME]
    #[arg(long = "instance", value_name = FORM, value_parser = further)]
    instances: Vec<MemberArg>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Grow {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        require_some(&self.instances)?;
        start(cx, &self.cluster, &self.wait, |client, id| {
            let members = self.instances.iter().map(|instance| instance.resolve(client));
            client.clusters().grow(id, &members.collect::<Result<Vec<_>>>()?)
        })
    }
}
