//! `trove user list`

use crate::cli::commands::user::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::paging::{PageArgs, whole};
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(mut_arg("all", whole), mut_arg("marker", |arg| arg.value_name("NAME@HOST").help("Start after this user")))]
pub(crate) struct List {
    /// Instance name or ID
    instance: String,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        view.print(cx, client.users(&id).objects(self.page.query()))
    }
}
