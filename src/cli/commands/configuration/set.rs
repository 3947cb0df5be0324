//! `trove configuration set`

use crate::Error;
use crate::api::ConfigurationUpdate;
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
    /// Values that replace all existing ones, as a JSON object, @FILE, or - for standard input
    values: Option<String>,
    /// New name
    #[arg(long)]
    name: Option<String>,
    /// New description
    #[arg(long)]
    description: Option<String>,
}

impl Run for Set {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let group = &self.configuration_group_id;
        if self.values.is_none() && self.name.is_none() && self.description.is_none() {
            let error = Error::invalid(format!("nothing to change in '{group}'"));
            return Err(error.with_hint("give VALUES, --name or --description").into());
        }
        let values = self.values.map(|text| values::read(&text, cx.environment())).transpose()?;
        let client = cx.client()?;
        let id = client.configurations().find_id(group)?;
        let update = ConfigurationUpdate { name: self.name, description: self.description, values };
        client.configurations().update(&id, &update)?;
        restart_required::remind_of_group(cx, &id)
    }
}
