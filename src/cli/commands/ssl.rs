//! `trove ssl`: encrypted connections to instances.

use crate::api::{Client, Ssl, SslChange, SslEnable, SslMode};
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::WaitArg;
use crate::json::Object;
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// Show how an instance encrypts connections
        Show(Show),
        /// Install a certificate on an instance and its replicas
        Enable(Enable),
        /// Let an instance and its replicas encrypt no longer
        Disable(Disable),
        /// Undo the last change to the encryption of an instance
        Rollback(Rollback),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    instance: String,
    /// The certificate itself too
    #[arg(long, alias = "include_certificate")]
    include_certificate: bool,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Ssl>(|| {
            let id = client.instances().find_id(&self.instance)?;
            client.ssl_object(&id, self.include_certificate)
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Enable {
    /// Name or ID
    instance: String,
    /// URL of the secret in the key manager that is key and certificate, as PKCS#12
    container_ref: String,
    /// Whom to let in
    #[arg(long, value_enum, default_value_t)]
    mode: SslMode,
    /// URL of the secret that is the password of the PKCS#12, if it has one
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
        change(cx, &self.instance, &self.wait, |client, id| client.ssl_enable(id, &enable))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Disable {
    /// Name or ID
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Disable {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        change(cx, &self.instance, &self.wait, Client::ssl_disable)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Rollback {
    /// Name or ID
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Rollback {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        change(cx, &self.instance, &self.wait, Client::ssl_rollback)
    }
}

/// Changes something, prints what it came to, and says or waits to see if it needs a restart.
fn change(
    cx: &mut Cx<'_>,
    name: &str,
    wait: &WaitArg,
    change: impl FnOnce(&Client, &str) -> crate::Result<Object>,
) -> Result<()> {
    cx.check_change::<SslChange>()?;
    let client = cx.client()?;
    let id = client.instances().find_id(name)?;
    let mut restart = false;
    cx.change::<SslChange>(|| {
        let object = change(&client, &id)?;
        restart = object.get("restart_required").is_some_and(|needed| *needed == true);
        Ok(object)
    })?;
    if wait.wait.is_some() {
        return restart_required::wait_until_settled(cx, name, &id, wait.wait);
    }
    if restart {
        restart_required::remind(cx, name);
    }
    Ok(())
}
