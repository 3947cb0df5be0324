//! `trove sandbox reset`

use crate::cli::builtin_cloud::state_file;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use crate::sandbox::{Sandbox, State};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Reset {}

impl Run for Reset {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let state = State::File(state_file(&cx.environment().variables)?);
        if state.exists() {
            confirm::ask(cx, "delete everything in the sandbox")?;
            Sandbox::recreate(&state)?;
        }
        Ok(())
    }
}
