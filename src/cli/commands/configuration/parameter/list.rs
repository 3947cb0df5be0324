//! `trove configuration parameter list`

use crate::api::Query;
use crate::cli::commands::configuration::parameter::columns::LIST;
use crate::cli::commands::configuration::parameter::version::VersionArg;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    version: VersionArg,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        self.version.check()?;
        let client = cx.client()?;
        view.print(cx, self.version.parameters(&client).objects(Query::new()))
    }
}
