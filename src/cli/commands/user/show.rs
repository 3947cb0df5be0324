//! `trove user show`: a user, or the databases that a user has access to.

use crate::cli::commands::user::columns::SHOW;
use crate::cli::commands::user::show_access::ShowAccess;
use crate::cli::commands::user::user_args::UserArgs;
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Show {
    #[command(subcommand)]
    part: Option<Part>,
    #[command(flatten)]
    user: Option<UserArgs>,
}

commands! {
    pub(crate) enum Part {
        /// List the databases that a user has access to
        Access(ShowAccess),
    }
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        match (self.part, self.user) {
            (Some(part), _) => part.run(cx),
            (None, Some(user)) => show(cx, &user),
            // The parser has refused this already.
            (None, None) => Ok(()),
        }
    }
}

fn show(cx: &mut Cx<'_>, user: &UserArgs) -> Result<()> {
    let view = cx.show_view(&SHOW)?;
    let client = cx.client()?;
    let users = client.users(&client.instances().find_id(&user.instance)?);
    let found = user.unwrap_found(cx, &users, users.show(user.user()))?;
    view.print(cx, found)
}
