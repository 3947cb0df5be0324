//! Reads objects, lists and typed values from the replies of the service.

use crate::api::resource::Resource;
use crate::json::Object;
use crate::{Error, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Takes the list of this name from a reply.
pub(super) fn rows(reply: &mut Value, name: &str, request: &str) -> Result<Vec<Object>> {
    let rows = match reply.get_mut(name).map(Value::take) {
        Some(Value::Array(rows)) => rows,
        _ => return Err(unexpected(request, format!("no list '{name}' in it"))),
    };
    let objects = rows.into_iter().map(|row| match row {
        Value::Object(object) => Ok(object),
        other => Err(unexpected(request, format!("'{other}' in the list '{name}'"))),
    });
    objects.collect()
}

/// Takes the object of this name from a reply; without a name the reply is the object.
pub(super) fn object(reply: &mut Value, name: &str, request: &str) -> Result<Object> {
    let object = if name.is_empty() { Some(reply) } else { reply.get_mut(name) };
    match object.map(Value::take) {
        Some(Value::Object(object)) => Ok(object),
        _ => Err(unexpected(request, format!("no '{name}' in it"))),
    }
}

pub(super) fn unexpected(request: &str, detail: String) -> Error {
    Error::Decode { request: request.to_owned(), detail, source: None }
}

/// Takes the one resource from a reply.
pub(super) fn open<R: Resource>(mut reply: Value, request: &str) -> Result<Object> {
    object(&mut reply, R::KEY, request)
}

pub(super) fn decode<R: Resource>(object: Object) -> Result<R> {
    typed(object, &format!("a request for a {}", R::NOUN))
}

/// Reads an object of a reply as a typed value. `request` names the request in errors.
pub(super) fn typed<T: DeserializeOwned>(object: Object, request: &str) -> Result<T> {
    serde_json::from_value(Value::Object(object)).map_err(|source| Error::Decode {
        request: request.to_owned(),
        detail: source.to_string(),
        source: Some(source),
    })
}
