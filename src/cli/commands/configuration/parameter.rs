//! `trove configuration parameter`

use crate::Error;
use crate::api::{Client, ConfigurationParameter, Query, Resources, is_uuid};
use crate::cli::commands::configuration::values;
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List the parameters of a datastore version
        List(List),
        /// Show a parameter of a datastore version
        Show(Show),
        /// Change some values of a configuration group
        Set(Set),
    }
}

#[derive(Debug, Args)]
struct Version {
    /// ID, or with --datastore the name
    datastore_version: String,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    version: Version,
    /// Name or ID of the datastore
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        self.version.check(self.datastore.as_deref())?;
        let client = cx.client()?;
        let parameters = self.version.parameters(&client, self.datastore.as_deref());
        cx.list(parameters.objects(Query::new()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    version: Version,
    /// Name of the parameter
    parameter: String,
    /// Name or ID of the datastore
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        self.version.check(self.datastore.as_deref())?;
        let client = cx.client()?;
        let parameters = self.version.parameters(&client, self.datastore.as_deref());
        cx.show::<ConfigurationParameter>(|| parameters.find_object(&self.parameter))
    }
}

impl Version {
    fn check(&self, datastore: Option<&str>) -> crate::Result<()> {
        let version = &self.datastore_version;
        if datastore.is_some() || is_uuid(version) {
            return Ok(());
        }
        let error = Error::invalid(format!("'{version}' is not the ID of a datastore version"));
        Err(error.with_hint("to give a name, name the --datastore too"))
    }

    /// An ID says it all, whatever datastore is named beside it.
    fn parameters<'c>(
        &self,
        client: &'c Client,
        datastore: Option<&str>,
    ) -> Resources<'c, ConfigurationParameter> {
        let version = &self.datastore_version;
        match datastore {
            Some(datastore) if !is_uuid(version) => {
                client.configuration_parameters_of(datastore, version)
            }
            _ => client.configuration_parameters(version),
        }
    }
}

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
