//! Applying a module anew to all instances that have it.

use crate::api::collection::Resources;
use crate::api::module::{Module, ModuleCount};
use crate::api::resource::Resource;
use crate::api::wait::{Observation, Verdict, Wait, poll};
use crate::json::Object;
use crate::{Result, Subject};
use serde_json::json;

/// To which instances, and how fast.
#[derive(Debug, Clone, Default)]
pub struct Reapply {
    /// Only to those that have the contents of this digest.
    pub md5: Option<String>,
    /// To those inside clusters too.
    pub include_clustered: bool,
    /// How many at a time.
    pub batch_size: Option<u32>,
    /// How many seconds from one batch to the next.
    pub batch_delay: Option<u32>,
    /// Also to those that have the contents of now.
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

    /// Whether these instances are still to get the contents of now.
    fn awaits(&self, count: &ModuleCount) -> bool {
        !count.current && self.md5.as_ref().is_none_or(|md5| *md5 == count.module_md5)
    }
}

impl Resources<'_, Module> {
    /// Applies a module anew to the instances that have it, later:
    /// `PUT /modules/{id}/instances`.
    ///
    /// # Errors
    /// Status 404 if there is no such module.
    pub fn reapply(&self, id: &str, how: &Reapply) -> Result<()> {
        let path = format!("{}/instances", self.one(id));
        self.client.put(&path, &json!({ "reapply": how.body() })).map(drop)
    }

    /// Waits until all instances that [`reapply`](Self::reapply) is for have the contents of now.
    ///
    /// # Errors
    /// [`Error::TimedOut`](crate::Error::TimedOut) when the time is up: an instance where it
    /// fails keeps what it had, and the service does not say why.
    pub fn wait_reapplied(&self, id: &str, how: &Reapply, limit: &mut Wait<'_>) -> Result<()> {
        self.wait_reapplied_named(id, id, how, limit)
    }

    /// The same, calling the module by the name that the user gave.
    pub(crate) fn wait_reapplied_named(
        &self,
        id: &str,
        name: &str,
        how: &Reapply,
        limit: &mut Wait<'_>,
    ) -> Result<()> {
        let subject = Subject::new(Module::KIND, name);
        let end = poll(self.client.clock(), limit, &subject, || {
            let counts = self.client.module_counts(id, how.include_clustered)?;
            let waiting = counts.iter().filter(|count| how.awaits(count));
            let waiting: u64 = waiting.map(|count| count.instance_count).sum();
            let all: u64 = counts.iter().map(|count| count.instance_count).sum();
            Ok(Observation {
                status: format!("current on {} of {all} instances", all.saturating_sub(waiting)),
                verdict: if waiting == 0 { Verdict::Done } else { Verdict::Continue },
                object: None,
            })
        });
        end.map(drop)
    }
}
