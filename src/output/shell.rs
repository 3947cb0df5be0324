//! Shell variables: `name="value"`, as the reference client writes them, and safe in `eval`.

/// The line of one field, or nothing if `variables` names others only.
pub(super) fn line(name: &str, text: &str, prefix: &str, variables: &[String]) -> Option<String> {
    let name = name.to_lowercase().replace(' ', "_");
    if !variables.is_empty() && !variables.contains(&name) {
        return None;
    }
    // The reference client replaces `:` and `-` only: no shell takes its `versions_(id)`.
    let name = name.replace(['(', ')'], "").replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    Some(format!("{prefix}{name}=\"{}\"\n", escaped(text)))
}

/// The text for between double quotes. The reference client escapes the quotes of strings only,
/// so that a name with `$(…)` in it is run.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '"' | '\\' | '$' | '`') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_valid_name_for_a_shell() {
        let cases = [
            ("Flavor ID:x-y", "p_flavor_id_x_y=\"1\"\n"),
            ("versions (id)", "p_versions_id=\"1\"\n"),
            ("certificate.not_after", "p_certificate_not_after=\"1\"\n"),
        ];
        for (name, expected) in cases {
            assert_eq!(line(name, "1", "p_", &[]).unwrap(), expected);
        }
    }

    #[test]
    fn nothing_in_a_value_is_run() {
        let cases = [
            ("say \"hi\"", "n=\"say \\\"hi\\\"\"\n"),
            ("$(id) `id` ${HOME}", "n=\"\\$(id) \\`id\\` \\${HOME}\"\n"),
            ("end\\", "n=\"end\\\\\"\n"),
            ("['it', \"isn't\"]\n", "n=\"['it', \\\"isn't\\\"]\n\"\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(line("n", text, "", &[]).unwrap(), expected);
        }
    }

    #[test]
    fn variables_select_by_the_lower_cased_name_before_dashes_are_replaced() {
        let line = |wanted: &str| line("Used-GB", "1", "", &[wanted.to_owned()]);
        assert_eq!(line("used-gb").unwrap(), "used_gb=\"1\"\n");
        assert_eq!(line("used_gb"), None);
    }
}
