//! What the collections know about each type of resource.

use crate::api::Query;
use crate::json::Object;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A kind of thing that the service keeps.
pub trait Resource: DeserializeOwned {
    /// Its name in messages, as in `datastore version`.
    const KIND: &'static str;
    /// The key of one in a reply; empty where the reply is the thing itself.
    const ONE: &'static str;
    /// The key of many in a reply.
    const MANY: &'static str;
    /// Its collection, relative to the endpoint.
    const PATH: &'static str;
    /// Whether the list is paged by offset, where a full last page announces a
    /// further, empty one (backups and the administrator's instances).
    const OFFSET: bool = false;

    /// The list in which names are looked up.
    #[must_use]
    fn named() -> Query {
        Query::new()
    }

    /// Whether this is worth trying as an ID before looking for the name. Trove's IDs are UUIDs.
    #[must_use]
    fn looks_like_id(text: &str) -> bool {
        is_uuid(text)
    }

    /// Whether this is taken for an ID unseen when something is to be changed.
    #[must_use]
    fn is_id(text: &str) -> bool {
        is_uuid(text)
    }

    /// The ID by which one is fetched.
    fn id(object: &Object) -> Option<String> {
        match object.get("id")? {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

/// Whether this is an ID of the form that Trove gives.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
