//! Datastores and their versions.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::http::schema::is_uuid;
use crate::sandbox::state::ids;
use crate::sandbox::state::record::{Record, record};
use crate::sandbox::trove::model::detail::Detail;
use rusqlite::Connection;
use serde_json::{Value, json};

/// The datastore of requests that name none (`default_datastore`).
const DEFAULT: &str = "mysql";

record! {
    /// A kind of database, such as MySQL.
    pub(crate) struct Datastore in "datastores" {
        pub(crate) id: String,
        pub(crate) name: String,
        pub(crate) default_version: Option<String>,
    }
}

record! {
    /// A version of a datastore, and the image of its servers.
    #[derive(Clone)]
    pub(crate) struct Version in "datastore_versions" {
        pub(crate) id: String,
        pub(crate) datastore: String,
        pub(crate) name: String,
        pub(crate) version: String,
        pub(crate) active: bool,
        pub(crate) image: Option<String>,
        /// Tags, separated by commas.
        pub(crate) image_tags: String,
        /// Packages, separated by commas.
        pub(crate) packages: String,
        pub(crate) registry_ext: Option<String>,
        pub(crate) repl_strategy: Option<String>,
        pub(crate) manager: String,
    }
}

impl Datastore {
    /// Finds a datastore by ID or name.
    pub(crate) fn find(db: &Connection, key: &str) -> Result<Self, Refusal> {
        let found = Self::first(db, "id = ?1 OR name = ?1", &[&key])?;
        found.ok_or_else(|| Refusal::not_found(format!("Datastore '{key}' cannot be found.")))
    }

    /// Reads the datastore of a version.
    pub(crate) fn of(db: &Connection, version: &Version) -> Result<Self, Refusal> {
        Self::find(db, &version.datastore)
    }

    /// Finds a datastore by ID or name, or creates it.
    pub(crate) fn find_or_create(db: &Connection, name: &str) -> Result<Self, Refusal> {
        if let Ok(found) = Self::find(db, name) {
            return Ok(found);
        }
        let id = ids::next_id(db)?.to_string();
        let new = Self { id, name: name.to_owned(), default_version: None };
        new.store(db)?;
        Ok(new)
    }

    /// Sets the default version, by its name, or removes it.
    pub(crate) fn set_default(&self, db: &Connection, name: Option<&str>) -> Result<(), Refusal> {
        let version = name.map(|name| Version::find(db, self, name, None)).transpose()?;
        if let Some(version) = version.as_ref().filter(|version| !version.active) {
            return Err(version.inactive());
        }
        db.execute(
            "UPDATE datastores SET default_version = ?2 WHERE id = ?1",
            rusqlite::params![self.id, version.map(|version| version.id)],
        )?;
        Ok(())
    }

    /// Lists all datastores, the default one first: programs choose the first of the list.
    pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Self>> {
        Self::select(db, "1 ORDER BY name <> ?1, id", &[&DEFAULT])
    }

    pub(crate) fn versions(
        &self,
        db: &Connection,
        inactive_too: bool,
    ) -> rusqlite::Result<Vec<Version>> {
        let condition = "datastore = ?1 AND (active OR ?2) ORDER BY id";
        Version::select(db, condition, &[&self.id, &inactive_too])
    }

    pub(crate) fn view(&self, call: &Call<'_>, inactive_too: bool) -> Result<Value, Refusal> {
        let versions = self.versions(call.db, inactive_too)?;
        let views: Vec<_> =
            versions.iter().map(|version| version.view(call, Detail::Nested)).collect();
        let mut view = json!({
            "id": self.id,
            "name": self.name,
            "links": call.links("datastores", &self.id),
            "versions": views,
        });
        if let (Some(version), Some(fields)) = (&self.default_version, view.as_object_mut()) {
            fields.insert("default_version".into(), json!(version));
        }
        Ok(view)
    }
}

impl Version {
    /// Lists the versions of all datastores.
    pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Self>> {
        Self::select(db, "1 ORDER BY id", &[])
    }

