//! Modules: files that the guest applies to instances.

use super::Client;
use super::resource::{Resource, Resources};
use crate::output::Object;
use serde::Deserialize;

/// A module, as `GET /modules/{id}` returns it; never its contents.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Module {
    /// ID.
    pub id: String,
    /// Name.
    pub name: String,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Module {
    const KIND: &'static str = "module";
    const ONE: &'static str = "module";
    const MANY: &'static str = "modules";
    const PATH: &'static str = "modules";
}

impl Client {
    /// The modules of the project, and those visible to all: `/modules`.
    #[must_use]
    pub fn modules(&self) -> Resources<'_, Module> {
        Resources::new(self)
    }
}
