//! `trove mgmt configuration parameter show`

use crate::cli::commands::configuration::parameter::version::VersionArg;
use crate::cli::commands::mgmt::configuration::parameter::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    version: VersionArg,
    /// Parameter name
    parameter: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let version = self.version.find_id(&client)?;
        let parameter = client
            .mgmt_configuration_parameters(&version)
            .find_parameter_object(&self.parameter)?;
        view.print(cx, parameter)
    }
}
