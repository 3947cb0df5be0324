//! Deleting a backup.

use crate::api::backup::Backup;
use crate::api::collection::Collection;
use crate::api::{BackupStatus, Deletable, DeletionStage};
use crate::json::{Object, text};
use crate::{ApiError, Error, Result};

impl Collection<'_, Backup> {
    /// Deletes a backup, and the backups that add to it: `DELETE /backups/{id}`.
    ///
    /// # Errors
    /// [`Error::Api`] with status 404 if there is no such backup, 422 or 500 while it is running.
    pub fn delete(&self, id: &str) -> Result<()> {
        match self.client.delete(&self.item_path(id)) {
            Err(Error::Api(mut error)) if error.status == 500 => {
                // The service cannot compute the age of a running backup (trove/backup/models.py:344).
                if let Some(status) = self.running(id) {
                    error.message =
                        format!("the backup is {status}, and cannot be deleted until it is done");
                }
                Err(Error::Api(error))
            }
            outcome => outcome,
        }
    }

    /// The status of the backup, if it is running.
    fn running(&self, id: &str) -> Option<String> {
        let backup = self.get_object(id).ok()?;
        let status = text(&backup, "status")?;
        BackupStatus::from(status).is_running().then(|| status.to_owned())
    }
}

impl Deletable for Backup {
    /// The record looks the same until it is gone.
    const SHOWS_DELETION: bool = false;

    fn stage(backup: &Object) -> DeletionStage {
        match BackupStatus::from(text(backup, "status").unwrap_or_default()) {
            // Up to Victoria the record stays if the data could not be deleted.
            BackupStatus::DeleteFailed => DeletionStage::Broken(None),
            status if status.is_running() => DeletionStage::Busy,
            _ => DeletionStage::Resting,
        }
    }

    fn describe(backup: &Object) -> String {
        text(backup, "status").unwrap_or_default().to_owned()
    }

    fn request_deletion(collection: &Collection<'_, Self>, id: &str) -> Result<()> {
        collection.delete(id)
    }

    /// The service cannot compute the age of a running backup (docs/server-behaviour.md 32).
    fn is_refusal(error: &ApiError, stage: &DeletionStage) -> bool {
        error.status == 422 || error.status == 500 && *stage == DeletionStage::Busy
    }
}
