//! `trove health`

use crate::ErrorKind;
use crate::api::Health as Answer;
use crate::cli::context::Cx;
use crate::cli::report::exit_code;
use crate::cli::run::Run;
use crate::json::Object;
use crate::output::Fields;
use anyhow::Result;
use clap::Args;
use serde_json::json;

const SHOW: Fields = Fields::new(&["reasons", "status", "url"]);

#[derive(Debug, Args)]
pub(crate) struct Health {}

impl Run for Health {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let health = cx.client()?.health()?;
        view.print(cx, fields(&health))?;
        if !health.is_healthy {
            cx.raise_exit_code(exit_code::of_kind(ErrorKind::Failed));
        }
        Ok(())
    }
}

fn fields(health: &Answer) -> Object {
    let status = if health.is_healthy { "healthy" } else { "unhealthy" };
    let fields = [
        ("status", json!(status)),
        ("reasons", json!(health.reasons.join(", "))),
        ("url", json!(health.url)),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}
