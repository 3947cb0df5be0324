//! Waits until a list shows a change of a database or a user. The service passes these changes to the guest
//! agent and never learns their result (trove/guestagent/api.py, `_cast`).

use crate::api::wait::{Observation, Verdict, Wait, poll};
use crate::api::{Collection, Query, Resource};
use crate::json::Object;
use crate::{Result, Subject};

/// Reads the list again and again until it is as `is_reached` wants it.
pub(in crate::api) fn poll_list<R: Resource>(
    list: &Collection<'_, R>,
    subject: &Subject,
    listed: bool,
    wait: &mut Wait<'_>,
    is_reached: impl Fn(&[Object]) -> bool,
) -> Result<()> {
    let end = poll(list.client.clock(), wait, subject, || {
        let objects = list.objects(Query::new()).collect::<Result<Vec<_>>>()?;
        let is_reached = is_reached(&objects);
        let status = if is_reached == listed { "in the list" } else { "not in the list" };
        let verdict = if is_reached { Verdict::Done } else { Verdict::Continue };
        Ok(Observation::new(status.to_owned(), verdict, None))
    });
    end.map(drop)
}

/// The ID of the instance whose databases or users are below this path.
pub(in crate::api) fn instance_in(path: &str) -> Option<String> {
    path.strip_prefix("instances/")?.split('/').next().map(str::to_owned)
}
