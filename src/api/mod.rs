//! The Trove API: a [`Client`], its collections, and the resources in them.
//!
//! A [`Collection`] fetches, lists and finds resources. All other operations are in the folder or
//! file of their resource; the documentation of each function names the route that it calls.

mod backup;
mod client;
mod cluster;
mod collection;
mod configuration;
mod connection;
mod database;
mod datastore;
mod flavor;
mod health;
mod instance;
mod limit;
mod log;
mod mgmt;
mod module;
mod network;
mod page;
mod pager;
mod project;
mod query;
mod quota;
mod refusal;
mod reply;
mod resource;
mod root;
mod ssl;
mod status;
#[cfg(test)]
mod tests;
mod user;
mod volume_type;
mod wait;
mod walk;

pub use backup::{
    Backup, BackupDatastore, BackupGoal, BackupStrategy, InstanceBackup, NewBackup,
    NewBackupStrategy, RemoteBackup,
};
pub use client::{Client, ClientBuilder};
pub use cluster::{Cluster, ClusterGoal, Member, NewCluster, NewMember, Task};
pub use collection::Collection;
pub use configuration::{
    AttachedInstance, Configuration, ConfigurationParameter, ConfigurationUpdate,
    MgmtConfigurationParameter, NewConfiguration, NewConfigurationParameter,
};
#[cfg(feature = "cli")]
pub(crate) use connection::client_options;
pub use database::Database;
pub use datastore::{Datastore, DatastoreVersion};
pub use flavor::Flavor;
pub use health::Health;
pub use instance::{
    Access, AccessUpdate, Address, ConfigurationRef, DatastoreRef, Fault, Goal, Instance,
    InstanceUpdate, NewDatabase, NewDatastore, NewInstance, NewUser, NewVolume, Nic, Reference,
    Volume,
};
pub use limit::{Limits, RateLimit};
pub use log::{Log, LogChange, LogLines, LogReader};
pub use mgmt::{
    ClusterTask, DatastoreVersionUpdate, Diagnostics, HwInfo, MgmtCluster, MgmtDatastoreVersion,
    MgmtInstance, NewDatastoreVersion, RootHistory, Server,
};
pub use module::{AppliedModule, Contents, Module, ModuleCount, ModuleUpdate, NewModule, Reapply};
pub use page::Page;
pub use pager::{Objects, Pager};
pub use query::Query;
pub use quota::Quota;
pub use refusal::Refusal;
pub(crate) use resource::is_uuid;
pub use resource::{Paging, Resource};
pub use root::Root;
pub use ssl::{Certificate, Ssl, SslChange, SslEnable, SslMode};
pub use status::{BackupStatus, InstanceStatus, OperatingStatus};
pub use user::{User, UserName, UserUpdate};
pub use volume_type::VolumeType;
#[cfg(feature = "cli")]
pub(crate) use wait::DeletionRequest;
#[cfg(feature = "cli")]
pub(crate) use wait::is_transient;
pub use wait::{Cancel, Deletable, DeletionStage, Progress, Wait, WaitEvent};
