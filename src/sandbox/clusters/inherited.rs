//! What administrators' clusters have from the plain ones, and nobody meant to be there
//! (trove/extensions/mgmt/clusters/service.py, `MgmtClusterController`; PITFALLS 7).

use crate::sandbox::call::Call;
use crate::sandbox::clusters::{bodies, create};
use crate::sandbox::instances::inherited::check;
use crate::sandbox::reply::Outcome;
use crate::sandbox::router::{Body, Route, route};

pub(crate) const ROUTES: &[Route] = &[
    route("POST", "/mgmt/clusters", Body::Like(&bodies::CREATE), create),
    route("DELETE", "/mgmt/clusters/{}", Body::None, delete),
];

fn create(call: &Call<'_>) -> Outcome {
    check(call)?;
    create::run(call)
}

fn delete(call: &Call<'_>) -> Outcome {
    check(call)?;
    crate::sandbox::clusters::delete(call)
}
