//! `trove sandbox status`

use crate::cli::builtin_cloud::state_file;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::json::Object;
use crate::output::Fields;
use crate::sandbox::{Options, Sandbox, State};
use anyhow::Result;
use clap::Args;
use serde_json::json;

const SHOW: Fields = Fields::new(&["backups", "configurations", "exists", "file", "instances"]);

#[derive(Debug, Args)]
pub(crate) struct Status {}

impl Run for Status {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let path = state_file(&cx.environment().variables)?;
        let mut fields = Object::new();
        fields.insert("file".into(), json!(path.display().to_string()));
        fields.insert("exists".into(), json!(path.exists()));
        if path.exists() {
            let counts = Sandbox::open(Options { state: State::File(path), ..Options::default() })?
                .counts()?;
            fields.insert("instances".into(), json!(counts.instances));
            fields.insert("backups".into(), json!(counts.backups));
            fields.insert("configurations".into(), json!(counts.configurations));
        }
        view.print(cx, fields)
    }
}
