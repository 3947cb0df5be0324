//! Reads the values of a configuration group from the command line, a file, or standard input.

use crate::cli::environment::Environment;
use crate::json::Object;
use crate::{Error, Result};
use serde_json::Value;
use std::io::Read;

/// Reads an object from JSON text, from the file named by `@FILE`, or from standard input for `-`.
pub(super) fn read(text: &str, environment: &mut Environment<'_>) -> Result<Object> {
    let loaded;
    let json = match text.strip_prefix('@') {
        Some(file) => {
            let read = std::fs::read_to_string(environment.cwd.join(file));
            loaded =
                read.map_err(|error| Error::invalid(format!("cannot read '{file}': {error}")))?;
            &loaded
        }
        None if text == "-" => {
            let mut piped = String::new();
            let read = environment.stdin.read_to_string(&mut piped);
            read.map_err(|error| Error::invalid(format!("cannot read standard input: {error}")))?;
            loaded = piped;
            &loaded
        }
        None => text,
    };
    let example =
        "give an object such as '{\"connect_timeout\": 20}', @FILE, or - for standard input";
    match serde_json::from_str(json) {
        Ok(Value::Object(values)) => Ok(values),
        Ok(_) => Err(Error::invalid("the values are JSON, but not an object").with_hint(example)),
        Err(error) => {
            Err(Error::invalid(format!("the values are not JSON: {error}")).with_hint(example))
        }
    }
}
