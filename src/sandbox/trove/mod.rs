//! Trove: the database service. A folder or file for each noun has its routes, `model` its records.

pub(crate) mod backups;
pub(crate) mod clusters;
pub(crate) mod configurations;
pub(crate) mod databases;
pub(crate) mod datastores;
pub(crate) mod due;
pub(crate) mod flavors;
pub(crate) mod instances;
pub(crate) mod limits;
pub(crate) mod logs;
pub(crate) mod mgmt;
pub(crate) mod model;
pub(crate) mod modules;
pub(crate) mod quotas;
pub(crate) mod root;
pub(crate) mod router;
pub(crate) mod ssl;
pub(crate) mod users;
pub(crate) mod volume_types;

#[cfg(test)]
mod tests;
