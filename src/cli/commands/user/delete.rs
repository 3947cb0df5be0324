//! `trove user delete`

use crate::cli::commands::user::user_args::UserArgs;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::{Context, Result};
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    #[command(flatten)]
    user: UserArgs,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.user.instance)?);
        let (user, instance) = (self.user.user(), &self.user.instance);
        if confirm::is_asked(cx) {
            self.user.unwrap_found(cx, &users, users.show(user))?;
            confirm::ask(cx, &format!("delete user '{user}' of instance '{instance}'"))?;
        }
        self.user
            .unwrap_found(cx, &users, users.delete(user))
            .with_context(|| format!("failed to delete user '{user}'"))?;
        let Some(limit) = self.wait.wait else { return Ok(()) };
        cx.waiting(limit, |wait| users.wait_listed(&[user], false, wait))?;
        cx.note(&format!("Deleted user '{user}' of instance '{instance}'"));
        Ok(())
    }
}
