//! The API's own objects, one compact JSON document per line.

use crate::hazard::is_hazard;
use crate::json::{Object, escape_surrogates};
use anyhow::Result;

/// Writes one object. For a terminal, control characters become `\u` escapes with the same value.
pub(super) fn line(object: &Object, is_terminal: bool) -> Result<String> {
    let mut out = escape_surrogates(&serde_json::to_string(object)?).into_owned();
    if is_terminal && out.contains(is_hazard) {
        // Outside strings JSON has none of them, so an escape is always in its place.
        out = out.chars().fold(String::with_capacity(out.len()), |mut safe, c| {
            if is_hazard(c) {
                safe.push_str(&format!("\\u{:04x}", u32::from(c)));
            } else {
                safe.push(c);
            }
            safe
        });
    }
    out.push('\n');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn characters_that_a_terminal_would_obey_are_escaped_without_changing_the_value() {
        let value = json!({"name": "é\u{9b}31m\u{202e}\u{7f}\u{1b}[0m"});
        let object = value.as_object().unwrap();
        let line = line(object, true).unwrap();
        assert_eq!(line, "{\"name\":\"é\\u009b31m\\u202e\\u007f\\u001b[0m\"}\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap(), value);
    }

    #[test]
    fn half_of_a_surrogate_pair_passes_through() {
        let text = r#"{"a\udfff":"\ud800x","n":123456789012345678901234567890,"f":1.50}"#;
        let value = crate::json::parse(text.as_bytes()).unwrap();
        assert_eq!(line(value.as_object().unwrap(), true).unwrap(), format!("{text}\n"));
    }

    #[test]
    fn a_pipe_gets_utf_8_as_it_is() {
        let value = json!({"b": 1, "a": "é\u{202e}"});
        let line = line(value.as_object().unwrap(), false).unwrap();
        assert_eq!(line, "{\"b\":1,\"a\":\"é\u{202e}\"}\n");
    }
}
