//! `trove user show access`

use crate::api::Query;
use crate::cli::commands::user::columns::ACCESS;
use crate::cli::commands::user::user_args::UserArgs;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ShowAccess {
    #[command(flatten)]
    user: UserArgs,
}

impl Run for ShowAccess {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(ACCESS)?;
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.user.instance)?);
        let databases = users.access(self.user.user())?.objects(Query::new()).collect();
        let databases = self.user.unwrap_found(cx, &users, databases)?;
        view.rows(cx, databases)
    }
}
