//! Applying a module again to the instances that have it.

use crate::api::collection::Collection;
use crate::api::module::{Module, ModuleCount};
use crate::api::resource::Resource;
use crate::api::wait::{Observation, Verdict, Wait, poll};
use crate::json::Object;
use crate::{Result, Subject};
use serde_json::json;

/// The instances to apply a module to again, and the pace.
#[derive(Debug, Clone, Default)]
pub struct Reapply {
    /// Apply only to instances that have the contents of this digest.
    pub md5: Option<String>,
    /// Apply to members of clusters too.
    pub include_clustered: bool,
    /// The number of instances in a batch.
    pub batch_size: Option<u32>,
    /// The number of seconds between batches.
    pub batch_delay: Option<u32>,
    /// Apply also to instances that have the current contents.
    pub force: bool,
}

impl Reapply {
    fn body(&self) -> Object {
        let mut body = Object::new();
        let mut put = |key: &str, value| body.insert(key.to_owned(), value);
        if let Some(md5) = &self.md5 {
            put("md5", json!(md5));
        }
        put("include_clustered", json!(u8::from(self.include_clustered)));
        if let Some(size) = self.batch_size {
            put("batch_size", json!(size));
        }
        if let Some(delay) = self.batch_delay {
            put("batch_delay", json!(delay));
        }
        put("force", json!(u8::from(self.force)));
        body
    }

    /// Returns whether some of these instances do not have the current contents yet.
    fn is_pending(&self, count: &ModuleCount) -> bool {
        !count.current && self.md5.as_ref().is_none_or(|md5| *md5 == count.module_md5)
    }
}

impl Collection<'_, Module> {
    /// Starts applying a module again to the instances that have it: `PUT /modules/{id}/instances`.
    ///
    /// # Errors
    /// Status 404 if there is no such module.
    pub fn reapply(&self, id: &str, how: &Reapply) -> Result<()> {
        let path = format!("{}/instances", self.item_path(id));
        self.client.put(&path, &json!({ "reapply": how.body() })).map(drop)
    }

    /// Waits until all instances of a [`reapply`](Self::reapply) have the current contents.
    ///
    /// # Errors
    /// [`Error::TimedOut`](crate::Error::TimedOut) when the time is up: on an error, an instance keeps
    /// its contents, and the service does not report the error.
    pub fn wait_reapplied(&self, id: &str, how: &Reapply, wait: &mut Wait<'_>) -> Result<()> {
        self.wait_reapplied_named(id, id, how, wait)
    }

    /// Waits as [`wait_reapplied`](Self::wait_reapplied) does, and names the module as the user did.
    pub(crate) fn wait_reapplied_named(
        &self,
        id: &str,
        name: &str,
        how: &Reapply,
        wait: &mut Wait<'_>,
    ) -> Result<()> {
        let subject = Subject::new(Module::NOUN, name);
        let end = poll(self.client.clock(), wait, &subject, || {
            let counts = self.client.module_counts(id, how.include_clustered)?;
            let pending = counts.iter().filter(|count| how.is_pending(count));
            let pending: u64 = pending.map(|count| count.instance_count).sum();
            let all: u64 = counts.iter().map(|count| count.instance_count).sum();
            let status = format!("current on {} of {all} instances", all.saturating_sub(pending));
            let verdict = if pending == 0 { Verdict::Done } else { Verdict::Continue };
            Ok(Observation::new(status, verdict, None))
        });
        end.map(drop)
    }
}
