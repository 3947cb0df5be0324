//! `trove user update attributes`

use crate::api::{UserName, UserUpdate};
use crate::cli::commands::user::user_args::UserArgs;
use crate::cli::context::Cx;
use crate::cli::prompt::password;
use crate::cli::prompt::password::PasswordStdin;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use crate::secret::Secret;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct UpdateAttributes {
    #[command(flatten)]
    user: UserArgs,
    /// New name
    #[arg(long, alias = "new_name", value_name = "NAME")]
    new_name: Option<String>,
    /// New password; '-' reads it from standard input, or asks for it on a terminal
    #[arg(long, alias = "new_password", value_name = "PASSWORD", value_parser = password::given)]
    new_password: Option<Secret>,
    /// New host
    #[arg(long, alias = "new_host", value_name = "HOST")]
    new_host: Option<String>,
    #[command(flatten)]
    stdin: PasswordStdin,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for UpdateAttributes {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let from_stdin = self.stdin.password_stdin;
        let user = self.user.user();
        let name = user.to_string();
        let update = UserUpdate {
            password: password::optional(cx, &name, self.new_password, from_stdin)?,
            name: self.new_name,
            host: self.new_host,
        };
        let update = update.checked(user)?;
        let renamed = update.renamed(user);
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.user.instance)?);
        let updated = users.update(user, update);
        self.user.unwrap_found(cx, &users, updated)?;
        let Some(limit) = self.wait.wait else { return Ok(()) };
        let Some((name, host)) = renamed else {
            cx.note("not waiting: the service does not show when a new password takes effect");
            return Ok(());
        };
        let renamed = UserName { name: &name, host: Some(&host) };
        Ok(cx.waiting(limit, |wait| users.wait_listed(&[renamed], true, wait))?)
    }
}
