//! How the sandbox behaves on request: with the real server's defects, or with faults.

pub(crate) mod fault;
pub(crate) mod quirks;
pub(crate) mod rate;
