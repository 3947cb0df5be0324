//! `trove user list`, `show` and `show access`

use crate::api::{Database, Query, User};
use crate::cli::commands::user::{OneUser, told};
use crate::cli::context::Cx;
use crate::cli::paging::{PageArgs, whole};
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(mut_arg("all", whole), mut_arg("marker", |arg| arg.value_name("NAME@HOST").help("Those after this user")))]
pub(crate) struct List {
    /// Name or ID of the instance
    instance: String,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<User>()?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        cx.list(client.users(&id).objects(self.page.query()))
    }
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Show {
    #[command(subcommand)]
    part: Option<ShowPart>,
    #[command(flatten)]
    one: Option<OneUser>,
}

commands! {
    enum ShowPart {
        /// List the databases that a user may use
        Access(ShowAccess),
    }
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        match (self.part, self.one) {
            (Some(part), _) => part.run(cx),
            (None, Some(one)) => show(cx, &one),
            // The parser has refused this already.
            (None, None) => Ok(()),
        }
    }
}

fn show(cx: &mut Cx<'_>, one: &OneUser) -> Result<()> {
    cx.check_show()?;
    let client = cx.client()?;
    let users = client.users(&client.instances().find_id(&one.instance)?);
    let found = told(cx, &users, one, users.show(one.user()))?;
    cx.show::<User>(|| Ok(found))
}

#[derive(Debug, Args)]
pub(crate) struct ShowAccess {
    #[command(flatten)]
    one: OneUser,
}

impl Run for ShowAccess {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<Database>()?;
        let client = cx.client()?;
        let users = client.users(&client.instances().find_id(&self.one.instance)?);
        let access = users.access(self.one.user())?;
        let found = access.objects(Query::new()).collect();
        let found = told(cx, &users, &self.one, found)?;
        cx.rows::<Database>(found)
    }
}
