//! `trove backup create`

use crate::Result;
use crate::api::{BackupGoal, Client, NewBackup, RemoteBackup};
use crate::cli::commands::backup::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::creation::{self, CreateWait};
use crate::cli::run::Run;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Name of the backup
    name: String,
    /// Instance to back up (name or ID)
    #[arg(short, long, required_unless_present = "restore_from")]
    instance: Option<String>,
    /// Description of the backup
    #[arg(long)]
    description: Option<String>,
    /// Store only the changes since the last backup (everything if there is none)
    #[arg(long)]
    incremental: bool,
    /// Store only the changes since this backup of the instance (name or ID)
    #[arg(long, value_name = "BACKUP")]
    parent: Option<String>,
    /// Container to store the data in [default: the container of the backup strategy]
    #[arg(long, value_name = "CONTAINER")]
    swift_container: Option<String>,
    /// Storage driver, if the cloud has several: swift or cinder
    #[arg(long, value_name = "DRIVER")]
    storage_driver: Option<String>,
    /// Register a backup taken elsewhere, whose data is at this URL
    #[arg(
        long,
        value_name = "URL",
        requires_all = ["restore_datastore_version", "restore_size"],
        conflicts_with_all = ["instance", "incremental", "parent", "swift_container"]
    )]
    restore_from: Option<String>,
    /// Datastore version of this cloud to restore the registered backup to (name or ID)
    #[arg(long, value_name = "VERSION", requires = "restore_from")]
    restore_datastore_version: Option<String>,
    /// Size of the registered backup in GB
    #[arg(long, value_name = "GB", requires = "restore_from", allow_negative_numbers = true, value_parser = size)]
    restore_size: Option<f64>,
    #[command(flatten)]
    end: CreateWait,
}

/// Parses a size in GB, which can have a fraction.
fn size(text: &str) -> Result<f64, String> {
    let size = text.parse().ok().filter(|size: &f64| size.is_finite() && *size > 0.0);
    size.ok_or_else(|| "the size must be a number of GB more than zero".to_owned())
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let (new, backups) = (self.resolve(&client)?, client.backups());
        let send = || backups.create_object(&new);
        creation::create(cx, &backups, &self.end, view, send, |thing, wait| {
            backups.wait_named(thing.id(), thing.name(), BackupGoal::Complete, wait)
        })
    }
}

impl Create {
    /// Replaces names with IDs.
    fn resolve(&self, client: &Client) -> Result<NewBackup> {
        let mut new = NewBackup {
            name: self.name.clone(),
            description: self.description.clone(),
            incremental: self.incremental,
            container: self.swift_container.clone(),
            storage_driver: self.storage_driver.clone(),
            ..NewBackup::default()
        };
        if let Some(instance) = &self.instance {
            let id = client.instances().find_id(instance)?;
            let parent =
                self.parent.as_ref().map(|name| client.instance_backups(&id).listed_id(name));
            new.parent = parent.transpose()?;
            new.instance = Some(id);
        }
        if let (Some(location), Some(version)) =
            (&self.restore_from, &self.restore_datastore_version)
        {
            new.remote = Some(RemoteBackup {
                location: location.clone(),
                version_id: client.datastores().find_version_id(version)?,
                size: self.restore_size.unwrap_or_default(),
            });
        }
        Ok(new)
    }
}
