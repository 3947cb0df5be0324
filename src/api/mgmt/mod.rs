//! Operations for administrators, across all projects: `/mgmt`.

mod cluster;
mod datastore_version;
mod instance;
#[cfg(test)]
mod tests;

pub use cluster::{ClusterTask, MgmtCluster};
pub use datastore_version::{DatastoreVersionUpdate, MgmtDatastoreVersion, NewDatastoreVersion};
pub use instance::{Diagnostics, HwInfo, MgmtInstance, RootHistory, Server};
