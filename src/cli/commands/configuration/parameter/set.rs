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
    /// Name or ID of the configuration group
    #[arg(value_name = "CONFIGURATION")]
    configuration_group_id: String,
    /// The values to change, as a JSON object, or @FILE, or - for standard input
    values: String,
}

impl Run for Set {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let values = values::read(&self.values, cx.world())?;
        if values.is_empty() {
            return Err(Error::invalid("nothing to change").into());
        }
        let client = cx.client()?;
        let id = client.configurations().find_id(&self.configuration_group_id)?;
        for key in client.configurations().edit(&id, &values)? {
            cx.note(&format!("the service hides the value of '{key}': it stays as it is"));
        }
        restart_required::remind_of_group(cx, &id)
    }
}
