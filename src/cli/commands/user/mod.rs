//! `trove user`: the users of an instance's databases.

mod access;
mod change;
mod create;
mod list;
mod remove;

use crate::Result;
use crate::api::{Collection, Query, User, UserName};
use crate::cli::context::Cx;
use crate::cli::run::commands;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List the users of an instance
        List(list::List),
        /// Show a user, or what it may use
        Show(list::Show),
        /// Create a user
        Create(create::Create),
        /// Delete a user
        Delete(remove::Delete),
        /// Let a user use databases
        #[command(subcommand)]
        Grant(access::Grant),
        /// Take a database from a user
        #[command(subcommand)]
        Revoke(access::Revoke),
        /// Change the name, password or host of a user
        #[command(subcommand)]
        Update(change::Update),
        /// Change the passwords of several users
        SetPasswords(change::SetPasswords),
    }
}

// What every command on one user takes. (A doc comment would become the help of commands.)
#[derive(Debug, Args)]
struct OneUser {
    /// Name or ID of the instance
    instance: String,
    /// Name of the user, or NAME@HOST
    name: String,
    /// Host of the user; any (%) if not said
    #[arg(long)]
    host: Option<String>,
}

impl OneUser {
    fn user(&self) -> UserName<'_> {
        UserName { name: &self.name, host: self.host.as_deref() }
    }
}

/// Notes at which hosts the name is known when it was not found at any host.
fn told<T>(
    cx: &mut Cx<'_>,
    users: &Collection<'_, User>,
    one: &OneUser,
    outcome: crate::Result<T>,
) -> anyhow::Result<T> {
    if let Err(error) = &outcome
        && error.status() == Some(404)
        && one.host.is_none()
    {
        for host in hosts(users, &one.name) {
            cx.note(&format!("there is '{}' with --host '{host}'", one.name));
        }
    }
    Ok(outcome?)
}

/// The hosts of all users of a name; none if that cannot be known.
fn hosts(users: &Collection<'_, User>, name: &str) -> Vec<String> {
    let found: Result<Vec<User>> = users.all(Query::new()).collect();
    let same = found.unwrap_or_default().into_iter().filter(|user| user.name == name);
    same.filter_map(|user| user.host).collect()
}
