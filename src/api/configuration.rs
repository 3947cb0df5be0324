//! Configuration groups.

use super::Client;
use super::resource::{Resource, Resources};
use crate::output::Object;
use serde::Deserialize;

/// A configuration group, as `GET /configurations/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Configuration {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Configuration {
    const KIND: &'static str = "configuration";
    const ONE: &'static str = "configuration";
    const MANY: &'static str = "configurations";
    const PATH: &'static str = "configurations";
}

impl Client {
    /// The configuration groups of the project, and of all projects for administrators: `/configurations`.
    #[must_use]
    pub fn configurations(&self) -> Resources<'_, Configuration> {
        Resources::new(self)
    }
}
