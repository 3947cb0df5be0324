//! What administrators alone see and do: `/mgmt`.

mod cluster;
mod datastore_version;
mod instance;
#[cfg(test)]
mod tests;

pub use cluster::{ClusterTask, MgmtCluster};
pub use datastore_version::{DatastoreVersionUpdate, MgmtDatastoreVersion, NewDatastoreVersion};
pub use instance::{Diagnostics, HwInfo, MgmtInstance, RootHistory, Server};
