//! `trove sandbox env`

use crate::cli::commands::sandbox::serve::PORT;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::sandbox::seed::{ADMIN, Account, DEMO};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Variables {
    /// User to log in as
    #[arg(value_parser = ["demo", "admin"], default_value = "demo")]
    who: String,
    /// Port of the served sandbox
    #[arg(long, default_value_t = PORT)]
    port: u16,
}

impl Run for Variables {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let account = if self.who == ADMIN.name { &ADMIN } else { &DEMO };
        let url = format!("http://127.0.0.1:{}", self.port);
        let cloud = Account::CLOUD.map(|(key, value)| (key, value.to_owned()));
        for (key, value) in cloud.into_iter().chain(account.login(&url)) {
            cx.say(&format!("export OS_{}={value}", key.to_ascii_uppercase()))?;
        }
        Ok(())
    }
}
