//! `trove config show`

use crate::auth::missing;
use crate::cli::commands::config::Run;
use crate::cli::context::Cx;
use crate::config::{Settings, Source};
use crate::output::{Column, Tabular};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Show passwords and tokens too
    #[arg(long)]
    show_secrets: bool,
}

impl Tabular for Show {
    const COLUMNS: &'static [Column] = &[];
    const FIELDS: &'static [&'static str] = &[
        "cloud",
        "region_name",
        "auth_type",
        "auth",
        "plugin",
        "interface",
        "verify",
        "cert",
        "api_timeout",
        "identity_api_version",
        "database",
        "force_ipv4",
        "networks",
        "config_file",
        "secure_file",
    ];
}

impl Run for Show {
    /// What the settings lack to log in is told after them: they may show why.
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_change::<Self>()?;
        let settings = cx.settings()?;
        cx.show::<Self>(|| Ok(settings.document(self.show_secrets)))?;
        check(settings, cx)
    }
}

fn check(mut settings: Settings, cx: &mut Cx<'_>) -> Result<()> {
    let fetched =
        ["password_file", "password_command"].iter().any(|key| settings.get(key).is_some());
    for key in missing(&settings) {
        let asked = ["password", "passcode"].contains(&key) && cx.world().terminals.stdin;
        if asked || key == "password" && fetched {
            settings.set_auth(key, "-", Source::Given);
        }
    }
    cx.client_with(settings).map(drop)
}
