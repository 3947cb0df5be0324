//! `trove configuration instances`

use crate::cli::commands::configuration::columns::INSTANCES;
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Instances {
    /// Configuration group name or ID
    #[arg(value_name = "CONFIGURATION")]
    configuration_group: String,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for Instances {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(INSTANCES)?;
        let client = cx.client()?;
        let id = client.configurations().find_id(&self.configuration_group)?;
        let instances = client.configuration_instances(&id);
        view.print(cx, self.page.extent(instances.objects(self.page.query())))
    }
}
