//! The model of Trove: its records, their scheduled changes, and their views.

pub(crate) mod agent;
pub(crate) mod backup;
pub(crate) mod cluster;
pub(crate) mod configuration;
pub(crate) mod contents;
pub(crate) mod datastore;
pub(crate) mod detail;
pub(crate) mod flavor;
pub(crate) mod instance;
pub(crate) mod module;
pub(crate) mod quota;
pub(crate) mod resource;
