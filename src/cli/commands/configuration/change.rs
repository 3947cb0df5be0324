//! `trove configuration create`, `set` and `delete`

use crate::Error;
use crate::api::{Configuration, ConfigurationUpdate, NewConfiguration, NewDatastore, Resource};
use crate::cli::commands::configuration::values;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use crate::cli::{batch, restart_required};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Name of the configuration group
    name: String,
    /// Values as a JSON object, or @FILE, or - for standard input
    values: String,
    /// Datastore (name or ID); the service's default if not said
    #[arg(long)]
    datastore: Option<String>,
    /// Datastore version (name or ID); the datastore's default if not said
    #[arg(long)]
    datastore_version: Option<String>,
    /// Number of the version, where several have the same name
    #[arg(long)]
    datastore_version_number: Option<String>,
    /// What it is for
    #[arg(long)]
    description: Option<String>,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let values = values::read(&self.values, cx.world())?;
        let client = cx.client()?;
        let new = NewConfiguration {
            name: self.name,
            values,
            datastore: NewDatastore {
                kind: self.datastore,
                version: self.datastore_version,
                version_number: self.datastore_version_number,
            },
            description: self.description,
        };
        cx.change::<Configuration>(|| client.configurations().create_object(&new))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Set {
    /// Name or ID
    #[arg(value_name = "CONFIGURATION")]
    configuration_group_id: String,
    /// All the values there are to be, as a JSON object, or @FILE, or - for standard input
    values: Option<String>,
    /// The new name
    #[arg(long)]
    name: Option<String>,
    /// The new description
    #[arg(long)]
    description: Option<String>,
}

impl Run for Set {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let group = &self.configuration_group_id;
        if self.values.is_none() && self.name.is_none() && self.description.is_none() {
            let error = Error::invalid(format!("nothing to change in '{group}'"));
            return Err(error.with_hint("values, --name or --description: see --help").into());
        }
        let values = self.values.map(|text| values::read(&text, cx.world())).transpose()?;
        let client = cx.client()?;
        let id = client.configurations().find_id(group)?;
        let update = ConfigurationUpdate { name: self.name, description: self.description, values };
        client.configurations().update(&id, &update)?;
        restart_required::remind_of_group(cx, &id)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Names or IDs
    #[arg(required = true, value_name = "CONFIGURATION")]
    configuration_groups: Vec<String>,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        confirm::deletion(cx, Configuration::KIND, &self.configuration_groups)?;
        let client = cx.client()?;
        let groups = client.configurations();
        batch::run(cx, &groups, &self.configuration_groups, None, |target, _| {
            groups.delete(&target.id).map(|()| None)
        })
        .map(drop)
    }
}
