//! `trove config show`

use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::config::{Key, Settings, Source};
use crate::output::Fields;
use anyhow::Result;
use clap::Args;

const SHOW: Fields = Fields::new(&[
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
]);

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Show passwords and tokens too
    #[arg(long)]
    show_secrets: bool,
}

impl Run for Show {
    /// Prints the settings before the error about missing ones, because they may show the reason.
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let settings = cx.settings()?;
        // The others are warned of with the settings of every command.
        for file in settings.unused_files().iter().filter(|file| !file.is_remarkable()) {
            cx.note(&format!("{file}"));
        }
        view.print(cx, settings.document(self.show_secrets))?;
        check(settings, cx)
    }
}

fn check(mut settings: Settings, cx: &mut Cx<'_>) -> Result<()> {
    let fetched =
        [Key::PasswordFile, Key::PasswordCommand].iter().any(|key| settings.get(*key).is_some());
    for key in settings.missing() {
        let asked =
            [Key::Password, Key::Passcode].contains(&key) && cx.environment().terminals.stdin;
        if asked || key == Key::Password && fetched {
            settings.set_auth(key, "-", Source::Given);
        }
    }
    cx.client_with(settings).map(drop)
}
