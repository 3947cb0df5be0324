//! The arguments that name one user, and a note on the hosts of a user that is not found.

use crate::api::{Collection, Query, User, UserName};
use crate::cli::context::Cx;
use clap::Args;

// The arguments of every command on one user. (A doc comment would become the help of commands.)
#[derive(Debug, Args)]
pub(super) struct UserArgs {
    /// Instance name or ID
    pub(super) instance: String,
    /// Name of the user, or NAME@HOST
    pub(super) name: String,
    /// Host of the user [default: %, which is any host]
    #[arg(long)]
    host: Option<String>,
}

impl UserArgs {
    /// Returns the name and the host.
    pub(super) fn user(&self) -> UserName<'_> {
        UserName { name: &self.name, host: self.host.as_deref() }
    }

    /// Unwraps the result of a request on the user. If the user is not found at any host (`%`), notes
    /// the hosts at which there are users of that name.
    pub(super) fn unwrap_found<T>(
        &self,
        cx: &mut Cx<'_>,
        users: &Collection<'_, User>,
        result: crate::Result<T>,
    ) -> anyhow::Result<T> {
        if let Err(error) = &result
            && error.status() == Some(404)
            && self.host.is_none()
        {
            for host in hosts(users, &self.name) {
                cx.note(&format!("there is '{}' with --host '{host}'", self.name));
            }
        }
        Ok(result?)
    }
}

/// Lists the hosts of all users of a name; none if the list cannot be read.
fn hosts(users: &Collection<'_, User>, name: &str) -> Vec<String> {
    let found: crate::Result<Vec<User>> = users.all(Query::new()).collect();
    let named = found.unwrap_or_default().into_iter().filter(|user| user.name == name);
    named.filter_map(|user| user.host).collect()
}
