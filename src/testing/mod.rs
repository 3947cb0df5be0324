//! Fake servers for unit tests and for `tests/`, which includes this folder by its path: therefore nothing in it uses
//! anything else of the crate.

pub(crate) mod ca;
pub(crate) mod fake;
pub(crate) mod keystone;
pub(crate) mod server;
