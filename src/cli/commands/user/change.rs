//! `trove user update attributes` and `trove user set-passwords`

use crate::Error;
use crate::api::{UserName, UserUpdate};
use crate::cli::commands::user::{OneUser, told};
use crate::cli::context::Cx;
use crate::cli::prompt::password;
use crate::cli::prompt::password::PasswordStdin;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::WaitArg;
use crate::secret::Secret;
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Update {
        /// Change the name, password or host of a user
        Attributes(Attributes),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Attributes {
    #[command(flatten)]
    one: OneUser,
    /// The new name
    #[arg(long, alias = "new_name", value_name = "NAME")]
    new_name: Option<String>,
    /// The new password, '-' to read it from standard input or to be asked for it
    #[arg(long, alias = "new_password", value_name = "PASSWORD", value_parser = password::given)]
    new_password: Option<Secret>,
    /// The new host
    #[arg(long, alias = "new_host", value_name = "HOST")]
    new_host: Option<String>,
    #[command(flatten)]
    stdin: PasswordStdin,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Attributes {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let from_stdin = self.stdin.password_stdin;
        let user = self.one.user();
        let name = user.to_string();
        let update = UserUpdate {
            password: password::optional(cx, &name, self.new_password, from_stdin)?,
            name: self.new_name,
            host: self.new_host,
        };
        let update = update.checked(user)?;
        let became = update.renamed(user);
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.one.instance)?);
        let updated = users.update(user, update);
        told(cx, &users, &self.one, updated)?;
        let Some(limit) = self.wait.wait else { return Ok(()) };
        let Some((name, host)) = became else {
            cx.note("a new password leaves no trace to wait for");
            return Ok(());
        };
        let became = UserName { name: &name, host: Some(&host) };
        Ok(cx.waiting(limit, |wait| users.wait_listed(&[became], true, wait))?)
    }
}

#[derive(Debug, Args)]
pub(crate) struct SetPasswords {
    /// Name or ID of the instance
    instance: String,
    /// Users and their new passwords; a password that is '-' or not there is read from standard
    /// input, one a line, or asked for on a terminal
    #[arg(required = true, value_name = "NAME[@HOST][:PASSWORD]", value_parser = password::given)]
    users: Vec<Secret>,
}

impl Run for SetPasswords {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let mut users = Vec::new();
        for user in &self.users {
            let (name, given) = match user.expose().split_once(':') {
                Some((name, password)) => (name, password.into()),
                None => (user.expose(), Secret::from("-")),
            };
            if name.is_empty() {
                return Err(Error::invalid("a user needs a name")
                    .with_hint("NAME, NAME@HOST or NAME@HOST:PASSWORD")
                    .into());
            }
            let password = password::required(cx, name, Some(given), false)?;
            users.push((UserName { name, host: None }, password));
        }
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        Ok(client.users(&id).set_passwords(&users)?)
    }
}
