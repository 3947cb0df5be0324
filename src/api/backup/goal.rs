//! What to wait for, and how to tell that it has come.

use crate::api::BackupStatus;
use crate::api::backup::Backup;
use crate::api::resource::{Resource, Resources};
use crate::api::wait::{Decision, Sight, Wait, wait};
use crate::json::{Object, text};
use crate::{Result, Subject};

/// What to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BackupGoal {
    /// It can be restored.
    Complete,
    /// It is deleted.
    Gone,
}

impl BackupGoal {
    fn judge(self, status: &BackupStatus) -> Decision {
        match (self, status) {
            // The record goes even when the data could not be deleted (trove/taskmanager/models.py:1621).
            (Self::Gone, _) => Decision::Continue,
            (Self::Complete, BackupStatus::Completed | BackupStatus::Restored) => Decision::Done,
            (Self::Complete, BackupStatus::Failed | BackupStatus::DeleteFailed) => {
                Decision::Failed(None)
            }
            (Self::Complete, _) => Decision::Continue,
        }
    }
}

impl Resources<'_, Backup> {
    /// Waits until the backup of this ID has come to its goal, looking at `GET /backups/{id}`,
    /// and gives it; `None` once it is gone.
    ///
    /// # Errors
    /// [`Error::TimedOut`](crate::Error::TimedOut) when the time is up,
    /// [`Error::Failed`](crate::Error::Failed) when it never will get there.
    pub fn wait(&self, id: &str, goal: BackupGoal, how: &mut Wait<'_>) -> Result<Option<Object>> {
        self.wait_named(id, id, goal, how)
    }

    /// The same, calling the backup by the name that the user gave.
    pub(crate) fn wait_named(
        &self,
        id: &str,
        name: &str,
        goal: BackupGoal,
        how: &mut Wait<'_>,
    ) -> Result<Option<Object>> {
        let subject = Subject::new(Backup::KIND, name);
        wait(self.client.clock(), how, &subject, || match self.get_object(id) {
            Ok(backup) => {
                let status = text(&backup, "status").unwrap_or_default();
                let status = BackupStatus::from(status);
                let decision = goal.judge(&status);
                Ok(Sight { status: status.as_str().to_owned(), decision, object: Some(backup) })
            }
            Err(error) if error.status() == Some(404) && goal == BackupGoal::Gone => {
                Ok(Sight { status: "gone".into(), decision: Decision::Done, object: None })
            }
            Err(error) => Err(error),
        })
    }
}
