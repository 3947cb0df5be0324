//! `trove instance resize flavor`

use crate::api::Goal;
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::commands::instance::start::finish;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ResizeFlavor {
    /// Instance name or ID
    pub(super) instance: String,
    /// Name or ID of the new flavor
    pub(super) flavor: String,
    #[command(flatten)]
    pub(super) wait: WaitArg,
}

impl Run for ResizeFlavor {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let waiting = self.wait.with_view(cx, &SHOW)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let flavor = client.flavors().find(&self.flavor)?.id;
        client.instances().resize_flavor(&id, &flavor)?;
        finish(cx, &self.instance, &id, &Goal::Flavor(flavor), waiting)
    }
}
