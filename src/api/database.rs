//! The databases of an instance.

use crate::api::collection::Resources;
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::api::wait::listed::{instance_in, poll_list};
use crate::api::{Client, NewDatabase, Wait};
use crate::json::{Object, text};
use crate::output::{Column, Tabular, key};
use crate::{Error, Result, Subject};
use serde::Deserialize;
use serde_json::{Value, json};

/// A database of an instance, as `GET /instances/{id}/databases` lists it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Database {
    /// Name.
    pub name: String,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Database {
    const KIND: &'static str = "database";
    const ONE: &'static str = "database";
    const MANY: &'static str = "databases";
    const PATH: &'static str = "databases";

    /// A database has no ID: its name is what it is known by.
    fn id(object: &Object) -> Option<String> {
        text(object, "name").map(str::to_owned)
    }
}

impl Tabular for Database {
    const COLUMNS: &'static [Column] = &[key("Name", &["name"])];
}

/// A database as a segment of a path, if the service reads it as it is meant.
///
/// # Errors
/// [`Error::Invalid`] for what would reach another database, or none.
pub(super) fn database_segment(name: &str) -> Result<String> {
    let why = if name.is_empty() {
        "the name is empty"
    } else if name.contains('.') {
        // The router takes what follows the first dot for a format, and the handler does not put it
        // back (trove/extensions/common/service.py:535; users have `correct_id_with_req`).
        "the service cuts a name in a path off at its first dot, and would take another database"
    } else if name.contains('/') {
        "the service takes the slash in it for the end of the name"
    } else if !name.is_ascii() {
        // WSGI hands over the bytes of a path as Latin-1, and the handler leaves it at that.
        "the service misreads letters beyond ASCII in a path, and could take another database"
    } else {
        return Ok(segment(name));
    };
    let error = Error::invalid(format!("cannot name the database '{name}' in a request: {why}"));
    Err(error.with_hint("use the database's own client: DROP DATABASE, REVOKE"))
}

impl Database {
    /// Refuses a name by which no database can be deleted nor access to it revoked, which
    /// [`Resources::delete`] and [`Resources::revoke`] do before they send anything.
    ///
    /// # Errors
    /// [`Error::Invalid`], saying why.
    pub fn check_name(name: &str) -> Result<()> {
        database_segment(name).map(drop)
    }
}

/// Databases as a request lists them.
pub(super) fn names(databases: &[impl AsRef<str>]) -> Value {
    let names = databases.iter().map(|name| json!({ "name": name.as_ref() }));
    json!({ "databases": names.collect::<Vec<_>>() })
}

impl Client {
    /// The databases of an instance: `/instances/{id}/databases`.
    #[must_use]
    pub fn databases(&self, instance_id: &str) -> Resources<'_, Database> {
        Resources::at(self, format!("instances/{}/databases", segment(instance_id)))
    }
}

impl Resources<'_, Database> {
    /// Starts the creation of databases: `POST /instances/{id}/databases`. That it fails shows
    /// nowhere: see [`wait_listed`](Self::wait_listed).
    ///
    /// # Errors
    /// Status 400 if there is one of them, 422 unless the instance runs.
    pub fn create(&self, databases: &[NewDatabase]) -> Result<()> {
        if databases.iter().any(|database| database.name.is_empty()) {
            return Err(Error::invalid("a database needs a name"));
        }
        self.client.post(&self.path, &json!({ "databases": databases })).map(drop)
    }

    /// Starts the deletion of a database: `DELETE /instances/{id}/databases/{name}`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name with a dot or a slash, since the service would delete another
    /// one; status 404 if there is none, 422 unless the instance runs.
    pub fn delete(&self, name: &str) -> Result<()> {
        self.client.delete(&format!("{}/{}", self.path, database_segment(name)?))
    }

    /// Waits until all these are in the list, or until none of them is: the list is the only trace
    /// of what was started.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when they do not come or go in time.
    pub fn wait_listed(&self, names: &[&str], listed: bool, wait: &mut Wait<'_>) -> Result<()> {
        let subject = Subject {
            instance: instance_in(&self.path),
            ..Subject::new(Database::KIND, names.join("', '"))
        };
        poll_list(self, &subject, listed, wait, |objects| {
            let is = |name: &str| objects.iter().any(|o| o.get("name") == Some(&name.into()));
            names.iter().filter(|name| is(name)).count() == if listed { names.len() } else { 0 }
        })
    }
}
