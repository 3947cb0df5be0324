//! What all resources share: fetch one, list many, find by name or ID.

use crate::api::page::{Objects, Page, Pager};
use crate::api::query::segment;
use crate::api::{Client, Query};
use crate::json::{Object, text};
use crate::{Error, Result};
use http::Method;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::marker::PhantomData;

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

/// A collection of the service: `client.instances()` is one of instances.
#[derive(Debug, Clone)]
pub struct Resources<'c, R> {
    pub(super) client: &'c Client,
    pub(super) path: String,
    kind: PhantomData<fn() -> R>,
}

impl<'c, R: Resource> Resources<'c, R> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self::at(client, R::PATH.to_owned())
    }

    pub(super) fn at(client: &'c Client, path: String) -> Self {
        Self { client, path, kind: PhantomData }
    }

    /// One by its ID, as a typed value.
    ///
    /// # Errors
    /// [`Error::Api`] with status 404 if there is none.
    pub fn get(&self, id: &str) -> Result<R> {
        self.get_object(id).and_then(decode)
    }

    /// One by its ID, as the object that the service sent.
    ///
    /// # Errors
    /// [`Error::Api`] with status 404 if there is none.
    pub fn get_object(&self, id: &str) -> Result<Object> {
        let path = self.one(id);
        let reply = self.client.get(&path)?;
        open::<R>(reply, &self.client.line(&Method::GET, &path))
    }

    /// One page, with the marker of the next.
    ///
    /// # Errors
    /// Whatever the request fails with.
    pub fn list(&self, query: &Query) -> Result<Page<R>> {
        let page = self.client.page::<R>(&self.path, query)?;
        let items = page.items.into_iter().map(decode).collect::<Result<_>>()?;
        Ok(Page { items, next: page.next })
    }

    /// All of them, lazily, over all pages; no more than the query's limit.
    #[must_use]
    pub fn all(&self, query: Query) -> Pager<'c, R> {
        Pager(self.objects(query))
    }

    /// The same, as the objects that the service sent.
    #[must_use]
    pub fn objects(&self, query: Query) -> Objects<'c, R> {
        Objects::new(self.client, self.path.clone(), query)
    }

    /// The ID of what has this name or ID. A UUID is taken to be an ID, unseen.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have the name.
    pub fn find_id(&self, name_or_id: &str) -> Result<String> {
        if R::is_id(name_or_id) {
            return Ok(name_or_id.to_owned());
        }
        match self.id_of(name_or_id)? {
            Some(id) => Ok(id),
            None => self
                .fetch(name_or_id)?
                .and_then(|found| R::id(&found))
                .ok_or_else(|| missing(R::KIND, name_or_id)),
        }
    }

    /// The IDs of several names or IDs, in one walk over the list; an error in the place of each
    /// that is not there.
    ///
    /// # Errors
    /// Whatever reading the list fails with.
    pub fn find_ids(&self, names: &[String]) -> Result<Vec<Result<String>>> {
        if let [name] = names {
            return Ok(vec![self.find_id(name)]);
        }
        let mut ids: HashMap<&str, Vec<String>> = HashMap::new();
        if !names.iter().all(|name| R::is_id(name)) {
            for object in self.objects(R::named()) {
                let object = object?;
                let name = text(&object, "name");
                if let Some(name) = names.iter().find(|wanted| Some(wanted.as_str()) == name) {
                    ids.entry(name).or_default().extend(R::id(&object));
                }
            }
        }
        let one_of = |name: &String| match ids.get(name.as_str()) {
            _ if R::is_id(name) => Ok(name.clone()),
            ids => only(R::KIND, name, ids.cloned().unwrap_or_default())?
                .ok_or_else(|| missing(R::KIND, name)),
        };
        Ok(names.iter().map(one_of).collect())
    }

    /// What has this name or ID, as a typed value.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have the name.
    pub fn find(&self, name_or_id: &str) -> Result<R> {
        self.find_object(name_or_id).and_then(decode)
    }

    /// What has this name or ID, as the object that the service sent.
    ///
    /// What looks like an ID is fetched. Anything else is looked for by name
    /// over all pages, since the service has no filter by name, and then
    /// fetched whole, since lists are summaries; what is nobody's name is
    /// tried as an ID.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have the name.
    pub fn find_object(&self, name_or_id: &str) -> Result<Object> {
        let fetch_first = R::looks_like_id(name_or_id);
        if fetch_first && let Some(found) = self.fetch(name_or_id)? {
            return Ok(found);
        }
        if let Some(id) = self.id_of(name_or_id)? {
            return self.get_object(&id);
        }
        let found = if fetch_first { None } else { self.fetch(name_or_id)? };
        found.ok_or_else(|| missing(R::KIND, name_or_id))
    }

    /// What has this ID, if anything has.
    pub(super) fn fetch(&self, id: &str) -> Result<Option<Object>> {
        match self.get_object(id) {
            // Unknown names of datastores and versions are 400 (trove/common/wsgi.py:272).
            Err(Error::Api(error)) if matches!(error.status, 400 | 404) => Ok(None),
            other => other.map(Some),
        }
    }

    /// The ID of the one in the list that has this name.
    pub(super) fn id_of(&self, name: &str) -> Result<Option<String>> {
        self.id_in(name, R::named())
    }

    /// The ID of the one in this list that has this name.
    pub(super) fn id_in(&self, name: &str, list: Query) -> Result<Option<String>> {
        let mut ids = Vec::new();
        for object in self.objects(list) {
            let object = object?;
            if text(&object, "name") == Some(name) {
                ids.extend(R::id(&object));
            }
        }
        only(R::KIND, name, ids)
    }

    /// The path of one.
    pub(super) fn one(&self, id: &str) -> String {
        format!("{}/{}", self.path, segment(id))
    }
}

/// Takes the one resource out of a reply.
pub(super) fn open<R: Resource>(mut reply: Value, request: &str) -> Result<Object> {
    crate::api::page::object(&mut reply, R::ONE, request)
}

pub(super) fn decode<R: Resource>(object: Object) -> Result<R> {
    typed(object, &format!("a request for a {}", R::KIND))
}

/// Reads an object of a reply as a typed value.
pub(super) fn typed<T: DeserializeOwned>(object: Object, request: &str) -> Result<T> {
    serde_json::from_value(Value::Object(object)).map_err(|source| Error::Decode {
        request: request.to_owned(),
        detail: source.to_string(),
        source: Some(source),
    })
}

/// The only one of the IDs that have this name, if any has it.
///
/// # Errors
/// [`Error::Ambiguous`] when several have.
pub(super) fn only(kind: &'static str, name: &str, mut ids: Vec<String>) -> Result<Option<String>> {
    if ids.len() > 1 {
        return Err(Error::Ambiguous { noun: kind, name: name.to_owned(), ids });
    }
    Ok(ids.pop())
}

/// That nothing has this name or ID.
pub(super) fn missing(kind: &'static str, name: &str) -> Error {
    Error::NotFound { noun: kind, name: name.to_owned() }
}

/// Whether this is an ID of the form that Trove gives.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
