//! A type of resource, and what its collection has to know about it.

use crate::api::Query;
use crate::json::Object;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A type of resource.
pub trait Resource: DeserializeOwned {
    /// The name of the type in messages, as in `datastore version`.
    const NOUN: &'static str;
    /// The key of a single resource in a reply; empty where the reply is the resource itself.
    const KEY: &'static str;
    /// The key of a list in a reply.
    const LIST_KEY: &'static str;
    /// The path of its collection, relative to the endpoint.
    const PATH: &'static str;
    /// How the service cuts the list into pages.
    const PAGING: Paging = Paging::Whole;
    /// The words that have routes of their own in the place of an ID.
    const ROUTE_WORDS: &'static [&'static str] = &[];

    /// The query for the list in which names are looked up.
    #[must_use]
    fn lookup_query() -> Query {
        Query::new()
    }

    /// Returns whether to try `text` as an ID before looking for a name. Trove's IDs are UUIDs.
    #[must_use]
    fn looks_like_id(text: &str) -> bool {
        is_uuid(text)
    }

    /// Returns whether to use `text` as an ID, without asking the service.
    #[must_use]
    fn is_id(text: &str) -> bool {
        is_uuid(text)
    }

    /// Reads the ID that the resource is fetched by.
    fn id(object: &Object) -> Option<String> {
        match object.get("id")? {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

/// How the service cuts a list into pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// The list comes whole.
    Whole,
    /// A marker is the ID or the name of the last object of the page before, so that no object comes
    /// twice.
    ById,
    /// A marker is the number of objects to skip. Such lists (backups, the administrator's instances)
    /// repeat objects when they change meanwhile, and link to an empty page after a full last page.
    ByOffset,
}

/// Returns whether `text` is an ID in the form of Trove's.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
