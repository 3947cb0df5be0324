//! `trove module delete`

use crate::cli::context::Cx;
use crate::cli::deletion;
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
        let client = cx.client()?;
        let modules = client.modules();
        deletion::delete_at_once(cx, &modules, &self.modules, |id| modules.delete(id))
    }
}
