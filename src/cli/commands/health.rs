//! `trove health`: whether the service is well.

use crate::Kind;
use crate::cli::context::Cx;
use crate::cli::report::exit_code;
use crate::cli::run::Run;
use crate::json::Object;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Health {}

impl Run for Health {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let mut is_healthy = false;
        cx.show::<Object>(|| {
            let health = client.health()?;
            is_healthy = health.is_healthy;
            Ok(health.object())
        })?;
        if !is_healthy {
            cx.raise_exit_code(exit_code::of_kind(Kind::Failed));
        }
        Ok(())
    }
}
