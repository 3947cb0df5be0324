//! `trove instance show`

use crate::cli::commands::instance::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Instance name or ID
    instance: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let instance = cx.client()?.instances().find_object(&self.instance)?;
        view.print(cx, instance)
    }
}
