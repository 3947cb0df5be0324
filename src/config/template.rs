//! Templates in settings, such as `{region_name}`.

/// Replaces every `{key}` in `text`. `{{` and `}}` stand for the braces themselves.
///
/// # Errors
/// Fails with the name that has no value.
pub(super) fn expand(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            out.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            out.push('}');
            rest = after;
        } else {
            let (name, after) = from
                .strip_prefix('{')
                .and_then(|inside| inside.split_once('}'))
                .ok_or_else(|| "a single brace".to_owned())?;
            out.push_str(&value(name).ok_or_else(|| format!("'{{{name}}}'"))?);
            rest = after;
        }
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_doubled_braces_stand_for_themselves() {
        let value = |name: &str| (name == "a").then(|| "1".to_owned());
        assert_eq!(expand("x{a}y{{a}}", value), Ok("x1y{a}".to_owned()));
        assert_eq!(expand("%(a)s", value), Ok("%(a)s".to_owned()));
        assert_eq!(expand("{b}", value), Err("'{b}'".to_owned()));
        assert!(expand("{", value).is_err());
        assert!(expand("}", value).is_err());
    }
}
