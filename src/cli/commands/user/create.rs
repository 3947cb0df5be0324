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
    /// Name or ID of the instance
    instance: String,
    /// Name of the user
    name: String,
    /// Password, '-' to read it from standard input; asked for on a terminal if not said
    #[arg(value_parser = password::given)]
    password: Option<Secret>,
    /// Host that it may connect from; any (%) if not said
    #[arg(long)]
    host: Option<String>,
    /// Databases that it may use
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
        // The name as it is, whatever is in it.
        let user = UserName { name: &user.name, host: Some(user.host.as_deref().unwrap_or("%")) };
        Ok(cx.waiting(limit, |wait| users.wait_listed(&[user], true, wait))?)
    }
}
