//! The Trove API: a [`Client`], its collections, and what is in them.
//!
//! A collection ([`Resources`]) fetches, lists and finds; what else can be done
//! with its things is in the file of the resource, each function over the route
//! it calls.

mod backup;
mod client;
mod configuration;
mod datastore;
#[cfg(test)]
mod fake;
mod flavor;
mod instance;
mod log;
mod module;
mod page;
mod query;
mod resource;
mod ssl;
mod status;
#[cfg(test)]
mod tests;
mod volume_type;
mod wait;

pub use backup::{
    Backup, BackupDatastore, BackupGoal, BackupStrategy, InstanceBackup, NewBackup,
    NewBackupStrategy, RemoteBackup,
};
pub use client::{Client, ClientBuilder};
pub use configuration::Configuration;
pub use datastore::{Datastore, DatastoreVersion};
pub use flavor::Flavor;
pub use instance::{
    Access, Address, ConfigurationRef, DatastoreRef, Fault, Goal, Instance, InstanceUpdate,
    MgmtInstance, NewDatabase, NewDatastore, NewInstance, NewUser, NewVolume, Nic, Reference,
    Volume,
};
pub use log::{Log, LogChange, LogLines, LogReader};
pub use module::Module;
pub use page::{Objects, Page, Pager};
pub use query::Query;
pub use resource::{Resource, Resources};
pub use ssl::{Certificate, Ssl, SslChange, SslEnable, SslMode};
pub use status::{BackupStatus, InstanceStatus, OperatingStatus};
pub use volume_type::VolumeType;
pub use wait::{Progress, Wait};

pub(crate) use resource::is_uuid;
#[cfg(feature = "cli")]
pub(crate) use wait::passing;
