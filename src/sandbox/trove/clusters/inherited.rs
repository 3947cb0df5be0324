//! What administrators' clusters have from the plain ones, and nobody meant to be there
//! (trove/extensions/mgmt/clusters/service.py, `MgmtClusterController`; PITFALLS 7).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::reply::Outcome;
use crate::sandbox::http::route::{Body, Route, route};
use crate::sandbox::trove::clusters::{bodies, create};
use crate::sandbox::trove::instances::inherited::check;

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
    crate::sandbox::trove::clusters::delete(call)
}
