//! A user, as the service describes it.

use crate::api::Client;
use crate::api::collection::Collection;
use crate::api::database::Database;
use crate::api::query::segment;
use crate::api::resource::{Paging, Resource};
use crate::api::user::name::ANYWHERE;
use crate::json::{Object, text};
use serde::Deserialize;

/// A user of the databases of an instance, as `GET /instances/{id}/users` lists it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// Name.
    pub name: String,
    /// The host that the user may connect from, `%` for any.
    #[serde(default)]
    pub host: Option<String>,
    /// The databases that the user may use.
    #[serde(default)]
    pub databases: Vec<Database>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for User {
    const NOUN: &'static str = "user";
    const KEY: &'static str = "user";
    const LIST_KEY: &'static str = "users";
    const PATH: &'static str = "users";
    const PAGING: Paging = Paging::ById;

    /// Reads the name and the host, which identify a user.
    fn id(object: &Object) -> Option<String> {
        let name = text(object, "name")?;
        let host = text(object, "host").unwrap_or(ANYWHERE);
        Some(format!("{name}@{host}"))
    }
}

impl Client {
    /// The users of an instance: `/instances/{id}/users`.
    #[must_use]
    pub fn users(&self, instance_id: &str) -> Collection<'_, User> {
        Collection::with_path(self, format!("instances/{}/users", segment(instance_id)))
    }
}
