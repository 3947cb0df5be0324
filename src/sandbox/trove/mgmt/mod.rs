//! Routes for administrators, across all projects.

pub(crate) mod agents;
pub(crate) mod aliases;
pub(crate) mod clusters;
pub(crate) mod instances;
pub(crate) mod versions;

#[cfg(test)]
mod tests;
