//! Reads a text as JSON, within limits.

use crate::json::repair::repaired;
use crate::json::size::Size;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// The key under which serde_json hands over a number that fits no integer type.
const NUMBER: &str = "$serde_json::private::Number";
/// An object with more members is not gathered before it is built.
const FEW: usize = 64;

/// A shorter text has few values, however it is made: it is read as it is.
const SHORT: usize = 256 << 10;

/// The reason why a text is not read.
#[derive(Debug)]
pub(crate) enum Defect {
    /// It is not JSON.
    Syntax(serde_json::Error),
    /// It is JSON, perhaps, that would take too much memory; why.
    TooLarge(String),
}

/// Reads a text as JSON. What would take too much memory is refused before anything is built.
///
/// A number keeps its digits, and half of a surrogate pair is kept as a mark of two characters (see
/// `surrogate`). What Python writes for a float that is no number becomes null.
pub(crate) fn parse(text: &[u8]) -> Result<Value, Defect> {
    let is_short = text.len() <= SHORT;
    if !is_short {
        Size::of(text).check().map_err(Defect::TooLarge)?;
    }
    let read = |text: &[u8]| if is_short { serde_json::from_slice(text) } else { exact(text) };
    match read(text) {
        Ok(value) => Ok(value),
        Err(error) => match repaired(text) {
            Some(text) => read(&text).map_err(Defect::Syntax),
            None => Err(Defect::Syntax(error)),
        },
    }
}

impl Defect {
    /// Says what is wrong, and returns the error of the parser.
    pub(crate) fn explain(self) -> (String, Option<serde_json::Error>) {
        match self {
            Self::Syntax(error) => ("it is not JSON".to_owned(), Some(error)),
            Self::TooLarge(why) => (why, None),
        }
    }
}

/// Reads a long text into containers that have no spare room, which is half of the memory.
fn exact(text: &[u8]) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = Exact.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

#[derive(Clone, Copy)]
struct Exact;

impl<'de> DeserializeSeed<'de> for Exact {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Exact {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any valid JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        list.shrink_to_fit();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let (mut few, mut object) = (Vec::new(), Map::new());
        while let Some(key) = members.next_key::<String>()? {
            if key == NUMBER && few.is_empty() {
                let digits: String = members.next_value()?;
                let number: Result<Number, _> = digits.parse();
                return number.map(Value::Number).map_err(serde::de::Error::custom);
            }
            few.push((key, members.next_value_seed(self)?));
            if few.len() == FEW {
                object.extend(few.drain(..));
            }
        }
        if object.is_empty() {
            object = Map::with_capacity(few.len());
        }
        object.extend(few);
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn long(member: &str) -> String {
        format!(r#"{{"padding": "{}", "member": {member}}}"#, "x".repeat(SHORT))
    }

    #[test]
    fn long_and_short_texts_are_read_alike() {
        let many: String = (0..200).map(|at| format!(r#", "k{at}": {at}"#)).collect();
        for text in [
            r#"{"a": [1, -2, 1.50, null, true, "\u00e9\n", {}, []], "b": {"c": 1e400}}"#,
            r#"{"n": 123456789012345678901234567890, "m": -0, "a": 1, "a": 2}"#,
            &format!(r#"{{"x": 0{many}}}"#),
            r#"[NaN, Infinity, -Infinity, "NaN \ud800"]"#,
        ] {
            let short = parse(text.as_bytes()).unwrap();
            let read = parse(long(text).as_bytes()).unwrap();
            assert_eq!(read["member"], short);
            assert_eq!(read["member"].to_string(), short.to_string());
        }
        for text in ["[1, 2", "{\"a\" 1}", "nan", "[1]]", "\"\\u12\""] {
            assert!(matches!(parse(text.as_bytes()), Err(Defect::Syntax(_))), "{text}");
            assert!(matches!(parse(long(text).as_bytes()), Err(Defect::Syntax(_))), "{text}");
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        let digits = "[123456789012345678901234567890,-98765432109876543210,1.10,1e+999,-0]";
        assert_eq!(parse(digits.as_bytes()).unwrap().to_string(), digits);
    }

    #[test]
    fn a_float_that_is_no_number_is_null() {
        let value = parse(br#"{"a": NaN, "b": [-Infinity], "c": "NaN"}"#).unwrap();
        assert_eq!(value, json!({"a": null, "b": [null], "c": "NaN"}));
    }

    #[test]
    fn nesting_has_an_end() {
        for depth in [200, 1 << 20] {
            assert!(parse("[".repeat(depth).as_bytes()).is_err());
        }
        assert!(parse(format!("{}{}", "[".repeat(100), "]".repeat(100)).as_bytes()).is_ok());
    }
}
