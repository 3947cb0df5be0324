//! Backups of instances, and the strategies for their storage.

mod create;
mod delete;
mod goal;
mod model;
mod strategy;
#[cfg(test)]
mod tests;

pub use create::{NewBackup, RemoteBackup};
pub use goal::BackupGoal;
pub use model::{Backup, BackupDatastore, InstanceBackup};
pub use strategy::{BackupStrategy, NewBackupStrategy};
