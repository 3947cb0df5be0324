//! Requests and answers, as all services of the sandbox read and write them.

pub(crate) mod call;
pub(crate) mod page;
pub(crate) mod python;
pub(crate) mod refusal;
pub(crate) mod reply;
pub(crate) mod route;
pub(crate) mod schema;
