//! `trove module delete`

use crate::api::{Module, Resource};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Module names or IDs
    #[arg(required = true, value_name = "MODULE")]
    modules: Vec<String>,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        confirm::deletion(cx, Module::NOUN, &self.modules)?;
        let client = cx.client()?;
        let modules = client.modules();
        batch::run(cx, &modules, &self.modules, None, |target, _| {
            modules.delete(&target.id).map(|()| None)
        })
        .map(drop)
    }
}
