//! `trove flavor show`

use crate::cli::commands::flavor::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Flavor name or ID
    flavor: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let flavor = cx.client()?.flavors().find_object(&self.flavor)?;
        view.print(cx, flavor)
    }
}
