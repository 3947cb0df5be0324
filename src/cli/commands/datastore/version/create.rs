//! `trove datastore version create`

use crate::Error;
use crate::api::NewDatastoreVersion;
use crate::cli::commands::datastore::version::comma_list;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Name of the version
    version_name: String,
    /// Name of the datastore
    datastore_name: String,
    /// Manager of the guest agent, such as mysql
    datastore_manager: String,
    /// Image ID; leave it out (or empty) to choose an image by --image-tags
    image_id: Option<String>,
    /// Class of a custom manager of the guest agent
    #[arg(long, alias = "registry_ext", value_name = "CLASS")]
    registry_ext: Option<String>,
    /// Class of a custom replication strategy
    #[arg(long, alias = "repl_strategy", value_name = "CLASS")]
    repl_strategy: Option<String>,
    /// Allow instances to be created with this version
    #[arg(long)]
    active: bool,
    /// Tags of the image, separated by commas
    #[arg(long, alias = "image_tags", value_name = "TAGS")]
    image_tags: Option<String>,
    /// Packages that the guest agent installs, separated by commas
    #[arg(long)]
    packages: Option<String>,
    /// Make this version the default of its datastore
    #[arg(long)]
    default: bool,
    /// Version number [default: the name of the version]
    #[arg(long, alias = "version_number", value_name = "NUMBER")]
    version_number: Option<String>,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let new = NewDatastoreVersion {
            name: self.version_name,
            datastore_name: self.datastore_name,
            datastore_manager: self.datastore_manager,
            image_tags: comma_list::split(self.image_tags.as_deref().unwrap_or_default()),
            packages: comma_list::split(self.packages.as_deref().unwrap_or_default()),
            active: self.active,
            default: self.default,
            image: filled(self.image_id),
            registry_ext: filled(self.registry_ext),
            repl_strategy: filled(self.repl_strategy),
            version: filled(self.version_number),
        };
        if new.default && !new.active {
            // The service refuses this too, but after it has stored the version
            // (trove/datastore/models.py:605).
            let error = Error::invalid("a version that is not active cannot be the default");
            return Err(error.with_hint("add --active").into());
        }
        if let Some(id) = cx.client()?.mgmt_datastore_versions().create(&new)? {
            cx.note(&format!("datastore version '{}' has the ID {id}", new.name));
        }
        Ok(())
    }
}
