//! `trove ssl enable`

use crate::api::{SslEnable, SslMode};
use crate::cli::commands::ssl::apply::apply;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Enable {
    /// Instance name or ID
    instance: String,
    /// URL of the secret in the key manager that holds key and certificate, as PKCS#12
    container_ref: String,
    /// Connections to accept
    #[arg(long, value_enum, default_value_t)]
    mode: SslMode,
    /// URL of the secret that holds the password of the PKCS#12 file, if it has a password
    #[arg(long, value_name = "URL", alias = "password_ref")]
    password_ref: Option<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Enable {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let enable =
            SslEnable { mode: self.mode, secret: self.container_ref, password: self.password_ref };
        enable.check()?;
        apply(cx, &self.instance, &self.wait, |client, id| client.ssl_enable(id, &enable))
    }
}
