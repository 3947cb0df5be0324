//! Recorded runs of other clients, run again with `trove`.

mod commands;
mod legacy_login;
#[cfg(unix)]
mod wire;
