//! The record of a backup, and its view.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::record::{Record, record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::time::Duration;

record! {
    /// One row of `backups`.
    #[derive(Debug, Clone)]
    pub(crate) struct Backup in "backups" {
        pub(crate) id: String,
        pub(crate) name: String,
        pub(crate) description: Option<String>,
        pub(crate) project: String,
        pub(crate) instance: Option<String>,
        pub(crate) parent: Option<String>,
        pub(crate) version: Option<String>,
        pub(crate) state: String,
        pub(crate) size: Option<f64>,
        pub(crate) location: Option<String>,
        pub(crate) created: Timestamp,
        pub(crate) updated: Timestamp,
    }
}

/// The time after which a running backup can be deleted (`running_backups_expires`).
const EXPIRY: Duration = Duration::from_secs(3 * 86_400);

impl Backup {
    /// Finds a backup that the caller can see.
    pub(crate) fn find(call: &Call<'_>, id: &str) -> Result<Self, Refusal> {
        let condition = "id = ?1 AND NOT deleted AND (project = ?2 OR ?3)";
        let values = params![id, call.caller.project, call.caller.admin];
        Self::first(call.db, condition, values)?.ok_or_else(|| Refusal::resource_not_found(id))
    }

    /// Finds the last completed backup of an instance that the caller can see.
    pub(crate) fn last_completed(
        call: &Call<'_>,
        instance: &str,
    ) -> rusqlite::Result<Option<Self>> {
        let condition = "instance = ?1 AND state = 'COMPLETED' AND NOT deleted
             AND (project = ?2 OR ?3) ORDER BY updated DESC, rowid DESC";
        Self::first(call.db, condition, params![instance, call.caller.project, call.caller.admin])
    }

    /// Lists the incremental backups that are based on this one.
    pub(crate) fn children(&self, db: &Connection) -> rusqlite::Result<Vec<Self>> {
        Self::select(db, "parent = ?1 AND NOT deleted", &[&self.id])
    }

    /// Returns the URL of the data in a container, or in the default one (`backup_swift_container`).
    pub(crate) fn url(&self, container: Option<&str>) -> String {
        let container = container.unwrap_or("database_backups");
        format!("http://swift.sandbox/v1/AUTH_{}/{container}/{}.xbstream.gz", self.project, self.id)
    }

    pub(crate) fn is_running(&self) -> bool {
        ["NEW", "BUILDING", "SAVING"].contains(&self.state.as_str())
    }

    /// Returns the object, without the wrapper (trove/backup/views.py).
    pub(crate) fn view(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let mut view = json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "locationRef": self.location,
            "instance_id": self.instance,
            "created": self.created,
            "updated": self.updated,
            "size": self.size,
            "status": self.state,
            "parent_id": self.parent,
            "project_id": self.project,
        });
        let version = Version::of(call.db, self.version.as_deref())?;
        if let (Some(version), Some(fields)) = (version, view.as_object_mut()) {
            let datastore = Datastore::of(call.db, &version)?.name;
            fields.insert(
                "datastore".into(),
                json!({"type": datastore, "version": version.name, "version_id": version.id}),
            );
        }
        Ok(view)
    }

    /// Refuses to delete a running backup, unless it has run for days.
    pub(crate) fn require_deletable(&self, call: &Call<'_>) -> Result<(), Refusal> {
        if !self.is_running() {
            return Ok(());
        }
        if call.settings.quirks.running_backup_crashes() {
            return Err(Refusal::Crash);
        }
        if call.now.since(self.created) >= EXPIRY {
            return Ok(());
        }
        let id = &self.id;
        Err(Refusal::unprocessable(format!("Backup {id} cannot be deleted because it is running.")))
    }

    /// Refuses to restore the backup to a version or a volume that does not fit
    /// (trove/instance/models.py:1400).
    pub(crate) fn require_restorable(
        &self,
        call: &Call<'_>,
        version: &Version,
        volume: i64,
    ) -> Result<(), Refusal> {
        let (id, state) = (&self.id, &self.state);
        if !["COMPLETED", "RESTORED"].contains(&state.as_str()) {
            let message = format!(
                "Unable to create instance because backup {id} is not completed. Actual state: {state}."
            );
            return Err(Refusal::new(409, message));
        }
        let size = self.size.unwrap_or(0.0);
        #[expect(clippy::cast_precision_loss, reason = "no volume has 2^52 GB")]
        if size > volume as f64 {
            return Err(Refusal::forbidden(format!(
                "Backup is too large for given flavor or volume. Backup size: {size:?} GBs. Available size: {volume} GBs."
            )));
        }
        let own = Version::of(call.db, self.version.as_deref())?;
        let own = own.map_or(version.datastore.clone(), |own| own.datastore);
        if own != version.datastore {
            let name = |id: &str| Datastore::find(call.db, id).map(|datastore| datastore.name);
            return Err(Refusal::bad_request(format!(
                "The datastore from which the backup was taken, {}, does not match the destination datastore of {}.",
                name(&own)?,
                name(&version.datastore)?
            )));
        }
        Ok(())
    }
}
