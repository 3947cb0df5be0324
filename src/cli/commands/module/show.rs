//! `trove module show`

use crate::cli::commands::module::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Module name or ID
    module: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let module = cx.client()?.modules().find_counted(&self.module)?;
        view.print(cx, module)
    }
}
