//! The whole of `trove`, from a command line to its output and to what the service was asked.

// Marked as tests, so that clippy takes the helpers in them for tests too.
#[cfg(test)]
mod commands;
#[cfg(test)]
#[cfg(unix)]
mod process;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod support;
#[cfg(test)]
#[expect(dead_code, reason = "the unit tests use the rest of it")]
#[path = "../src/testing/mod.rs"]
mod testing;
