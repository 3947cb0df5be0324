//! `trove instance wait`

use crate::Error;
use crate::api::Goal;
use crate::cli::batch;
use crate::cli::batch::BatchWait;
use crate::cli::commands::instance::columns::{LIST, SHOW};
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::{WaitArg, duration};
use anyhow::Result;
use clap::Args;
use std::time::Duration;

#[derive(Debug, Args)]
pub(crate) struct Wait {
    /// Instance names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    /// What to wait for: ready, deleted, or a status such as RESTART_REQUIRED
    #[arg(long = "for", value_name = "GOAL", default_value = "ready")]
    goal: String,
    /// Longest time to wait (90s, 15m, 1h30m)
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = duration, visible_alias = "wait")]
    timeout: Duration,
}

impl Run for Wait {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let goal = match self.goal.to_ascii_lowercase().as_str() {
            "ready" => Goal::Ready,
            "deleted" | "gone" => Goal::Gone,
            _ => Goal::Status(self.goal.to_ascii_uppercase()),
        };
        let names = match goal {
            Goal::Gone => still_there(cx, self.instances)?,
            _ => self.instances,
        };
        let timeout = WaitArg { wait: Some(self.timeout) };
        let wait = BatchWait::new(cx, &timeout, names.len(), LIST, &SHOW)?;
        let client = cx.client()?;
        let instances = client.instances();
        batch::start(
            cx,
            &instances,
            &names,
            wait,
            |_| Ok(()),
            |target, wait| instances.wait_named(&target.id, target.name, &goal, wait),
        )
    }
}

/// Drops the names that are not found: their instances are deleted already.
fn still_there(cx: &mut Cx<'_>, mut names: Vec<String>) -> Result<Vec<String>> {
    let mut found = cx.client()?.instances().find_ids(&names)?.into_iter();
    names.retain(|_| !matches!(found.next(), Some(Err(Error::NotFound { .. }))));
    Ok(names)
}
