//! `trove user create`

use crate::api::{NewDatabase, NewUser, UserName};
use crate::cli::context::Cx;
use crate::cli::prompt::password;
use crate::cli::prompt::password::PasswordStdin;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use crate::secret::Secret;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Instance name or ID
    instance: String,
    /// Name of the user
    name: String,
    /// Password; '-' reads it from standard input [default: asked for on a terminal]
    #[arg(value_parser = password::given)]
    password: Option<Secret>,
    /// Host that the user may connect from [default: %, which is any host]
    #[arg(long)]
    host: Option<String>,
    /// Databases to grant the user access to
    #[arg(long, value_name = "DATABASE", num_args = 1..)]
    databases: Vec<String>,
    #[command(flatten)]
    stdin: PasswordStdin,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let password =
            password::required(cx, &self.name, self.password, self.stdin.password_stdin)?;
        let user = NewUser {
            name: self.name,
            password,
            host: self.host,
            databases: self.databases.iter().map(|name| NewDatabase::from(name.as_str())).collect(),
        };
        user.check()?;
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.instance)?);
        users.create(std::slice::from_ref(&user))?;
        let Some(limit) = self.wait.wait else { return Ok(()) };
        // With a host, so that an @ in the name does not start a host.
        let user = UserName { name: &user.name, host: Some(user.host.as_deref().unwrap_or("%")) };
        Ok(cx.waiting(limit, |wait| users.wait_listed(&[user], true, wait))?)
    }
}
