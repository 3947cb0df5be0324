//! Values as Python writes them: `str()` and `repr()`, which the reference client prints.

use serde_json::{Number, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// `str(value)`: a string as it is, anything else by its `repr`.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed("None"),
        Value::Bool(true) => Cow::Borrowed("True"),
        Value::Bool(false) => Cow::Borrowed("False"),
        _ => {
            let mut out = String::new();
            repr(value, &mut out);
            Cow::Owned(out)
        }
    }
}

/// A number as Python's `repr` has it.
pub(super) fn number(number: &Number) -> String {
    digits(number.as_str()).into_owned()
}

/// The digits of a number as Python's `repr` has them: those of an integer as they are, however many.
pub(super) fn digits(number: &str) -> Cow<'_, str> {
    let is_float = number.contains(['.', 'e', 'E']);
    match number.parse() {
        Ok(value) if is_float && f64::is_finite(value) => Cow::Owned(float(value)),
        _ if number == "-0" => Cow::Borrowed("0"),
        _ => Cow::Borrowed(number),
    }
}

/// The shortest digits that read back as the same float, with an exponent from 1e16 up and below 1e-4.
///
/// JSON has no infinities: they do not occur.
pub(super) fn float(value: f64) -> String {
    // Of two shortest forms just as near, Python takes the even one, and so does serde_json; `{}` does not.
    let shortest = Number::from_f64(value).map_or_else(String::new, |number| number.to_string());
    let scientific = format!("{value:e}");
    let exponent = scientific.split_once('e').and_then(|(_, exponent)| exponent.parse().ok());
    match exponent {
        Some(exponent) if !(-4..16).contains(&exponent) => with_exponent(&shortest, exponent),
        _ => shortest,
    }
}

/// The digits of `number` with the point after the first one.
fn with_exponent(number: &str, exponent: i32) -> String {
    let sign = if number.starts_with('-') { "-" } else { "" };
    let mantissa = number.split('e').next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_matches('0');
    let (first, rest) = digits.split_at_checked(1).unwrap_or((digits, ""));
    let point = if rest.is_empty() { "" } else { "." };
    let direction = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{first}{point}{rest}e{direction}{:02}", exponent.unsigned_abs())
}

fn repr(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) => out.push_str(&text(value)),
        Value::Number(value) => out.push_str(&number(value)),
        Value::String(value) => quoted(value, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, out);
                repr(item, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            for (index, (key, value)) in fields.iter().enumerate() {
                separate(index, out);
                quoted(key, out);
                out.push_str(": ");
                repr(value, out);
            }
            out.push('}');
        }
    }
}

fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push_str(", ");
    }
}

fn quoted(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c if is_printable(c) => out.push(c),
            c => escape(c, out),
        }
    }
    out.push(quote);
}

fn escape(c: char, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = match u32::from(c) {
        code @ ..=0xff => write!(out, "\\x{code:02x}"),
        code @ ..=0xffff => write!(out, "\\u{code:04x}"),
        code => write!(out, "\\U{code:08x}"),
    };
}

/// `str.isprintable()` for one character.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    // The standard library keeps Python's list of categories, but shows it only through `escape_debug`,
    // which also escapes a combining character unless something stands before it.
    let mut pair = String::from("a");
    pair.push(c);
    pair.escape_debug().nth(1) == Some(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn floats_have_an_exponent_where_python_writes_one() {
        for (value, expected) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (0.000_012_5, "1.25e-05"),
            (123_456_789.125, "123456789.125"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1e20, "1e+20"),
            (1.5e300, "1.5e+300"),
            (5e-324, "5e-324"),
            (-2.5e-7, "-2.5e-07"),
            (2_947_993_976_624_793.0 / 4.0, "736998494156198.2"),
            (-1e100, "-1e+100"),
        ] {
            assert_eq!(float(value), expected);
        }
    }

    #[test]
    fn integers_keep_all_digits_and_floats_are_the_nearest() {
        for (digits, expected) in [
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("-98765432109876543210", "-98765432109876543210"),
            ("-0", "0"),
            ("1.50", "1.5"),
            ("1E2", "100.0"),
            ("0.1000000000000000055511151231257827", "0.1"),
            ("1e999", "1e+999"),
        ] {
            let value: Value = serde_json::from_str(digits).unwrap();
            assert_eq!(text(&value), expected);
        }
    }

    #[test]
    fn nested_values_read_as_python_literals() {
        let value = json!({"k": "v", "n": null, "q": "it's", "b": [true, 1.5, "é\u{301}", -3]});
        assert_eq!(
            text(&value),
            "{'k': 'v', 'n': None, 'q': \"it's\", 'b': [True, 1.5, 'é\u{301}', -3]}"
        );
    }

    #[test]
    fn quotes_and_unprintable_characters_are_escaped() {
        for (value, expected) in [
            ("it's \"x\"", r#"['it\'s "x"']"#),
            ("a\\b\n\r\t\u{7}\u{7f}", r"['a\\b\n\r\t\x07\x7f']"),
            ("\u{a0}\u{ad}\u{200b}\u{e000}\u{10ffff}", r"['\xa0\xad\u200b\ue000\U0010ffff']"),
            ("漢😀", "['漢😀']"),
        ] {
            assert_eq!(text(&json!([value])), expected);
        }
    }
}
