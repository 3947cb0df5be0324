//! The vocabulary of requests and answers, shared by all services of the sandbox.

pub(crate) mod call;
pub(crate) mod page;
pub(crate) mod python;
pub(crate) mod refusal;
pub(crate) mod reply;
pub(crate) mod route;
pub(crate) mod schema;
