//! Values as they are given on the command line: as JSON, in a file, or on standard input.

use crate::cli::environment::World;
use crate::json::Object;
use crate::{Error, Result};
use serde_json::Value;
use std::io::Read;

/// Reads an object from JSON text, from the file that `@FILE` names, or from standard input for `-`.
pub(super) fn read(text: &str, world: &mut World<'_>) -> Result<Object> {
    let loaded;
    let json = match text.strip_prefix('@') {
        Some(file) => {
            let read = std::fs::read_to_string(world.cwd.join(file));
            loaded =
                read.map_err(|error| Error::invalid(format!("cannot read '{file}': {error}")))?;
            &loaded
        }
        None if text == "-" => {
            let mut piped = String::new();
            let read = world.stdin.read_to_string(&mut piped);
            read.map_err(|error| Error::invalid(format!("cannot read standard input: {error}")))?;
            loaded = piped;
            &loaded
        }
        None => text,
    };
    let example =
        "write an object, as in '{\"connect_timeout\": 20}', or @FILE, or - for standard input";
    match serde_json::from_str(json) {
        Ok(Value::Object(values)) => Ok(values),
        Ok(_) => Err(Error::invalid("the values are JSON, but no object").with_hint(example)),
        Err(error) => {
            Err(Error::invalid(format!("the values are not JSON: {error}")).with_hint(example))
        }
    }
}
