//! `trove instance resize volume`

use crate::api::Goal;
use crate::cli::commands::instance::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ResizeVolume {
    /// Instance name or ID
    pub(super) instance: String,
    /// New size of the volume in GB
    #[arg(value_name = "GB", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) size: u64,
    #[command(flatten)]
    pub(super) wait: WaitArg,
}

impl Run for ResizeVolume {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        start(cx, &self.instance, &self.wait, &Goal::Volume(self.size), |client, id| {
            client.instances().resize_volume(id, self.size)
        })
    }
}
