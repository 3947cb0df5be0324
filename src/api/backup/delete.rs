//! Deleting a backup.

use crate::api::BackupStatus;
use crate::api::backup::Backup;
use crate::api::collection::Collection;
use crate::json::text;
use crate::{Error, Result};

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
