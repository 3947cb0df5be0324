//! `trove instance force delete`

use crate::cli::commands::instance::delete::delete;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ForceDelete {
    /// Instance names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for ForceDelete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        delete(cx, &self.instances, &self.wait, true).map(drop)
    }
}
