//! Checks request bodies against tables, and words what is wrong as the server does.
//!
//! The server hands its schemas to Python's `jsonschema`, whose sentences clients
//! see; this is the part of it that those schemas use.

use crate::sandbox::http::python::repr;
use serde_json::Value;

/// What a value has to be.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Anything.
    Any,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// The same, written as a list of what is allowed.
    Flag,
    /// A whole number from `min` to `max`.
    Integer { min: Option<i64>, max: Option<i64> },
    /// Any number.
    Number,
    /// Text of so many characters that matches.
    Text { min: usize, max: usize, pattern: Option<Pattern> },
    /// A list of what `items` says.
    Array { max: usize, unique: bool, items: &'static Rule },
    /// An object. When `closed`, no other keys may be in it.
    Object {
        required: &'static [&'static str],
        closed: bool,
        fields: &'static [(&'static str, &'static Rule)],
    },
    /// One of several.
    OneOf(&'static [&'static Rule]),
}

/// A key of an object, and what its value has to be.
pub(crate) type Field = (&'static str, &'static Rule);

impl Rule {
    /// An object in which no other keys may stand.
    pub(crate) const fn closed(
        required: &'static [&'static str],
        fields: &'static [Field],
    ) -> Self {
        Self::Object { required, closed: true, fields }
    }

    /// A list of any length.
    pub(crate) const fn list(items: &'static Self) -> Self {
        Self::Array { max: usize::MAX, unique: false, items }
    }

    /// A list of any length in which nothing stands twice.
    pub(crate) const fn set(items: &'static Self) -> Self {
        Self::Array { max: usize::MAX, unique: true, items }
    }

    /// An object in which other keys may stand, too.
    pub(crate) const fn open(required: &'static [&'static str], fields: &'static [Field]) -> Self {
        Self::Object { required, closed: false, fields }
    }
}

/// A regular expression of the server, and what it comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pattern {
    /// Has a letter or digit.
    Word,
    /// Digits, not all zero.
    Positive,
    /// An identifier with hyphens.
    Uuid,
    /// Four numbers with dots.
    Ipv4,
    /// The same, with or without the length of a prefix.
    Cidr,
    /// Has one of the words for types of parameters that can be created.
    DataType,
    /// Has a digit.
    Digits,
    /// A host name, with `%` at its ends.
    Host,
    /// One line.
    Line,
}

impl Pattern {
    fn source(self) -> &'static str {
        match self {
            Self::Word => "^.*[0-9a-zA-Z]+.*$",
            Self::Positive => "^0*[1-9]+[0-9]*$",
            Self::Uuid => {
                "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$"
            }
            Self::Ipv4 => r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$",
            Self::Cidr => r"^([0-9]{1,3}\.){3}[0-9]{1,3}(\/([0-9]|[1-2][0-9]|3[0-2]))?$",
            Self::DataType => "integer|string",
            Self::Digits => "[0-9]+",
            Self::Host => r"^[%]?[\w(-).]*[%]?$",
            Self::Line => "^.*.+.*$",
        }
    }

    fn matches(self, text: &str) -> bool {
        match self {
            Self::Word => text.bytes().any(|byte| byte.is_ascii_alphanumeric()),
            Self::Line => {
                let line = text.strip_suffix('\n').unwrap_or(text);
                !line.is_empty() && !line.contains('\n')
            }
            Self::Positive => is_digits(text) && text.bytes().any(|byte| byte != b'0'),
            Self::Uuid => is_uuid(text),
            Self::Ipv4 => is_ipv4(text),
            Self::Cidr => match text.split_once('/') {
                Some((address, length)) => is_ipv4(address) && is_prefix_length(length),
                None => is_ipv4(text),
            },
            Self::DataType => text.contains("integer") || text.contains("string"),
            Self::Digits => text.bytes().any(|byte| byte.is_ascii_digit()),
            Self::Host => {
                let text = text.strip_prefix('%').unwrap_or(text);
                let text = text.strip_suffix('%').unwrap_or(text);
                // `(-)` in the class is the range from one bracket to the other, which is the two.
                text.chars().all(|c| c.is_alphanumeric() || "_().".contains(c))
            }
        }
    }
}

/// Is this an identifier as Trove makes them?
pub(crate) fn is_uuid(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_ipv4(text: &str) -> bool {
    let mut parts = 0;
    text.split('.').all(|part| {
        parts += 1;
        part.len() <= 3 && is_digits(part)
    }) && parts == 4
}

fn is_prefix_length(text: &str) -> bool {
    let plain = text.len() == 1 || !text.starts_with('0');
    is_digits(text) && plain && text.len() <= 2 && text.parse::<u8>().is_ok_and(|n| n <= 32)
}

/// A step on the way to a value.
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
    /// For `OneOf`: why it is not any of them.
    context: Vec<String>,
}

/// What is wrong with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// Something in it: the server's sentence.
    Field(String),
    /// The body as a whole, which the server cannot put into words: it crashes
    /// (trove/common/wsgi.py, `format_validation_msg`).
    Root(String),
}

/// Checks `value`.
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
    for (detail, step) in violation.path.iter().enumerate() {
        match step {
            Step::Key(key) if detail == 0 => place.push_str(key),
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
            if *unique && has_twins(values) {
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

fn has_twins(values: &[Value]) -> bool {
    values
        .iter()
        .enumerate()
        .any(|(index, value)| values.iter().skip(index + 1).any(|v| v == value))
}

/// The server's named kinds of values (trove/common/apischema.py).
pub(crate) mod types {
    use super::{Pattern, Rule};

    const fn text(min: usize, max: usize, pattern: Pattern) -> Rule {
        Rule::Text { min, max, pattern: Some(pattern) }
    }

    pub(crate) const NON_EMPTY: Rule = text(1, 255, Pattern::Word);
    const TAG: Rule = text(1, 20, Pattern::Word);
    pub(crate) const IMAGE_TAGS: Rule = Rule::Array { max: 5, unique: true, items: &TAG };
    pub(crate) const PACKAGES: Rule = Rule::set(&NON_EMPTY);
    pub(crate) const NAME: Rule = text(1, usize::MAX, Pattern::Word);
    pub(crate) const UUID: Rule = text(1, 64, Pattern::Uuid);
    pub(crate) const HOST: Rule = text(1, usize::MAX, Pattern::Host);
    pub(crate) const IPV4: Rule = text(7, 15, Pattern::Ipv4);
    pub(crate) const CIDR: Rule = text(0, usize::MAX, Pattern::Cidr);
    pub(crate) const CONTENTS: Rule = text(1, 4_294_967_295, Pattern::Line);
    pub(crate) const POSITIVE: Rule = text(1, 40, Pattern::Positive);
    const INTEGER: Rule = Rule::Integer { min: None, max: None };
    pub(crate) const NATURAL: Rule = Rule::Integer { min: Some(1), max: None };
    pub(crate) const ZERO_OR_ONE: Rule = Rule::Integer { min: Some(0), max: Some(1) };
    pub(crate) const FLAVOR: Rule = Rule::OneOf(&[&NON_EMPTY, &INTEGER]);
    pub(crate) const VOLUME_SIZE: Rule = Rule::OneOf(&[&NATURAL, &POSITIVE]);
    pub(crate) const OPTIONAL_TEXT: Rule = Rule::OneOf(&[&NON_EMPTY, &Rule::Null]);
    pub(crate) const OPTIONAL_UUID: Rule = Rule::OneOf(&[&UUID, &Rule::Null]);
    pub(crate) const OBJECT: Rule = Rule::Object { required: &[], closed: false, fields: &[] };
}

#[cfg(test)]
mod tests;
