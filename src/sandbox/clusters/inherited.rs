//! What administrators' clusters have from the plain ones, and nobody meant to be there
//! (trove/extensions/mgmt/clusters/service.py, `MgmtClusterController`; PITFALLS 7).

use super::super::call::Call;
use super::super::instances::inherited::check;
use super::super::reply::Outcome;
use super::super::router::{Body, Route, route};
use super::{bodies, create};

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
    super::delete(call)
}
