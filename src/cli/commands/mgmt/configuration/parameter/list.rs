//! `trove mgmt configuration parameter list`

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
        let client = cx.client()?;
        let version = self.version.find_id(&client)?;
        view.print(cx, client.mgmt_configuration_parameters(&version).objects(Query::new()))
    }
}
