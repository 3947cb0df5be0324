//! The databases of an instance.

use crate::api::collection::{Collection, missing};
use crate::api::query::segment;
use crate::api::resource::{Paging, Resource};
use crate::api::wait::listed::{instance_in, poll_list};
use crate::api::{Client, NewDatabase, Wait};
use crate::json::{Object, text};
use crate::{Error, Result, Subject};
use serde::Deserialize;
use serde_json::{Value, json};

/// A database of an instance, as `GET /instances/{id}/databases` lists it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Database {
    /// Name.
    pub name: String,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Database {
    const NOUN: &'static str = "database";
    const KEY: &'static str = "database";
    const LIST_KEY: &'static str = "databases";
    const PATH: &'static str = "databases";
    const PAGING: Paging = Paging::ById;

    /// Reads the name, which identifies a database.
    fn id(object: &Object) -> Option<String> {
        text(object, "name").map(str::to_owned)
    }
}

/// Encodes the name of a database as a path segment.
///
/// # Errors
/// [`Error::Invalid`] for a name that the service would confuse with another.
pub(super) fn database_segment(name: &str) -> Result<String> {
    let why = if name.is_empty() {
        "the name is empty"
    } else if name.contains('.') {
        // The router treats what follows the first dot as a format, and the handler does not add it
        // again (trove/extensions/common/service.py:535; users have `correct_id_with_req`).
        "the service drops what follows the first dot, and would take another database"
    } else if name.contains('/') {
        "the service takes the slash for the end of the name"
    } else if !name.is_ascii() {
        // WSGI passes the bytes of a path on as Latin-1, and the handler does not decode them.
        "the service misreads characters that are not ASCII, and could take another database"
    } else {
        return Ok(segment(name));
    };
    let error = Error::invalid(format!("cannot name the database '{name}' in a request: {why}"));
    Err(error.with_hint("use the database's own client: DROP DATABASE, REVOKE"))
}

impl Database {
    /// Checks that requests can name the database, as [`Collection::delete`] and
    /// [`Collection::revoke`] do before they send anything.
    ///
    /// # Errors
    /// [`Error::Invalid`], saying why.
    pub fn check_name(name: &str) -> Result<()> {
        database_segment(name).map(drop)
    }
}

/// The body of a request that lists databases.
pub(super) fn names(databases: &[impl AsRef<str>]) -> Value {
    let names = databases.iter().map(|name| json!({ "name": name.as_ref() }));
    json!({ "databases": names.collect::<Vec<_>>() })
}

impl Client {
    /// The databases of an instance: `/instances/{id}/databases`.
    #[must_use]
    pub fn databases(&self, instance_id: &str) -> Collection<'_, Database> {
        Collection::with_path(self, format!("instances/{}/databases", segment(instance_id)))
    }
}

impl Collection<'_, Database> {
    /// Starts creating databases: `POST /instances/{id}/databases`. The service does not report a
    /// failure: see [`wait_listed`](Self::wait_listed).
    ///
    /// # Errors
    /// Status 400 if one of them exists, 422 unless the instance runs.
    pub fn create(&self, databases: &[NewDatabase]) -> Result<()> {
        if databases.iter().any(|database| database.name.is_empty()) {
            return Err(Error::invalid("a database needs a name"));
        }
        self.client.post(&self.path, &json!({ "databases": databases })).map(drop)
    }

    /// Starts deleting a database: `DELETE /instances/{id}/databases/{name}`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name with a dot or a slash, because the service would delete another
    /// database; status 404 if there is no such database, 422 unless the instance runs.
    pub fn delete(&self, name: &str) -> Result<()> {
        self.client.delete(&format!("{}/{}", self.path, database_segment(name)?))
    }

    /// Finds the database of this name in the list: the service does not show a single one.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn find_listed(&self, name: &str) -> Result<()> {
        self.look_up(name)?.map(drop).ok_or_else(|| missing(Database::NOUN, name))
    }

    /// Waits until all of these databases are in the list, or none of them. Only the list shows the
    /// result of an operation.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when the time is up.
    pub fn wait_listed(&self, names: &[&str], listed: bool, wait: &mut Wait<'_>) -> Result<()> {
        let subject = Subject {
            instance: instance_in(&self.path),
            ..Subject::new(Database::NOUN, names.join("', '"))
        };
        poll_list(self, &subject, listed, wait, |objects| {
            let is = |name: &str| objects.iter().any(|o| o.get("name") == Some(&name.into()));
            names.iter().filter(|name| is(name)).count() == if listed { names.len() } else { 0 }
        })
    }
}
