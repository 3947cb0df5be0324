//! `trove mgmt configuration parameter`

use crate::Error;
use crate::api::{
    Client, MgmtConfigurationParameter, NewConfigurationParameter, Query, Resource, Resources,
    is_uuid,
};
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;
use serde_json::Number;

commands! {
    pub(crate) enum Configuration {
        /// Parameters that configuration groups may have values for
        #[command(subcommand)]
        Parameter(Command),
    }
}

commands! {
    pub(crate) enum Command {
        /// List the parameters of a datastore version
        List(List),
        /// Show a parameter of a datastore version
        Show(Show),
        /// Create a parameter for a datastore version
        Create(Create),
        /// Change a parameter of a datastore version
        Update(Update),
        /// Delete a parameter of a datastore version
        Delete(Delete),
    }
}

#[derive(Debug, Args)]
struct Version {
    /// ID, or with --datastore the name
    datastore_version: String,
    /// Name or ID of the datastore
    #[arg(long)]
    datastore: Option<String>,
}

impl Version {
    /// The service takes an ID only.
    fn parameters<'c>(
        &self,
        client: &'c Client,
    ) -> crate::Result<Resources<'c, MgmtConfigurationParameter>> {
        let version = &self.datastore_version;
        let id = match &self.datastore {
            _ if is_uuid(version) => version.clone(),
            Some(datastore) => client.datastore_versions(datastore).find_id(version)?,
            None => {
                let message = format!("'{version}' is not the ID of a datastore version");
                return Err(
                    Error::invalid(message).with_hint("to give a name, name the --datastore too")
                );
            }
        };
        Ok(client.mgmt_configuration_parameters(&id))
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    version: Version,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let parameters = self.version.parameters(&client)?;
        cx.list(parameters.objects(Query::new()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    version: Version,
    /// Name of the parameter
    parameter: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<MgmtConfigurationParameter>(|| {
            self.version.parameters(&client)?.named(&self.parameter)
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    version: Version,
    /// Name of the parameter
    parameter: String,
    /// Type of its values: integer or string
    #[arg(long = "type", value_name = "TYPE", value_parser = ["integer", "string"], hide_possible_values = true)]
    kind: String,
    /// The least value; for integers
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    min: Option<Number>,
    /// The greatest value; for integers
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    max: Option<Number>,
    /// A change takes a restart of the database
    #[arg(long)]
    restart_required: bool,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let new = NewConfigurationParameter {
            name: self.parameter,
            kind: self.kind,
            restart_required: self.restart_required,
            min: self.min,
            max: self.max,
        };
        new.check()?;
        cx.change::<MgmtConfigurationParameter>(|| self.version.parameters(&client)?.create(&new))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Update {
    #[command(flatten)]
    version: Version,
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
        let client = cx.client()?;
        cx.change::<MgmtConfigurationParameter>(|| {
            let parameters = self.version.parameters(&client)?;
            let now = parameters.parameter(&self.parameter)?;
            // All of it is replaced, so what is not said stays as it is.
            let kind = self.kind.unwrap_or(now.kind);
            let limits = kind == "integer";
            parameters.update(&NewConfigurationParameter {
                name: now.name,
                restart_required: self.restart_required
                    || (now.restart_required && !self.no_restart_required),
                min: self.min.or(now.min.filter(|_| limits)),
                max: self.max.or(now.max.filter(|_| limits)),
                kind,
            })
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    #[command(flatten)]
    version: Version,
    /// Name of the parameter
    parameter: String,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        confirm::deletion(cx, MgmtConfigurationParameter::KIND, &[&self.parameter])?;
        let client = cx.client()?;
        Ok(self.version.parameters(&client)?.delete(&self.parameter)?)
    }
}
