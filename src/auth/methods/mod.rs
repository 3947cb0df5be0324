//! The logins: one file for each kind, and the scope that they request.

pub(super) mod fixed;
pub(super) mod identity;
pub(super) mod oauth;
pub(super) mod oidc;
mod scope;
#[cfg(test)]
mod tests;
pub(super) mod v2;
