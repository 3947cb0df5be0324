//! `trove backup show`

use crate::cli::commands::backup::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Backup name or ID
    backup: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let backup = cx.client()?.backups().find_object(&self.backup)?;
        view.print(cx, backup)
    }
}
