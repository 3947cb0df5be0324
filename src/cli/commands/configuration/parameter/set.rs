//! `trove configuration parameter set`

use crate::Error;
use crate::cli::commands::configuration::values;
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Set {
    /// Configuration group name or ID
    #[arg(value_name = "CONFIGURATION")]
    configuration_group_id: String,
    /// Values to change, as a JSON object, @FILE, or - for standard input
    values: String,
}

impl Run for Set {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let values = values::read(&self.values, cx.environment())?;
        if values.is_empty() {
            return Err(Error::invalid("the values are empty: nothing to change").into());
        }
        let client = cx.client()?;
        let id = client.configurations().find_id(&self.configuration_group_id)?;
        for key in client.configurations().edit(&id, &values)? {
            cx.note(&format!("the value of '{key}' is not changed, because the service hides it"));
        }
        restart_required::remind_of_group(cx, &id)
    }
}
