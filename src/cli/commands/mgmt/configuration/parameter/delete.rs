//! `trove mgmt configuration parameter delete`

use crate::cli::commands::configuration::parameter::version::VersionArg;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use crate::json::text;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    #[command(flatten)]
    version: VersionArg,
    /// Parameter name
    parameter: String,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let version = self.version.find_id(&client)?;
        let parameters = client.mgmt_configuration_parameters(&version);
        if confirm::is_asked(cx) {
            let found = parameters.find_parameter_object(&self.parameter)?;
            let kind = text(&found, "type").unwrap_or("unknown type");
            confirm::ask(
                cx,
                &format!("delete configuration parameter '{}' ({kind})", self.parameter),
            )?;
        }
        Ok(parameters.delete(&self.parameter)?)
    }
}
