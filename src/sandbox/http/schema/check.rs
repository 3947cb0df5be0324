//! Checks values against rules, with the messages of Python's `jsonschema`.

use crate::sandbox::http::python::repr;
use crate::sandbox::http::schema::rule::{Pattern, Rule};
use serde_json::Value;

/// A step of the path to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Index(usize),
    Key(String),
}

#[derive(Debug)]
struct Violation {
    path: Vec<Step>,
    keyword: &'static str,
    message: String,
    /// The reasons why none of the rules of `OneOf` fits.
    context: Vec<String>,
}

/// The violations of a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// A value in the body is invalid: the server's message.
    Field(String),
    /// The body as a whole is invalid. The server crashes when it formats the message
    /// (trove/common/wsgi.py, `format_validation_msg`).
    Root(String),
}

/// Checks a body against a rule.
pub(crate) fn check(rule: &Rule, value: &Value) -> Result<(), Invalid> {
    let mut found = Vec::new();
    visit(rule, value, &mut Vec::new(), &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    if let Some(first) = found.first().filter(|violation| violation.path.is_empty()) {
        return Err(Invalid::Root(format!("Validation error: {}", first.message)));
    }
    if found.is_empty() {
        return Ok(());
    }
    let sentences: Vec<_> = found.iter().map(sentence).collect();
    Err(Invalid::Field(format!("Validation error: {}", sentences.join("; "))))
}

fn sentence(violation: &Violation) -> String {
    let mut place = String::new();
    for (depth, step) in violation.path.iter().enumerate() {
        match step {
            Step::Key(key) if depth == 0 => place.push_str(key),
            Step::Key(key) => place.push_str(&format!("[{}]", repr(&Value::from(key.as_str())))),
            Step::Index(index) => place.push_str(&format!("[{index}]")),
        }
    }
    let mut text = format!("{place} {}", violation.message);
    for reason in &violation.context {
        text.push_str("; ");
        text.push_str(reason);
    }
    text
}

fn visit(rule: &Rule, value: &Value, path: &mut Vec<Step>, found: &mut Vec<Violation>) {
    if let Some(name) = wrong_type(rule, value) {
        let message = format!("{} is not of type '{name}'", repr(value));
        return push(found, path, "type", message);
    }
    match (rule, value) {
        (Rule::Flag, _) if !value.is_boolean() => {
            let message = format!("{} is not one of [True, False]", repr(value));
            push(found, path, "enum", message);
        }
        (Rule::Integer { min, max }, _) => visit_integer((*min, *max), value, path, found),
        (Rule::Text { min, max, pattern }, Value::String(text)) => {
            visit_text((*min, *max, *pattern), text, path, found);
        }
        (Rule::Array { max, unique, items }, Value::Array(values)) => {
            if values.len() > *max {
                push(found, path, "maxItems", format!("{} is too long", repr(value)));
            }
            if *unique && has_duplicates(values) {
                let message = format!("{} has non-unique elements", repr(value));
                push(found, path, "uniqueItems", message);
            }
            for (index, item) in values.iter().enumerate() {
                path.push(Step::Index(index));
                visit(items, item, path, found);
                path.pop();
            }
        }
        (Rule::Object { .. }, Value::Object(object)) => visit_object(rule, object, path, found),
        (Rule::OneOf(rules), _) => visit_one_of(rules, value, path, found),
        _ => {}
    }
}

fn wrong_type(rule: &Rule, value: &Value) -> Option<&'static str> {
    let (fits, name) = match rule {
        Rule::Any | Rule::Flag | Rule::OneOf(_) => (true, ""),
        Rule::Null => (value.is_null(), "null"),
        Rule::Boolean => (value.is_boolean(), "boolean"),
        Rule::Integer { .. } => (value.is_i64() || value.is_u64(), "integer"),
        Rule::Number => (value.is_number(), "number"),
        Rule::Text { .. } => (value.is_string(), "string"),
        Rule::Array { .. } => (value.is_array(), "array"),
        Rule::Object { .. } => (value.is_object(), "object"),
    };
    (!fits).then_some(name)
}

fn push(found: &mut Vec<Violation>, path: &[Step], keyword: &'static str, message: String) {
    found.push(Violation { path: path.to_vec(), keyword, message, context: Vec::new() });
}

fn visit_integer(
    (min, max): (Option<i64>, Option<i64>),
    value: &Value,
    path: &[Step],
    found: &mut Vec<Violation>,
) {
    let number = value.as_i64().unwrap_or(i64::MAX);
    if let Some(min) = min.filter(|min| number < *min) {
        push(found, path, "minimum", format!("{value} is less than the minimum of {min}"));
    }
    if let Some(max) = max.filter(|max| number > *max) {
        push(found, path, "maximum", format!("{value} is greater than the maximum of {max}"));
    }
}

fn visit_text(
    (min, max, pattern): (usize, usize, Option<Pattern>),
    text: &str,
    path: &[Step],
    found: &mut Vec<Violation>,
) {
    let shown = repr(&Value::from(text));
    let length = text.chars().count();
    if length < min {
        let verdict = if min == 1 { "should be non-empty" } else { "is too short" };
        push(found, path, "minLength", format!("{shown} {verdict}"));
    }
    if length > max {
        push(found, path, "maxLength", format!("{shown} is too long"));
    }
    if let Some(pattern) = pattern.filter(|pattern| !pattern.matches(text)) {
        let source = repr(&Value::from(pattern.source()));
        push(found, path, "pattern", format!("{shown} does not match {source}"));
    }
}

fn visit_object(
    rule: &Rule,
    object: &serde_json::Map<String, Value>,
    path: &mut Vec<Step>,
    found: &mut Vec<Violation>,
) {
    let Rule::Object { required, closed, fields } = rule else { return };
    for key in *required {
        if !object.contains_key(*key) {
            push(found, path, "required", format!("'{key}' is a required property"));
        }
    }
    let known = |key: &str| fields.iter().any(|(name, _)| *name == key);
    let mut extra: Vec<_> = object.keys().filter(|key| !known(key)).collect();
    if *closed && !extra.is_empty() {
        extra.sort();
        let names: Vec<_> = extra.iter().map(|key| repr(&Value::from(key.as_str()))).collect();
        let verb = if names.len() == 1 { "was" } else { "were" };
        let names = names.join(", ");
        let message = format!("Additional properties are not allowed ({names} {verb} unexpected)");
        push(found, path, "additionalProperties", message);
    }
    for (key, rule) in *fields {
        if let Some(value) = object.get(*key) {
            path.push(Step::Key((*key).to_owned()));
            visit(rule, value, path, found);
            path.pop();
        }
    }
}

fn visit_one_of(rules: &[&'static Rule], value: &Value, path: &[Step], found: &mut Vec<Violation>) {
    let mut context = Vec::new();
    for rule in rules {
        let mut reasons = Vec::new();
        visit(rule, value, &mut Vec::new(), &mut reasons);
        if reasons.is_empty() {
            return;
        }
        reasons.sort_by_key(|reason| reason.keyword);
        context.extend(reasons.into_iter().map(|reason| reason.message));
    }
    let message = format!("{} is not valid under any of the given schemas", repr(value));
    found.push(Violation { path: path.to_vec(), keyword: "oneOf", message, context });
}

fn has_duplicates(values: &[Value]) -> bool {
    values
        .iter()
        .enumerate()
        .any(|(index, value)| values.iter().skip(index + 1).any(|v| v == value))
}
