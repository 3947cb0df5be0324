//! The values of unquoted words in YAML 1.1.

use serde_json::{Number, Value};

/// Returns the value of a plain scalar, by the rules of YAML 1.1 as PyYAML follows them: `yes` is a
/// boolean, `010` is eight and `1:30` is ninety. A date stays text.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Value::Bool(true);
        }
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        _ => {}
    }
    int(text).or_else(|| float(text)).unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Returns `text` as an integer, if it is one.
pub(super) fn int(text: &str) -> Option<Value> {
    let (negative, body) = signed(text);
    let digits = body.replace('_', "");
    let value = if body.starts_with("0b") {
        i128::from_str_radix(unsigned(digits.strip_prefix("0b")?)?, 2)
    } else if body.starts_with("0x") {
        i128::from_str_radix(unsigned(digits.strip_prefix("0x")?)?, 16)
    } else if body.len() > 1 && body.starts_with('0') {
        i128::from_str_radix(unsigned(&digits)?, 8)
    } else if body.starts_with(|c: char| c.is_ascii_digit()) && body.contains(':') {
        return sixties(body).map(|value| number(if negative { -value } else { value }, text));
    } else if body.starts_with(|c: char| c.is_ascii_digit()) {
        unsigned(&digits)?.parse()
    } else {
        return None;
    };
    match value {
        Ok(value) => Some(number(if negative { -value } else { value }, text)),
        Err(error) => match error.kind() {
            // Longer than any integer type. It becomes text anyway: keep the digits.
            std::num::IntErrorKind::PosOverflow => {
                Some(Value::String(text.replace(['_', '+'], "")))
            }
            _ => None,
        },
    }
}

/// Returns `text` as a floating-point number, if it is one.
pub(super) fn float(text: &str) -> Option<Value> {
    let (negative, body) = signed(text);
    let sign = if negative { -1.0 } else { 1.0 };
    let value = match body {
        ".inf" | ".Inf" | ".INF" => f64::INFINITY,
        ".nan" | ".NaN" | ".NAN" if body == text => f64::NAN,
        _ => {
            let (whole, rest) = body.split_once('.')?;
            let (fraction, exponent) = match rest.find(['e', 'E']) {
                Some(at) => (rest.get(..at)?, Some(rest.get(at + 1..)?)),
                None => (rest, None),
            };
            let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == '_');
            let starts = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
            // YAML 1.1 requires a sign in the exponent: `1.0e3` is text.
            let exact = exponent.is_none_or(|exponent| {
                let (_, power) = signed(exponent);
                power != exponent && !power.is_empty() && power.bytes().all(|b| b.is_ascii_digit())
            });
            if !exact || !digits(fraction) {
                return None;
            }
            if whole.contains(':') && exponent.is_none() {
                let minutes = sixties(whole)? as f64;
                minutes + format!("0.{fraction}0").replace('_', "").parse::<f64>().ok()?
            } else if starts(whole) && digits(whole)
                || whole.is_empty() && starts(fraction) && body == text
            {
                body.replace('_', "").parse::<f64>().ok()?
            } else {
                return None;
            }
        }
    };
    let value = sign * value;
    Some(Number::from_f64(value).map_or_else(|| Value::String(python_float(value)), Value::Number))
}

/// Returns a float as Python writes it, for a user name or a password.
pub(super) fn python_float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    let text = format!("{value:?}");
    match text.split_once('e') {
        Some((digits, exponent)) => match exponent.strip_prefix('-') {
            Some(exponent) => format!("{digits}e-{exponent:0>2}"),
            None => format!("{digits}e+{exponent:0>2}"),
        },
        None => text,
    }
}

/// Splits off the sign: whether it is negative, and the rest.
fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Returns digits without a second sign, which `from_str_radix` would accept.
fn unsigned(digits: &str) -> Option<&str> {
    digits.starts_with(|c: char| c.is_ascii_alphanumeric()).then_some(digits)
}

/// Returns the value of a sexagesimal number: `1:30` is ninety.
fn sixties(text: &str) -> Option<i128> {
    let mut parts = text.split(':');
    let first = parts.next()?;
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut total: i128 = first.replace('_', "").parse().ok()?;
    for part in parts {
        let value: i128 = match part.as_bytes() {
            [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'] => part.parse().ok()?,
            _ => return None,
        };
        total = total.checked_mul(60)?.checked_add(value)?;
    }
    Some(total)
}

fn number(value: i128, text: &str) -> Value {
    i64::try_from(value)
        .map(Number::from)
        .or_else(|_| u64::try_from(value).map(Number::from))
        .map_or_else(|_| Value::String(text.to_owned()), Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_of_yaml_1_1_have_the_values_of_pyyaml() {
        for (text, value) in [
            ("012345", json!(5349)),
            ("0x1F", json!(31)),
            ("0b101", json!(5)),
            ("1_000", json!(1000)),
            ("-7", json!(-7)),
            ("+7", json!(7)),
            ("0", json!(0)),
            ("1:30", json!(90)),
            ("1:30.5", json!(90.5)),
            ("1.10", json!(1.1)),
            ("1.0e+3", json!(1000.0)),
            (".5", json!(0.5)),
            ("yes", json!(true)),
            ("OFF", json!(false)),
            ("~", json!(null)),
            (".inf", json!("inf")),
            ("-.inf", json!("-inf")),
            (".NaN", json!("nan")),
        ] {
            assert_eq!(resolve(text), value, "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_numbers_are_text() {
        for text in [
            "1e3",
            "1.0e3",
            "0o17",
            "09",
            "0x",
            "0b2",
            "1:60",
            "2024-01-02",
            "1.2.3",
            "y",
            "-",
            "+",
            ".",
            "--1",
            "1__:2x",
            "0x-1",
            "0-7",
            "+-1",
            "_1",
            "é",
        ] {
            assert_eq!(resolve(text), json!(text), "{text}");
        }
    }

    #[test]
    fn integers_beyond_64_bits_keep_their_digits() {
        let long = "123456789012345678901234567890123456789012345";
        assert_eq!(resolve(long), json!(long));
        assert_eq!(resolve("18446744073709551615"), json!(u64::MAX));
        assert_eq!(resolve("99999999999999999999"), json!("99999999999999999999"));
    }

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (value, text) in
            [(1000.0, "1000.0"), (1.1, "1.1"), (1e16, "1e+16"), (0.00001, "1e-05"), (2.5, "2.5")]
        {
            assert_eq!(python_float(value), text);
        }
    }
}