    /// Finds a version by its ID alone. An unknown one is 400, because the class of the exception is
    /// not in the server's map (docs/server-behaviour.md 28).
    pub(crate) fn find_by_id(db: &Connection, id: &str) -> Result<Self, Refusal> {
        let found = Self::by_id(db, id)?;
        found.ok_or_else(|| {
            Refusal::bad_request(format!("Datastore version '{id}' cannot be found."))
        })
    }

    /// Reads the version of a resource, if it has one.
    pub(crate) fn of(db: &Connection, id: Option<&str>) -> rusqlite::Result<Option<Self>> {
        id.map_or(Ok(None), |id| Self::by_id(db, id))
    }

    /// Reads the version of a resource; the server crashes if it has none.
    pub(crate) fn required(db: &Connection, id: Option<&str>) -> Result<Self, Refusal> {
        Self::of(db, id)?.ok_or(Refusal::Crash)
    }

    /// Finds a version of a datastore by ID or name, and by number if several have the name
    /// (trove/datastore/models.py, `DatastoreVersion.load`).
    pub(crate) fn find(
        db: &Connection,
        datastore: &Datastore,
        key: &str,
        number: Option<&str>,
    ) -> Result<Self, Refusal> {
        if is_uuid(key) {
            return Self::by_id(db, key)?
                .filter(|version| version.datastore == datastore.id)
                .ok_or_else(|| Refusal::not_found("DBDatastoreVersion Not Found"));
        }
        let fits = |version: &Version| {
            version.name == key && number.is_none_or(|number| version.version == number)
        };
        let mut found = datastore.versions(db, true)?;
        found.retain(fits);
        // The message prefers the number.
        let named = number.unwrap_or(key);
        match found.len() {
            0 => Err(Refusal::bad_request(format!("Datastore version '{named}' cannot be found."))),
            1 => found.pop().ok_or(Refusal::Crash),
            _ => Err(Refusal::bad_request(format!(
                "Multiple datastore versions found for '{key}', use an UUID or specify both the name and version number to be more specific."
            ))),
        }
    }

    fn inactive(&self) -> Refusal {
        Refusal::bad_request(format!("Datastore version '{}' is not active.", self.name))
    }

    pub(crate) fn view(&self, call: &Call<'_>, detail: Detail) -> Value {
        let mut view = json!({
            "id": self.id,
            "name": self.name,
            "version": self.version,
            "links": call.links("datastores/versions", &self.id),
        });
        let Some(fields) = view.as_object_mut() else { return view };
        if detail != Detail::Nested {
            fields.insert("datastore".into(), json!(self.datastore));
        }
        if call.caller.admin {
            // Lists have the number of the database, single versions have a boolean.
            let active = if detail == Detail::Full {
                json!(self.active)
            } else {
                json!(i32::from(self.active))
            };
            let tags: Vec<_> = self.image_tags.split(',').filter(|tag| !tag.is_empty()).collect();
            fields.insert("active".into(), active);
            fields.insert("packages".into(), json!(self.packages));
            fields.insert("image".into(), json!(self.image));
            fields.insert("registry_ext".into(), json!(self.registry_ext));
            fields.insert("repl_strategy".into(), json!(self.repl_strategy));
            fields.insert("image_tags".into(), json!(tags));
        }
        view
    }
}

/// Chooses the version that the `datastore` of a request describes
/// (trove/datastore/models.py, `get_datastore_version`).
pub(crate) fn choose(
    call: &Call<'_>,
    input: Option<&Value>,
    inactive_too: bool,
) -> Result<Version, Refusal> {
    let text = |key: &str| input.and_then(|input| input.get(key)).and_then(Value::as_str);
    let datastore = Datastore::find(call.db, text("type").unwrap_or(DEFAULT))?;
    let key = text("version").or(datastore.default_version.as_deref()).ok_or_else(|| {
        Refusal::bad_request(format!(
            "Default version for datastore '{}' not found.",
            datastore.name
        ))
    })?;
    let version = Version::find(call.db, &datastore, key, text("version_number"))?;
    if !version.active && !inactive_too {
        return Err(version.inactive());
    }
    Ok(version)
}
