//! `trove mgmt configuration parameter create`

use crate::api::NewConfigurationParameter;
use crate::cli::commands::configuration::parameter::version::VersionArg;
use crate::cli::commands::mgmt::configuration::parameter::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;
use serde_json::Number;

#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    version: VersionArg,
    /// Parameter name
    parameter: String,
    /// Type of the values: integer or string
    #[arg(long = "type", value_name = "TYPE", value_parser = ["integer", "string"], hide_possible_values = true)]
    kind: String,
    /// Minimum value (integers only)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    min: Option<Number>,
    /// Maximum value (integers only)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    max: Option<Number>,
    /// Changes require a restart of the database
    #[arg(long)]
    restart_required: bool,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let new = NewConfigurationParameter {
            name: self.parameter,
            data_type: self.kind,
            restart_required: self.restart_required,
            min: self.min,
            max: self.max,
        };
        new.check()?;
        let version = self.version.find_id(&client)?;
        let created = client.mgmt_configuration_parameters(&version).create(&new)?;
        view.print(cx, created)
    }
}
