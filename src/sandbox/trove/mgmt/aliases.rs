//! Routes below `/mgmt` that repeat those of instances and clusters. The real server has them by
//! accident: its controllers for administrators inherit them
//! (trove/extensions/mgmt/instances/service.py, `MgmtInstanceController`;
//! trove/extensions/mgmt/clusters/service.py, `MgmtClusterController`; docs/server-behaviour.md 7).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::route::{Body, Route, route};
use crate::sandbox::trove::{clusters, instances};

pub(crate) const ROUTES: &[Route] = &[
    route("POST", "/mgmt/instances", Body::Json(&instances::bodies::CREATE), create_instance),
    route("PUT", "/mgmt/instances/{}", Body::Json(&instances::bodies::UPDATE), update_instance),
    route("PATCH", "/mgmt/instances/{}", Body::Json(&instances::bodies::EDIT), update_instance),
    route("DELETE", "/mgmt/instances/{}", Body::None, delete_instance),
    route("POST", "/mgmt/clusters", Body::Json(&clusters::bodies::CREATE), create_cluster),
    route("DELETE", "/mgmt/clusters/{}", Body::None, delete_cluster),
];

/// Refuses callers who are not administrators, as the service should.
fn check(call: &Call<'_>) -> Result<(), Refusal> {
    if call.settings.quirks.mgmt_aliases_are_open() { Ok(()) } else { call.require_admin() }
}

fn create_instance(call: &Call<'_>) -> Outcome {
    check(call)?;
    instances::create::run(call)
}

fn update_instance(call: &Call<'_>) -> Outcome {
    check(call)?;
    instances::update::run(call)
}

fn delete_instance(call: &Call<'_>) -> Outcome {
    check(call)?;
    instances::delete::run(call)
}

fn create_cluster(call: &Call<'_>) -> Outcome {
    check(call)?;
    clusters::create::run(call)
}

fn delete_cluster(call: &Call<'_>) -> Outcome {
    check(call)?;
    clusters::delete(call)
}
