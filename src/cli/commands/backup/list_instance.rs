//! `trove backup list instance`

use crate::cli::commands::backup::columns::OF_INSTANCE;
use crate::cli::context::Cx;
use crate::cli::paging::{PageArgs, whole};
use crate::cli::run::Run;
use anyhow::Result;
use clap::{Arg, Args};

#[derive(Debug, Args)]
#[command(mut_arg("all", whole), mut_arg("marker", marker))]
pub(crate) struct ListInstance {
    /// Instance name or ID
    instance: String,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for ListInstance {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(OF_INSTANCE)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        view.print(cx, client.instance_backups(&id).objects(self.page.query()))
    }
}

/// Adapts `--marker` to a list whose markers count backups.
pub(super) fn marker(arg: Arg) -> Arg {
    arg.value_name("COUNT").help("Skip this many backups")
}
