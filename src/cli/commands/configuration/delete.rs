//! `trove configuration delete`

use crate::cli::context::Cx;
use crate::cli::deletion;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Configuration group names or IDs
    #[arg(required = true, value_name = "CONFIGURATION")]
    configuration_groups: Vec<String>,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let configurations = client.configurations();
        deletion::delete_at_once(cx, &configurations, &self.configuration_groups, |id| {
            configurations.delete(id)
        })
    }
}
