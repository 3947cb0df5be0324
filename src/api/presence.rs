//! Waiting for what leaves no trace but a list: the service passes databases and users on to the
//! guest and hears nothing of them again (trove/guestagent/api.py, `_cast`).

use crate::api::wait::{Decision, Sight, Wait, wait};
use crate::api::{Query, Resource, Resources};
use crate::json::Object;
use crate::{Result, Subject};

/// Reads the list again and again until it is as `reached` wants it.
pub(super) fn await_listed<R: Resource>(
    list: &Resources<'_, R>,
    subject: &Subject,
    listed: bool,
    limit: &mut Wait<'_>,
    reached: impl Fn(&[Object]) -> bool,
) -> Result<()> {
    let (present, absent) = ("in the list", "not in the list");
    let end = wait(list.client.clock(), limit, subject, || {
        let objects = list.objects(Query::new()).collect::<Result<Vec<_>>>()?;
        let reached = reached(&objects);
        let status = if reached == listed { present } else { absent };
        let decision = if reached { Decision::Done } else { Decision::Continue };
        Ok(Sight { status: status.to_owned(), decision, object: None })
    });
    end.map(drop)
}

/// The ID of the instance whose databases or users are below this path.
pub(super) fn instance_in(path: &str) -> Option<String> {
    path.strip_prefix("instances/")?.split('/').next().map(str::to_owned)
}
