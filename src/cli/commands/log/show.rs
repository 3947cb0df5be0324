//! `trove log show`

use crate::cli::commands::log::columns::SHOW;
use crate::cli::commands::log::log_args::LogArgs;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    log: LogArgs,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.log.instance)?;
        view.print(cx, client.logs(&id).show_object(&self.log.log_name)?)
    }
}
