//! Behavior on request: defects of the real server, and faults.

pub(crate) mod fault;
pub(crate) mod quirks;
pub(crate) mod rate;

#[cfg(test)]
mod tests;
