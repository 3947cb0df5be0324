//! `trove configuration delete`

use crate::api::{Configuration, Resource};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
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
        confirm::deletion(cx, Configuration::NOUN, &self.configuration_groups)?;
        let client = cx.client()?;
        let groups = client.configurations();
        batch::run(cx, &groups, &self.configuration_groups, None, |target, _| {
            groups.delete(&target.id).map(|()| None)
        })
        .map(drop)
    }
}
