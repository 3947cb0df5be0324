//! The whole of `trove`, from a command line to its output.

#[cfg(test)]
mod process;
