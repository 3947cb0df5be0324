//! Optional behavior: defects of the real server, and injected faults.

pub(crate) mod fault;
pub(crate) mod quirks;
pub(crate) mod rate;

#[cfg(test)]
mod tests;
