//! Servers for tests: one that follows a script, and a Keystone. `tests/` includes this folder by its path, so that
//! nothing in it may use anything else of the crate.

pub(crate) mod ca;
pub(crate) mod fake;
pub(crate) mod keystone;
pub(crate) mod server;
