//! The size that a JSON text has in memory, found without building anything.

use serde_json::Value;

/// The most values of a text.
const MOST_VALUES: usize = 1_000_000;
/// The most memory that the values of a text may take, in bytes.
const MOST_MEMORY: usize = 112 << 20;
/// The size of a value, wherever it is.
const VALUE: usize = size_of::<Value>();
/// What an allocation costs beside its content.
const ALLOCATION: usize = 16;
/// What a member of an object costs beside its key and its value: the hash, and a place in the index.
const MEMBER: usize = size_of::<String>() + 8 + 18;

/// Tells about how much memory a value takes.
#[cfg(any(feature = "cli", test))]
pub(crate) fn memory_of(value: &Value) -> usize {
    VALUE
        + match value {
            Value::Null | Value::Bool(_) => 0,
            Value::Number(number) => number.as_str().len().max(ALLOCATION) + ALLOCATION,
            Value::String(text) => text.len() + ALLOCATION,
            Value::Array(items) => ALLOCATION + items.iter().map(memory_of).sum::<usize>(),
            Value::Object(members) => {
                let member =
                    |(key, value): (&String, _)| MEMBER + key.len() + ALLOCATION + memory_of(value);
                ALLOCATION + members.iter().map(member).sum::<usize>()
            }
        }
}

/// The size of a JSON text: the number of its values, and about how much memory they take.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    values: usize,
    memory: usize,
}

impl Size {
    /// Counts by the brackets, commas and colons outside of strings. What is not JSON has some size
    /// too.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut size = Self { values: 1, memory: VALUE };
        let mut bytes = text.iter();
        // The last byte that is no space.
        let mut last = b',';
        while let Some(byte) = bytes.next() {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => continue,
                b'"' => size.memory += ALLOCATION.max(string(&mut bytes)) + ALLOCATION,
                // The first value of a container.
                b'[' | b'{' => {
                    size.values += 1;
                    size.memory += VALUE + ALLOCATION;
                }
                // There was none.
                b']' | b'}' if matches!(last, b'[' | b'{') => {
                    size.values -= 1;
                    size.memory -= VALUE + ALLOCATION;
                }
                b',' => {
                    size.values += 1;
                    size.memory += VALUE;
                }
                b':' => size.memory += MEMBER,
                b'-' | b'0'..=b'9' if matches!(last, b',' | b'[' | b':') => {
                    size.memory += 2 * ALLOCATION;
                }
                _ => {}
            }
            last = *byte;
        }
        size
    }

    /// Says what is too large, if something is.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.values > MOST_VALUES {
            return Err(format!("it has more than {MOST_VALUES} values"));
        }
        if self.memory > MOST_MEMORY {
            return Err(format!("it would take more than {} MB of memory", MOST_MEMORY >> 20));
        }
        Ok(())
    }
}

/// Passes over the rest of a string, and returns its length.
fn string(bytes: &mut std::slice::Iter<'_, u8>) -> usize {
    let mut length = 0;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            b'\\' => {
                bytes.next();
                length += 2;
            }
            _ => length += 1,
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(value: &Value) -> usize {
        1 + match value {
            Value::Array(items) => items.iter().map(values).sum(),
            Value::Object(members) => members.values().map(values).sum(),
            _ => 0,
        }
    }

    #[test]
    fn values_are_counted_exactly() {
        for text in [
            "1",
            "[]",
            "{ }",
            "[1]",
            "[ [ ] , { } ]",
            r#"{"a": [1, 2, {"b": {}}], "c": "[,{:\\\"", "d": -1.5e3}"#,
            r#"["\\", ",", "]"]"#,
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(Size::of(text.as_bytes()).values, values(&value), "{text}");
        }
    }

    #[test]
    fn a_value_weighs_about_as_much_as_its_text_says() {
        for text in [r#"{"a": [1, 2, {"b": "text"}], "c": null, "d": -1.5}"#, "[[], {}, [[1]]]"] {
            let value: Value = serde_json::from_str(text).unwrap();
            let (built, counted) = (memory_of(&value), Size::of(text.as_bytes()).memory);
            assert!(built < counted * 5 / 4 && counted < built * 5 / 4, "{built} {counted}");
        }
    }

    #[test]
    fn a_million_values_are_enough() {
        let list = |values: usize| format!("[{}1]", "1,".repeat(values - 2));
        assert_eq!(Size::of(list(MOST_VALUES).as_bytes()).check(), Ok(()));
        let error = Size::of(list(MOST_VALUES + 1).as_bytes()).check().unwrap_err();
        assert_eq!(error, "it has more than 1000000 values");
    }

    #[test]
    fn few_values_can_be_large() {
        for row in [r#"{"a":1}"#, r#"{"a":{}}"#] {
            let text = format!("[{}", format!("{row},").repeat(499_000));
            let error = Size::of(text.as_bytes()).check().unwrap_err();
            assert_eq!(error, "it would take more than 112 MB of memory", "{row}");
        }
        // Broken JSON does not make the count go wrong.
        Size::of(b"]}]}\"").check().unwrap();
    }
}
