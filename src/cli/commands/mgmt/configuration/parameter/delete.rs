//! `trove mgmt configuration parameter delete`

use crate::api::{ConfigurationParameter, Resource};
use crate::cli::commands::configuration::parameter::version::VersionArg;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
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
        confirm::deletion(cx, ConfigurationParameter::NOUN, &[&self.parameter])?;
        let client = cx.client()?;
        let version = self.version.find_id(&client)?;
        Ok(client.mgmt_configuration_parameters(&version).delete(&self.parameter)?)
    }
}
