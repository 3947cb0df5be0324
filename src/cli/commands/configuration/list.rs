//! `trove configuration list`

use crate::cli::commands::configuration::columns::{LIST, VERSION_NUMBER};
use crate::cli::commands::configuration::version_numbers::VersionNumbers;
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    page: PageArgs,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let groups = client.configurations();
        let groups = self.page.extent(groups.objects(self.page.query()));
        if !view.uses(cx, VERSION_NUMBER) {
            return view.print(cx, groups);
        }
        let mut numbers = VersionNumbers::new(&client);
        view.print_with(cx, groups, |group| numbers.complete(group))
    }
}
