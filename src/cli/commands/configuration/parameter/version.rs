//! The datastore version that configuration parameters belong to.

use crate::api::{Client, Collection, ConfigurationParameter, is_uuid};
use crate::{Error, Result};
use clap::Args;

// (A doc comment would become the help of the commands.)
#[derive(Debug, Args)]
pub(in crate::cli::commands) struct VersionArg {
    /// Datastore version ID (or name, with --datastore)
    datastore_version: String,
    /// Datastore name or ID
    #[arg(long)]
    datastore: Option<String>,
}

impl VersionArg {
    /// Refuses the name of a version without its datastore; an ID needs none.
    pub(super) fn check(&self) -> Result<()> {
        let version = &self.datastore_version;
        if self.datastore.is_some() || is_uuid(version) {
            return Ok(());
        }
        let error = Error::invalid(format!("'{version}' is not the ID of a datastore version"));
        Err(error.with_hint("to give a name, add --datastore DATASTORE"))
    }

    /// Returns the parameters of the version. With the ID of a version, the datastore is not used.
    pub(super) fn parameters<'c>(
        &self,
        client: &'c Client,
    ) -> Collection<'c, ConfigurationParameter> {
        let version = &self.datastore_version;
        match &self.datastore {
            Some(datastore) if !is_uuid(version) => {
                client.configuration_parameters_of(datastore, version)
            }
            _ => client.configuration_parameters(version),
        }
    }

    /// Finds the ID of the version; a name is looked up in its datastore.
    pub(in crate::cli::commands) fn find_id(&self, client: &Client) -> Result<String> {
        self.check()?;
        match &self.datastore {
            Some(datastore) => {
                client.datastore_versions(datastore).find_id(&self.datastore_version)
            }
            None => Ok(self.datastore_version.clone()),
        }
    }
}
