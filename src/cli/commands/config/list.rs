//! `trove config list`

use crate::cli::connect;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::config::{Clouds, Key, Settings};
use crate::json::Object;
use crate::output::{Column, key};
use anyhow::Result;
use clap::Args;
use serde_json::json;

const LIST: &[Column] = &[
    key("Name", &["name"]),
    key("Selected", &["selected"]),
    key("File", &["file"]),
    key("Profile", &["profile"]),
    key("Auth URL", &["auth_url"]),
];

#[derive(Debug, Args)]
pub(crate) struct List {}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let lookup = cx.lookup();
        let clouds = Clouds::read(&lookup)?;
        for warning in clouds.warnings() {
            log::warn!("{warning}");
        }
        connect::warn_of_unused_files(&clouds);
        let selected = clouds.selected(&lookup);
        let selected = selected.as_deref().or_else(|| Clouds::named(&lookup));
        let row = |name: &str, file: String| -> Object {
            let text = |key: Key| {
                clouds.text(name, key).map(|text| Settings::redacted(key.name(), &text.into()))
            };
            let fields = [
                ("name", Some(json!(name))),
                ("selected", Some(json!(selected == Some(name)))),
                ("file", Some(json!(file))),
                ("profile", text(Key::Profile).or_else(|| text(Key::Cloud))),
                ("auth_url", text(Key::AuthUrl)),
            ];
            let fields = fields.into_iter();
            fields.filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
        };
        let mut rows: Vec<Object> = Vec::new();
        for name in clouds.names() {
            let files: Vec<_> =
                clouds.files_of(name).map(|path| path.display().to_string()).collect();
            let file = if files.is_empty() { "environment".into() } else { files.join(", ") };
            rows.push(row(name, file));
        }
        #[cfg(feature = "sandbox")]
        for (name, _) in crate::cli::builtin_cloud::CLOUDS {
            // A cloud of this name in a file takes precedence.
            if clouds.names().all(|known| known != name) {
                rows.push(row(name, "built in".into()));
            }
        }
        view.rows(cx, rows)
    }
}
