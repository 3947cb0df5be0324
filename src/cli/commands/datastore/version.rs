//! `trove datastore version`: what instances can be created with.

use crate::Error;
use crate::api::{
    Client, DatastoreVersion, DatastoreVersionUpdate, NewDatastoreVersion, Query, Resource, is_uuid,
};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Version {
        /// List the versions of a datastore
        List(VersionList),
        /// Show a version of a datastore
        Show(VersionShow),
        /// Register a version of a datastore, and the datastore if it is new (administrators)
        Create(VersionCreate),
        /// Change a version of a datastore (administrators)
        Set(Box<VersionSet>),
        /// Delete versions of a datastore that nothing uses (administrators)
        Delete(VersionDelete),
    }
}

/// A version's name means something in its datastore only.
fn check_name(version: &str, datastore: Option<&str>) -> crate::Result<()> {
    if datastore.is_some() || is_uuid(version) {
        return Ok(());
    }
    let error = Error::invalid(format!("'{version}' is not the ID of a datastore version"));
    Err(error.with_hint("to give a name, name the --datastore too"))
}

/// The parts between commas; none of an empty text.
pub(super) fn parts(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[derive(Debug, Args)]
pub(crate) struct VersionList {
    /// Name or ID of the datastore
    datastore: String,
}

impl Run for VersionList {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.list(client.datastore_versions(&self.datastore).objects(Query::new()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct VersionShow {
    /// ID, or with --datastore the name
    datastore_version: String,
    /// Name or ID of the datastore
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for VersionShow {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let version = &self.datastore_version;
        check_name(version, self.datastore.as_deref())?;
        let client = cx.client()?;
        cx.show::<DatastoreVersion>(|| match &self.datastore {
            Some(datastore) => client.datastore_versions(datastore).find_object(version),
            None => client.datastore_version(version),
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct VersionCreate {
    /// Name
    version_name: String,
    /// Name of the datastore
    datastore_name: String,
    /// What the guest agent is to be, such as mysql
    datastore_manager: String,
    /// ID of the image; left out, or empty, where --image-tags choose it
    image_id: Option<String>,
    /// Class of the guest agent's manager, if not the usual one
    #[arg(long, alias = "registry_ext", value_name = "CLASS")]
    registry_ext: Option<String>,
    /// Class of the strategy for replication, if not the usual one
    #[arg(long, alias = "repl_strategy", value_name = "CLASS")]
    repl_strategy: Option<String>,
    /// Let instances be created with it
    #[arg(long)]
    active: bool,
    /// Tags of the image, separated by commas
    #[arg(long, alias = "image_tags", value_name = "TAGS")]
    image_tags: Option<String>,
    /// Packages that the guest agent installs, separated by commas
    #[arg(long)]
    packages: Option<String>,
    /// Take it when none is asked for
    #[arg(long)]
    default: bool,
    /// Version number, if it is not the name
    #[arg(long, alias = "version_number", value_name = "NUMBER")]
    version_number: Option<String>,
}

impl Run for VersionCreate {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let new = NewDatastoreVersion {
            name: self.version_name,
            datastore_name: self.datastore_name,
            datastore_manager: self.datastore_manager,
            image_tags: parts(self.image_tags.as_deref().unwrap_or_default()),
            packages: parts(self.packages.as_deref().unwrap_or_default()),
            active: self.active,
            default: self.default,
            image: given(self.image_id),
            registry_ext: given(self.registry_ext),
            repl_strategy: given(self.repl_strategy),
            version: given(self.version_number),
        };
        if new.default && !new.active {
            // trove/datastore/models.py:605 says so too, but when the version is there already.
            let error = Error::invalid("a version that is not active cannot be the default");
            return Err(error.with_hint("add --active").into());
        }
        if let Some(id) = cx.client()?.mgmt_datastore_versions().create(&new)? {
            cx.note(&format!("datastore version '{}' has the ID {id}", new.name));
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(crate) struct VersionSet {
    /// ID, or with --datastore the name
    datastore_version: String,
    /// Name or ID of the datastore
    #[arg(long)]
    datastore: Option<String>,
    /// What the guest agent is to be, such as mysql
    #[arg(long, alias = "datastore_manager", value_name = "MANAGER")]
    datastore_manager: Option<String>,
    /// ID of the image
    #[arg(long)]
    image: Option<String>,
    /// Tags of the image, separated by commas, in place of its ID; empty to have none
    #[arg(long, alias = "image_tags", value_name = "TAGS")]
    image_tags: Option<String>,
    /// Packages that the guest agent installs, separated by commas; empty to have none
    #[arg(long)]
    packages: Option<String>,
    /// Class of the guest agent's manager
    #[arg(long, alias = "registry_ext", value_name = "CLASS")]
    registry_ext: Option<String>,
    /// Class of the strategy for replication
    #[arg(long, alias = "repl_strategy", value_name = "CLASS")]
    repl_strategy: Option<String>,
    /// The new name
    #[arg(long, alias = "version_name", value_name = "NAME")]
    version_name: Option<String>,
    /// Let instances be created with it
    #[arg(long, conflicts_with = "disable")]
    enable: bool,
    /// Let no more instances be created with it
    #[arg(long)]
    disable: bool,
    /// Take it when none is asked for
    #[arg(long, conflicts_with = "non_default")]
    default: bool,
    /// Take it no longer when none is asked for
    #[arg(long, alias = "non_default")]
    non_default: bool,
}

impl Run for VersionSet {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        check_name(&self.datastore_version, self.datastore.as_deref())?;
        let update = self.update()?;
        let client = cx.client()?;
        let id = self.find(&client)?;
        Ok(client.mgmt_datastore_versions().update(&id, &update)?)
    }
}

impl VersionSet {
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
            image_tags: self.image_tags.as_deref().map(parts),
            packages: self.packages.as_deref().map(parts),
            name: filled("--version-name", &self.version_name)?,
        };
        if update == DatastoreVersionUpdate::default() {
            let error = format!("nothing to change in '{}'", self.datastore_version);
            return Err(Error::invalid(error).with_hint("--image, --enable …: see --help"));
        }
        Ok(update)
    }
}

/// What the service lets be replaced, but not taken away (trove/common/apischema.py:1005).
fn filled(option: &str, value: &Option<String>) -> crate::Result<Option<String>> {
    match value.as_deref() {
        Some("") => Err(Error::invalid(format!("{option} cannot be empty"))
            .with_hint("the service replaces this, but has no way to take it away")),
        _ => Ok(value.clone()),
    }
}

#[derive(Debug, Args)]
pub(crate) struct VersionDelete {
    /// IDs, or with --datastore names
    #[arg(required = true, value_name = "DATASTORE_VERSION")]
    datastore_versions: Vec<String>,
    /// Name or ID of the datastore
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for VersionDelete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        for version in &self.datastore_versions {
            check_name(version, self.datastore.as_deref())?;
        }
        confirm::deletion(cx, DatastoreVersion::NOUN, &self.datastore_versions)?;
        let client = cx.client()?;
        // Without a datastore all are IDs, and no list is read.
        let named = client.datastore_versions(self.datastore.as_deref().unwrap_or_default());
        let versions = client.mgmt_datastore_versions();
        batch::run(cx, &named, &self.datastore_versions, None, |target, _| {
            versions.delete(&target.id).map(|()| None)
        })
        .map(drop)
    }
}
