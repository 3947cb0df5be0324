//! `trove ssl rollback`

use crate::api::Client;
use crate::cli::commands::ssl::apply::apply;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Rollback {
    /// Instance name or ID
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Rollback {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        apply(cx, &self.instance, &self.wait, Client::ssl_rollback)
    }
}
