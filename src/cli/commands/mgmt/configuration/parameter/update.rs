//! `trove mgmt configuration parameter update`

use crate::Error;
use crate::api::{ConfigurationParameter, NewConfigurationParameter};
use crate::cli::commands::configuration::parameter::version::VersionArg;
use crate::cli::commands::mgmt::configuration::parameter::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;
use serde_json::Number;

#[derive(Debug, Args)]
pub(crate) struct Update {
    #[command(flatten)]
    version: VersionArg,
    /// Parameter name
    parameter: String,
    /// New type of the values: integer or string
    #[arg(long = "type", value_name = "TYPE", value_parser = ["integer", "string"], hide_possible_values = true)]
    kind: Option<String>,
    /// New minimum value (integers only)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    min: Option<Number>,
    /// New maximum value (integers only)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    max: Option<Number>,
    /// Changes require a restart of the database
    #[arg(long)]
    restart_required: bool,
    /// Changes take effect without a restart
    #[arg(long, conflicts_with = "restart_required")]
    no_restart_required: bool,
}

impl Run for Update {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let restart = self.restart_required || self.no_restart_required;
        if self.kind.is_none() && self.min.is_none() && self.max.is_none() && !restart {
            let error = Error::invalid(format!("nothing to change in '{}'", self.parameter));
            return Err(error
                .with_hint("give --type, --min, --max, --restart-required or --no-restart-required")
                .into());
        }
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let version = self.version.find_id(&client)?;
        let parameters = client.mgmt_configuration_parameters(&version);
        let now = parameters.find_parameter(&self.parameter)?;
        view.print(cx, parameters.update(&self.changed(now))?)
    }
}

impl Update {
    /// Makes the changed parameter. The service replaces the whole parameter, including what stays the same.
    fn changed(self, now: ConfigurationParameter) -> NewConfigurationParameter {
        let kind = self.kind.unwrap_or(now.data_type);
        let limits = kind == "integer";
        NewConfigurationParameter {
            name: now.name,
            restart_required: self.restart_required
                || (now.restart_required && !self.no_restart_required),
            min: self.min.or(now.min.filter(|_| limits)),
            max: self.max.or(now.max.filter(|_| limits)),
            data_type: kind,
        }
    }
}
