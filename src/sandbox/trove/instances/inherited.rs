//! What administrators' instances have from the plain ones, and nobody meant to be there
//! (trove/extensions/mgmt/instances/service.py, `MgmtInstanceController`; PITFALLS 7).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::reply::{Outcome, Refusal};
use crate::sandbox::http::route::{Body, Route, route};
use crate::sandbox::trove::instances::{bodies, create, update};

pub(crate) const ROUTES: &[Route] = &[
    route("POST", "/mgmt/instances", Body::Like(&create::BODY), create),
    route("PUT", "/mgmt/instances/{}", Body::Like(&bodies::UPDATE), update),
    route("PATCH", "/mgmt/instances/{}", Body::Like(&bodies::EDIT), update),
    route("DELETE", "/mgmt/instances/{}", Body::None, delete),
];

/// Refuses those who are no administrators, as the service should.
pub(crate) fn check(call: &Call<'_>) -> Result<(), Refusal> {
    if call.settings.quirks.inherited_routes_are_open() { Ok(()) } else { call.require_admin() }
}

fn create(call: &Call<'_>) -> Outcome {
    check(call)?;
    create::run(call)
}

fn update(call: &Call<'_>) -> Outcome {
    check(call)?;
    update::run(call)
}

fn delete(call: &Call<'_>) -> Outcome {
    check(call)?;
    crate::sandbox::trove::instances::delete(call)
}
