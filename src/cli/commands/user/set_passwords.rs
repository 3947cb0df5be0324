//! `trove user set-passwords`

use crate::Error;
use crate::api::UserName;
use crate::cli::context::Cx;
use crate::cli::prompt::password;
use crate::cli::run::Run;
use crate::secret::Secret;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct SetPasswords {
    /// Instance name or ID
    instance: String,
    /// Users and their new passwords; a password that is '-' or missing is read from standard input,
    /// one per line, or asked for on a terminal
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
                    .with_hint("write NAME, NAME@HOST or NAME@HOST:PASSWORD")
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
