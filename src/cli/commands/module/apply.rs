//! `trove module apply`

use crate::ErrorKind;
use crate::cli::commands::module::columns::APPLY;
use crate::cli::context::Cx;
use crate::cli::report::exit_code;
use crate::cli::run::Run;
use crate::json::{Object, text};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Apply {
    /// Instance name or ID
    instance: String,
    /// Module names or IDs
    #[arg(required = true, value_name = "MODULE")]
    modules: Vec<String>,
}

impl Run for Apply {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(APPLY)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let modules = client.modules().find_all_ids(&self.modules)?;
        let applied = client.instances().apply_modules(&id, &modules)?;
        let failed = applied.iter().filter(|module| has_failed(module)).count();
        view.rows(cx, applied)?;
        if failed > 0 {
            cx.note(&format!("error: {failed} of {} modules could not be applied", modules.len()));
            cx.raise_exit_code(exit_code::of_kind(ErrorKind::Failed));
        }
        Ok(())
    }
}

/// Whether the guest agent reports that it could not apply the module.
fn has_failed(module: &Object) -> bool {
    text(module, "status") == Some("ERROR")
}
