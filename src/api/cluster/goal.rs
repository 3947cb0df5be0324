//! The goals of waits for a cluster, and the check whether a goal is reached.

use crate::api::cluster::Cluster;
use crate::api::collection::Collection;
use crate::api::instance::condition::{self, Condition};
use crate::api::resource::Resource;
use crate::api::wait::{Observation, Verdict, Wait, poll};
use crate::json::{Object, text, text_at};
use crate::{Failure, Result, Subject};

/// The state of a cluster to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClusterGoal {
    /// The cluster has no task, and all its members run.
    Ready,
    /// Ready, or with members that need a restart for a configuration change.
    Settled,
    /// The cluster is deleted.
    Gone,
}

pub(super) fn task(cluster: &Object) -> &str {
    text_at(cluster, &["task", "name"]).unwrap_or_default()
}

impl ClusterGoal {
    pub(super) fn verdict(self, cluster: &Object) -> Verdict {
        let members = Cluster::members(cluster);
        let first = |is: fn(Condition) -> bool| members.iter().find(|member| is(condition(member)));
        let failure = |member: &Object| Failure::MemberFailed {
            name: text(member, "name").unwrap_or_default().to_owned(),
            status: condition::describe(member),
        };
        let broken = first(|condition| condition == Condition::Broken).map(failure);
        match (self, broken) {
            // Servers of a broken member stay in ERROR until they are gone.
            (Self::Gone, Some(failure)) => return Verdict::unsettled(Some(failure)),
            (Self::Gone, None) => return Verdict::Continue,
            (_, Some(failure)) => return Verdict::Failed(Some(failure)),
            (_, None) if task(cluster) != "NONE" => return Verdict::Continue,
            (_, None) => {}
        }
        let waiting = first(|condition| condition == Condition::RestartRequired);
        if let Some(member) = waiting.filter(|_| self == Self::Ready) {
            let name = text(member, "name").unwrap_or_default().to_owned();
            return Verdict::Failed(Some(Failure::MemberRestartRequired(name)));
        }
        let troubled = members.iter().find_map(|member| match condition(member) {
            Condition::Troubled(lasting) => Some((member, lasting)),
            _ => None,
        });
        if let Some((member, lasting)) = troubled {
            return Verdict::Unsettled { lasting, reason: Some(failure(member)) };
        }
        match first(|condition| condition == Condition::Busy) {
            Some(_) => Verdict::Continue,
            None => Verdict::Done,
        }
    }
}

/// The condition of a member. A member without a status is not in the way.
fn condition(member: &Object) -> Condition {
    match text(member, "status") {
        None | Some("") => Condition::Ready,
        Some(_) => Condition::of(member),
    }
}

/// Describes the task for progress messages, with the number of running members.
pub(super) fn describe(cluster: &Object) -> String {
    let members = Cluster::members(cluster);
    let running = members.iter().filter(|member| Condition::of(member) == Condition::Ready).count();
    if running == members.len() {
        return task(cluster).to_owned();
    }
    format!("{} ({running} of {} members ACTIVE)", task(cluster), members.len())
}

impl Collection<'_, Cluster> {
    /// Waits until the cluster of this ID reaches the goal, polling `GET /clusters/{id}`.
    /// Returns the cluster, or `None` once it is gone.
    ///
    /// # Errors
    /// [`Error::TimedOut`](crate::Error::TimedOut) when the time is up,
    /// [`Error::Failed`](crate::Error::Failed) when the goal cannot be reached.
    pub fn wait(&self, id: &str, goal: ClusterGoal, wait: &mut Wait<'_>) -> Result<Option<Object>> {
        self.wait_named(id, id, goal, wait)
    }

    /// Waits as [`wait`](Self::wait) does, and names the cluster as the user did.
    pub(crate) fn wait_named(
        &self,
        id: &str,
        name: &str,
        goal: ClusterGoal,
        wait: &mut Wait<'_>,
    ) -> Result<Option<Object>> {
        let subject = Subject::new(Cluster::NOUN, name);
        poll(self.client.clock(), wait, &subject, || match self.get_object(id) {
            Ok(cluster) => {
                let (status, verdict) = (describe(&cluster), goal.verdict(&cluster));
                Ok(Observation::new(status, verdict, Some(cluster)))
            }
            Err(error) if error.status() == Some(404) && goal == ClusterGoal::Gone => {
                Ok(Observation::gone())
            }
            Err(error) => Err(error),
        })
    }
}
