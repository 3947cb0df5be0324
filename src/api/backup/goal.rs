//! The goals that a backup can be waited for, and the check whether a goal is reached.

use crate::api::BackupStatus;
use crate::api::backup::Backup;
use crate::api::collection::Collection;
use crate::api::resource::Resource;
use crate::api::wait::{Observation, Verdict, Wait, poll};
use crate::json::{Object, text};
use crate::{Result, Subject};

/// The state of a backup to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BackupGoal {
    /// The backup can be restored.
    Complete,
    /// The backup is deleted.
    Gone,
}

impl BackupGoal {
    fn verdict(self, status: &BackupStatus) -> Verdict {
        match (self, status) {
            // The record goes even when the data could not be deleted (trove/taskmanager/models.py:1621).
            (Self::Gone, _) => Verdict::Continue,
            (Self::Complete, BackupStatus::Completed | BackupStatus::Restored) => Verdict::Done,
            (Self::Complete, BackupStatus::Failed | BackupStatus::DeleteFailed) => {
                Verdict::Failed(None)
            }
            (Self::Complete, _) => Verdict::Continue,
        }
    }
}

impl Collection<'_, Backup> {
    /// Waits until the backup of this ID reaches the goal, polling `GET /backups/{id}`.
    /// Returns the backup, or `None` once it is gone.
    ///
    /// # Errors
    /// [`Error::TimedOut`](crate::Error::TimedOut) when the time is up,
    /// [`Error::Failed`](crate::Error::Failed) when the goal cannot be reached.
    pub fn wait(&self, id: &str, goal: BackupGoal, wait: &mut Wait<'_>) -> Result<Option<Object>> {
        self.wait_named(id, id, goal, wait)
    }

    /// Waits as [`wait`](Self::wait) does, and names the backup as the user did.
    pub(crate) fn wait_named(
        &self,
        id: &str,
        name: &str,
        goal: BackupGoal,
        wait: &mut Wait<'_>,
    ) -> Result<Option<Object>> {
        let subject = Subject::new(Backup::NOUN, name);
        poll(self.client.clock(), wait, &subject, || match self.get_object(id) {
            Ok(backup) => {
                let status = text(&backup, "status").unwrap_or_default();
                let status = BackupStatus::from(status);
                let verdict = goal.verdict(&status);
                Ok(Observation::new(status.as_str().to_owned(), verdict, Some(backup)))
            }
            Err(error) if error.status() == Some(404) && goal == BackupGoal::Gone => {
                Ok(Observation::gone())
            }
            Err(error) => Err(error),
        })
    }
}
