//! Shell variables: `name="value"`, as the reference client writes them.
//!
//! Only the double quote is escaped, and only in strings: the same bytes go before safety in `eval`.

use serde_json::Value;

/// The line of one field, or nothing if `variables` names others only.
pub(super) fn line(
    name: &str,
    value: &Value,
    text: &str,
    prefix: &str,
    variables: &[String],
) -> Option<String> {
    let name = name.to_lowercase().replace(' ', "_");
    if !variables.is_empty() && !variables.contains(&name) {
        return None;
    }
    let name = name.replace([':', '-'], "_");
    let text = if value.is_string() { text.replace('"', "\\\"") } else { text.to_owned() };
    Some(format!("{prefix}{name}=\"{text}\"\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_variable_and_quotes_are_escaped_in_strings_only() {
        let cases = [
            ("Flavor ID:x-y", Value::from("say \"hi\""), "p_flavor_id_x_y=\"say \\\"hi\\\"\"\n"),
            ("versions (id)", serde_json::json!(["it's"]), "p_versions_(id)=\"[\"it's\"]\"\n"),
        ];
        for (name, value, expected) in cases {
            let text = super::super::python::text(&value);
            assert_eq!(line(name, &value, &text, "p_", &[]).unwrap(), expected);
        }
    }

    #[test]
    fn variables_select_by_the_lower_cased_name_before_dashes_are_replaced() {
        let value = Value::from(1);
        let line = |wanted: &str| line("Used-GB", &value, "1", "", &[wanted.to_owned()]);
        assert_eq!(line("used-gb").unwrap(), "used_gb=\"1\"\n");
        assert_eq!(line("used_gb"), None);
    }
}
