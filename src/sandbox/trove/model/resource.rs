//! The common behavior of instances and clusters, which have an owner and a task.

/// Implements it for a record. The last argument makes the refusal of an ID that is not found.
macro_rules! resource {
    ($record:ty, $task:ty, $not_found:expr) => {
        impl $record {
            /// Finds a resource of any project, unless it is deleted.
            pub(crate) fn existing(
                db: &rusqlite::Connection,
                id: &str,
            ) -> rusqlite::Result<Option<Self>> {
                let found = <Self as $crate::sandbox::state::record::Record>::by_id(db, id)?;
                Ok(found.filter(|found| !found.deleted))
            }

            /// Finds a resource that the caller can see.
            pub(crate) fn find(
                call: &$crate::sandbox::http::call::Call<'_>,
                id: &str,
            ) -> Result<Self, $crate::sandbox::http::refusal::Refusal> {
                let found = Self::existing(call.db, id)?;
                found.filter(|found| call.can_see(&found.project)).ok_or_else(|| $not_found(id))
            }

            /// Stores the resource, new or changed, and notes the time.
            pub(crate) fn save(
                &mut self,
                db: &rusqlite::Connection,
                now: $crate::sandbox::state::timestamp::Timestamp,
            ) -> rusqlite::Result<()> {
                self.updated = now;
                $crate::sandbox::state::record::Record::store(self, db)
            }

            /// Begins a task.
            pub(crate) fn begin(
                &mut self,
                call: &$crate::sandbox::http::call::Call<'_>,
                task: $task,
            ) -> rusqlite::Result<()> {
                self.task = task;
                self.save(call.db, call.now)
            }

            /// Marks the resource as deleted. Administrators can still see it.
            pub(crate) fn mark_deleted(
                &mut self,
                at: $crate::sandbox::state::timestamp::Timestamp,
            ) {
                self.task = <$task>::None;
                self.deleted = true;
                self.deleted_at = Some(at);
            }
        }
    };
}

pub(crate) use resource;
