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
    /// Name of the parameter
    parameter: String,
    /// The new type of its values: integer or string
    #[arg(long = "type", value_name = "TYPE", value_parser = ["integer", "string"], hide_possible_values = true)]
    kind: Option<String>,
    /// The new least value; for integers
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    min: Option<Number>,
    /// The new greatest value; for integers
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    max: Option<Number>,
    /// A change takes a restart of the database
    #[arg(long)]
    restart_required: bool,
    /// A change takes effect at once
    #[arg(long, conflicts_with = "restart_required")]
    no_restart_required: bool,
}

impl Run for Update {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let restart = self.restart_required || self.no_restart_required;
        if self.kind.is_none() && self.min.is_none() && self.max.is_none() && !restart {
            let error = Error::invalid(format!("nothing to change in '{}'", self.parameter));
            return Err(error.with_hint("--type, --min, --max …: see --help").into());
        }
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let version = self.version.find_id(&client)?;
        let parameters = client.mgmt_configuration_parameters(&version);
        let now = parameters.parameter(&self.parameter)?;
        view.print(cx, parameters.update(&self.changed(now))?)
    }
}

impl Update {
    /// The service replaces all of a parameter: what is not to change is sent as it is.
    fn changed(self, now: ConfigurationParameter) -> NewConfigurationParameter {
        let kind = self.kind.unwrap_or(now.kind);
        let limits = kind == "integer";
        NewConfigurationParameter {
            name: now.name,
            restart_required: self.restart_required
                || (now.restart_required && !self.no_restart_required),
            min: self.min.or(now.min.filter(|_| limits)),
            max: self.max.or(now.max.filter(|_| limits)),
            kind,
        }
    }
}
