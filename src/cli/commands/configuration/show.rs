//! `trove configuration show`

use crate::cli::commands::configuration::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Configuration group name or ID
    #[arg(value_name = "CONFIGURATION")]
    configuration_group: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let group = cx.client()?.configurations().find_object(&self.configuration_group)?;
        view.print(cx, group)
    }
}
