//! The goals that an instance can be waited for, and the check whether a goal is reached.

use crate::api::collection::Collection;
use crate::api::instance::Instance;
use crate::api::instance::condition::{Condition, describe, fault, is_busy};
use crate::api::resource::Resource;
use crate::api::wait::{Observation, Verdict, Wait, poll};
use crate::api::{Deletable, DeletionStage};
use crate::json::{Object, at, text, text_at};
use crate::{Failure, Result, Subject};
use serde_json::Value;

/// The state of an instance to wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Goal {
    /// The database runs and can be used: `status` alone does not tell (trove/instance/models.py:357).
    Ready,
    /// Ready, or in need of a restart for a configuration change.
    Settled,
    /// Ready, after a reset of the status: the database has to be heard of first.
    Reset,
    /// Ready, with a volume of this size in GiB.
    Volume(u64),
    /// Ready, with the flavor of this ID.
    Flavor(String),
    /// Ready, and no longer a replica.
    Standalone,
    /// The status or operating status is this word.
    Status(String),
    /// The instance is deleted.
    Gone,
}

impl Goal {
    /// Returns the verdict on the state of an instance for this goal. If the instance `was_busy`, an end
    /// without the result is a failure; otherwise the operation may not have begun yet.
    fn verdict(&self, instance: &Object, was_busy: bool) -> Verdict {
        let words = ["status", "operating_status"].map(|key| text(instance, key));
        if let Self::Status(word) = self
            && words.contains(&Some(word.as_str()))
        {
            return Verdict::Done;
        }
        match (Condition::of(instance), self) {
            // The server of a broken instance stays in ERROR until it is gone.
            (Condition::Broken, Self::Gone) => Verdict::unsettled(fault(instance)),
            (Condition::Ready, Self::Gone) if was_busy => {
                Verdict::Failed(Some(Failure::NotDeleted))
            }
            (_, Self::Gone) => Verdict::Continue,
            // Without an operating status, a reset shows as ERROR until the guest agent reports.
            (Condition::Broken, Self::Reset) if words[1].is_none() => {
                Verdict::unsettled(fault(instance))
            }
            (Condition::Broken, _) => Verdict::Failed(fault(instance)),
            (Condition::RestartRequired, Self::Settled) => Verdict::Done,
            (Condition::RestartRequired, _) => Verdict::Failed(Some(Failure::RestartRequired)),
            (Condition::Ready, _) => self.result(instance, was_busy),
            (Condition::Troubled(lasting), _) => {
                Verdict::Unsettled { lasting, reason: fault(instance) }
            }
            (Condition::Busy, _) => Verdict::Continue,
        }
    }

    /// Checks the result: resize and restart end in the same status whether they worked or not.
    fn result(&self, instance: &Object, was_busy: bool) -> Verdict {
        let (reached, missing) = match self {
            Self::Volume(size) => {
                let now = at(instance, &["volume", "size"]).and_then(Value::as_u64);
                (now == Some(*size), Failure::VolumeNotResized(*size))
            }
            Self::Flavor(id) => {
                let now = text_at(instance, &["flavor", "id"]);
                (now == Some(id), Failure::FlavorNotChanged(id.clone()))
            }
            Self::Standalone => (!instance.contains_key("replica_of"), Failure::NotDetached),
            Self::Status(_) => return Verdict::Continue,
            Self::Ready | Self::Settled | Self::Reset | Self::Gone => return Verdict::Done,
        };
        match (reached, was_busy) {
            (true, _) => Verdict::Done,
            (false, true) => Verdict::Failed(Some(missing)),
            (false, false) => Verdict::unsettled(Some(missing)),
        }
    }
}

impl Collection<'_, Instance> {
    /// Waits until the instance of this ID reaches the goal, polling `GET /instances/{id}`.
    /// Returns the instance, or `None` once it is gone.
    ///
    /// # Errors
    /// [`Error::TimedOut`](crate::Error::TimedOut) when the time is up,
    /// [`Error::Failed`](crate::Error::Failed) when the goal cannot be reached.
    pub fn wait(&self, id: &str, goal: &Goal, wait: &mut Wait<'_>) -> Result<Option<Object>> {
        self.wait_named(id, id, goal, wait)
    }

    /// Waits as [`wait`](Self::wait) does, and names the instance as the user did.
    pub(crate) fn wait_named(
        &self,
        id: &str,
        name: &str,
        goal: &Goal,
        wait: &mut Wait<'_>,
    ) -> Result<Option<Object>> {
        let mut was_busy = false;
        let subject = Subject::new(Instance::NOUN, name);
        poll(self.client.clock(), wait, &subject, || match self.get_object(id) {
            Ok(instance) => {
                let verdict = goal.verdict(&instance, was_busy);
                was_busy |= match goal {
                    Goal::Gone => Instance::stage(&instance) == DeletionStage::Deleting,
                    _ => is_busy(&instance),
                };
                Ok(Observation::new(describe(&instance), verdict, Some(instance)))
            }
            Err(error) if error.status() == Some(404) && *goal == Goal::Gone => {
                Ok(Observation::gone())
            }
            Err(error) => Err(error),
        })
    }
}
