//! The goals of waits for a cluster, and the check whether a goal is reached.

use crate::api::cluster::Cluster;
use crate::api::collection::Collection;
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

fn task(cluster: &Object) -> &str {
    text_at(cluster, &["task", "name"]).unwrap_or_default()
}

impl ClusterGoal {
    fn verdict(self, cluster: &Object) -> Verdict {
        let members = Cluster::members(cluster);
        let first = |status: &str| {
            let found = members.iter().find(|member| text(member, "status") == Some(status));
            found.map(|member| text(member, "name").unwrap_or_default())
        };
        let failure = first("ERROR").map(|name| Failure::MemberFailed(name.to_owned()));
        match (self, failure) {
            // Servers of a broken member stay in ERROR until they are gone.
            (Self::Gone, Some(failure)) => return Verdict::Unsettled(Some(failure)),
            (Self::Gone, None) => return Verdict::Continue,
            (_, Some(failure)) => return Verdict::Failed(Some(failure)),
            (_, None) if task(cluster) != "NONE" => return Verdict::Continue,
            (_, None) => {}
        }
        let waiting = first("RESTART_REQUIRED").filter(|_| self == Self::Ready);
        if let Some(name) = waiting {
            return Verdict::Failed(Some(Failure::MemberRestartRequired(name.to_owned())));
        }
        let rests = |member| {
            matches!(text(member, "status"), None | Some("" | "ACTIVE" | "RESTART_REQUIRED"))
        };
        if members.iter().all(rests) { Verdict::Done } else { Verdict::Continue }
    }
}

/// Describes the task for progress messages, with the number of running members.
fn describe(cluster: &Object) -> String {
    let members = Cluster::members(cluster);
    let running = members.iter().filter(|member| text(member, "status") == Some("ACTIVE")).count();
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
                Ok(Observation { status, verdict, object: Some(cluster) })
            }
            Err(error) if error.status() == Some(404) && goal == ClusterGoal::Gone => {
                Ok(Observation::gone())
            }
            Err(error) => Err(error),
        })
    }
}
