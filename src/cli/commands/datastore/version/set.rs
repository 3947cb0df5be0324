//! `trove datastore version set`

use crate::Error;
use crate::api::{Client, DatastoreVersionUpdate};
use crate::cli::commands::datastore::version::comma_list;
use crate::cli::commands::datastore::version::require_datastore::require_datastore;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(crate) struct Set {
    /// Version ID, or version name if --datastore is given
    datastore_version: String,
    /// Datastore name or ID
    #[arg(long)]
    datastore: Option<String>,
    /// Manager of the guest agent, such as mysql
    #[arg(long, alias = "datastore_manager", value_name = "MANAGER")]
    datastore_manager: Option<String>,
    /// Image ID
    #[arg(long)]
    image: Option<String>,
    /// Tags of the image, separated by commas, instead of its ID; empty for no tags
    #[arg(long, alias = "image_tags", value_name = "TAGS")]
    image_tags: Option<String>,
    /// Packages that the guest agent installs, separated by commas; empty for no packages
    #[arg(long)]
    packages: Option<String>,
    /// Class of a custom manager of the guest agent
    #[arg(long, alias = "registry_ext", value_name = "CLASS")]
    registry_ext: Option<String>,
    /// Class of a custom replication strategy
    #[arg(long, alias = "repl_strategy", value_name = "CLASS")]
    repl_strategy: Option<String>,
    /// New name of the version
    #[arg(long, alias = "version_name", value_name = "NAME")]
    version_name: Option<String>,
    /// Allow instances to be created with this version
    #[arg(long, conflicts_with = "disable")]
    enable: bool,
    /// Do not allow instances to be created with this version
    #[arg(long)]
    disable: bool,
    /// Make this version the default of its datastore
    #[arg(long, conflicts_with = "non_default")]
    default: bool,
    /// Stop using this version as the default
    #[arg(long, alias = "non_default")]
    non_default: bool,
}

impl Run for Set {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        require_datastore(&self.datastore_version, self.datastore.as_deref())?;
        let update = self.update()?;
        let client = cx.client()?;
        let id = self.find(&client)?;
        Ok(client.mgmt_datastore_versions().update(&id, &update)?)
    }
}

impl Set {
    fn find(&self, client: &Client) -> crate::Result<String> {
        match &self.datastore {
            Some(datastore) => {
                client.datastore_versions(datastore).find_id(&self.datastore_version)
            }
            None => Ok(self.datastore_version.clone()),
        }
    }

    fn update(&self) -> crate::Result<DatastoreVersionUpdate> {
        let one_of = |yes, no| if yes || no { Some(yes) } else { None };
        let update = DatastoreVersionUpdate {
            datastore_manager: filled("--datastore-manager", &self.datastore_manager)?,
            image: filled("--image", &self.image)?,
            registry_ext: filled("--registry-ext", &self.registry_ext)?,
            repl_strategy: filled("--repl-strategy", &self.repl_strategy)?,
            active: one_of(self.enable, self.disable),
            default: one_of(self.default, self.non_default),
            image_tags: self.image_tags.as_deref().map(comma_list::split),
            packages: self.packages.as_deref().map(comma_list::split),
            name: filled("--version-name", &self.version_name)?,
        };
        if update == DatastoreVersionUpdate::default() {
            let error = format!("nothing to change in '{}'", self.datastore_version);
            return Err(Error::invalid(error)
                .with_hint("add an option such as --image or --enable: see --help"));
        }
        Ok(update)
    }
}

/// Refuses an empty value: the service can replace this one but not remove it
/// (trove/common/apischema.py:1005).
fn filled(option: &str, value: &Option<String>) -> crate::Result<Option<String>> {
    match value.as_deref() {
        Some("") => Err(Error::invalid(format!("{option} cannot be empty"))
            .with_hint("the service can replace this value, but not remove it")),
        _ => Ok(value.clone()),
    }
}
