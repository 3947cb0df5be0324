//! Clusters: several instances that are one database.

mod actions;
mod create;
mod goal;
mod members;
mod model;
#[cfg(test)]
mod tests;

pub use create::{NewCluster, NewMember};
pub use goal::ClusterGoal;
pub use model::{Cluster, Member, Task};
