//! Objects, and what is in them.

use serde_json::{Map, Value};

/// A JSON object, its keys in the order in which the server sent them.
pub type Object = Map<String, Value>;

/// Finds the value at `path` in `object`.
#[must_use]
pub fn at<'o>(object: &'o Object, path: &[&str]) -> Option<&'o Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(object.get(*first)?, |value, key| value.get(key))
}

/// Finds the text of this key in `object`.
pub(crate) fn text<'o>(object: &'o Object, key: &str) -> Option<&'o str> {
    object.get(key)?.as_str()
}

/// Finds the text at `path` in `object`.
pub(crate) fn text_at<'o>(object: &'o Object, path: &[&str]) -> Option<&'o str> {
    at(object, path)?.as_str()
}
