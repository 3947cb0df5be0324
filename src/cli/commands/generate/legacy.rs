//! `trove generate legacy`

use crate::cli::context::Cx;
use crate::cli::legacy::table;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub(crate) struct Legacy {}

impl Run for Legacy {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let names = table::table().map(|(old, path)| (old.to_owned(), json!(path)));
        cx.say(&Value::Object(names.collect()).to_string())
    }
}
