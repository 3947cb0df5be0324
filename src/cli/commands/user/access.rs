//! `trove user grant access` and `trove user revoke access`

use crate::api::Database;
use crate::cli::commands::user::{OneUser, told};
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Grant {
        /// Let a user use databases, beside those it may use already
        Access(GrantAccess),
    }
}

commands! {
    pub(crate) enum Revoke {
        /// Take a database from a user
        Access(RevokeAccess),
    }
}

#[derive(Debug, Args)]
pub(crate) struct GrantAccess {
    #[command(flatten)]
    one: OneUser,
    /// Databases
    #[arg(required = true, value_name = "DATABASE")]
    databases: Vec<String>,
}

impl Run for GrantAccess {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.one.instance)?);
        let granted = users.grant(self.one.user(), &self.databases);
        told(cx, &users, &self.one, granted)
    }
}

#[derive(Debug, Args)]
pub(crate) struct RevokeAccess {
    #[command(flatten)]
    one: OneUser,
    /// Database
    #[arg(value_name = "DATABASE")]
    databases: String,
}

impl Run for RevokeAccess {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        Database::check_name(&self.databases)?;
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.one.instance)?);
        let revoked = users.revoke(self.one.user(), &self.databases);
        told(cx, &users, &self.one, revoked)
    }
}
