//! The contents of a module, from a file or standard input.

use crate::api::Contents;
use crate::cli::context::Cx;
use crate::{Error, Result};
use std::io::Read;

/// Reads the file of this name, or standard input for `-`.
pub(super) fn read(cx: &mut Cx<'_>, file: &str) -> Result<Contents> {
    let environment = cx.environment();
    let read = if file == "-" {
        let mut contents = Vec::new();
        environment.stdin.read_to_end(&mut contents).map(|_| contents)
    } else {
        std::fs::read(environment.cwd.join(file))
    };
    let name = if file == "-" { "standard input" } else { file };
    match read {
        Ok(contents) if contents.is_empty() => {
            Err(Error::invalid(format!("'{name}' is empty: a module needs contents")))
        }
        Ok(contents) => Ok(contents.into()),
        // Invalid, as a wrong argument is: nothing was sent.
        Err(error) => Err(Error::invalid(format!("cannot read '{name}': {error}"))),
    }
}
