//! The datastore version that a configuration parameter is of.

use crate::api::{Client, ConfigurationParameter, Resources, is_uuid};
use crate::{Error, Result};
use clap::Args;

// (A doc comment would become the help of the commands.)
#[derive(Debug, Args)]
pub(in crate::cli::commands) struct VersionArg {
    /// ID, or with --datastore the name
    datastore_version: String,
    /// Name or ID of the datastore
    #[arg(long)]
    datastore: Option<String>,
}

impl VersionArg {
    /// Refuses a name without its datastore.
    pub(super) fn check(&self) -> Result<()> {
        let version = &self.datastore_version;
        if self.datastore.is_some() || is_uuid(version) {
            return Ok(());
        }
        let error = Error::invalid(format!("'{version}' is not the ID of a datastore version"));
        Err(error.with_hint("to give a name, name the --datastore too"))
    }

    /// The parameters of the version. An ID says it all, whatever datastore is named beside it.
    pub(super) fn parameters<'c>(
        &self,
        client: &'c Client,
    ) -> Resources<'c, ConfigurationParameter> {
        let version = &self.datastore_version;
        match &self.datastore {
            Some(datastore) if !is_uuid(version) => {
                client.configuration_parameters_of(datastore, version)
            }
            _ => client.configuration_parameters(version),
        }
    }

    /// The ID of the version, which is looked for in its datastore if a name is given.
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
