//! A collection: fetch one resource, list many, find by name or ID.

use crate::api::client::Client;
use crate::api::page::{Next, Page};
use crate::api::pager::{Objects, Pager};
use crate::api::query::{Query, segment};
use crate::api::reply::{decode, open, unexpected};
use crate::api::resource::Resource;
use crate::json::{Object, text};
use crate::{Error, Result};
use http::Method;
use std::collections::HashMap;
use std::marker::PhantomData;

/// A collection of resources of one type, as in `client.instances()`.
#[derive(Debug, Clone)]
pub struct Collection<'c, R> {
    pub(super) client: &'c Client,
    pub(super) path: String,
    resource: PhantomData<fn() -> R>,
}

impl<'c, R: Resource> Collection<'c, R> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self::with_path(client, R::PATH.to_owned())
    }

    pub(super) fn with_path(client: &'c Client, path: String) -> Self {
        Self { client, path, resource: PhantomData }
    }

    /// Fetches one resource by its ID.
    ///
    /// # Errors
    /// [`Error::Api`] with status 404 if there is none.
    pub fn get(&self, id: &str) -> Result<R> {
        self.get_object(id).and_then(decode)
    }

    /// Fetches one resource by its ID, as the object that the service sent.
    ///
    /// # Errors
    /// [`Error::Api`] with status 404 if there is none.
    pub fn get_object(&self, id: &str) -> Result<Object> {
        let path = self.item_path(id);
        let reply = self.client.get(&path)?;
        open::<R>(reply, &self.client.request_line(&Method::GET, &path))
    }

    /// Fetches one page, with the marker of the next.
    ///
    /// # Errors
    /// The error of the request; [`Error::Decode`] if there are more pages, but no marker.
    pub fn list(&self, query: &Query) -> Result<Page<R>> {
        let page = self.client.page::<R>(&self.path, query)?;
        let next = match page.next {
            Next::Last => None,
            Next::Marker(marker) => Some(marker),
            Next::Broken(detail) => {
                return Err(unexpected(
                    &self.client.request_line(&Method::GET, &self.path),
                    detail,
                ));
            }
        };
        let items = page.items.into_iter().map(decode).collect::<Result<_>>()?;
        Ok(Page { items, next })
    }

    /// Walks the list over all pages, up to the limit of the query. Pages are fetched when they are
    /// reached.
    #[must_use]
    pub fn all(&self, query: Query) -> Pager<'c, R> {
        Pager(self.objects(query))
    }

    /// Walks the list as [`all`](Self::all) does, and returns the objects that the service sent.
    #[must_use]
    pub fn objects(&self, query: Query) -> Objects<'c, R> {
        Objects::new(self.client, self.path.clone(), query)
    }

    /// Finds the ID of the resource with this name or ID. A UUID is used as the ID, without a request.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have the name.
    pub fn find_id(&self, name_or_id: &str) -> Result<String> {
        if R::is_id(name_or_id) {
            return Ok(name_or_id.to_owned());
        }
        match self.look_up(name_or_id)? {
            Some(id) => Ok(id),
            None => self
                .fetch(name_or_id)?
                .and_then(|found| R::id(&found))
                .ok_or_else(|| missing(R::NOUN, name_or_id)),
        }
    }

    /// Finds the IDs of several names or IDs, reading the list once. Each that does not exist is an
    /// error in its place.
    ///
    /// # Errors
    /// The error of reading the list.
    pub fn find_ids(&self, names: &[String]) -> Result<Vec<Result<String>>> {
        if let [name] = names {
            return Ok(vec![self.find_id(name)]);
        }
        let mut ids: HashMap<&str, Vec<String>> = HashMap::new();
        if !names.iter().all(|name| R::is_id(name)) {
            for object in self.objects(R::lookup_query()) {
                let object = object?;
                let name = text(&object, "name");
                if let Some(name) = names.iter().find(|wanted| Some(wanted.as_str()) == name) {
                    ids.entry(name).or_default().extend(R::id(&object));
                }
            }
        }
        let id = |name: &String| match ids.get(name.as_str()) {
            _ if R::is_id(name) => Ok(name.clone()),
            ids => only(R::NOUN, name, ids.cloned().unwrap_or_default())?
                .ok_or_else(|| missing(R::NOUN, name)),
        };
        Ok(names.iter().map(id).collect())
    }

    /// Finds the resource with this name or ID.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have the name.
    pub fn find(&self, name_or_id: &str) -> Result<R> {
        self.find_object(name_or_id).and_then(decode)
    }

    /// Finds the resource with this name or ID, as the object that the service sent.
    ///
    /// Text that looks like an ID is fetched. Any other text is looked up as a name over all pages
    /// (the service has no filter by name), and the resource is then fetched, because lists are
    /// summaries. Text that is no name is tried as an ID.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have the name.
    pub fn find_object(&self, name_or_id: &str) -> Result<Object> {
        let fetch_first = R::looks_like_id(name_or_id);
        if fetch_first && let Some(found) = self.fetch(name_or_id)? {
            return Ok(found);
        }
        if let Some(id) = self.look_up(name_or_id)? {
            return self.get_object(&id);
        }
        let found = if fetch_first { None } else { self.fetch(name_or_id)? };
        found.ok_or_else(|| missing(R::NOUN, name_or_id))
    }

    /// Fetches the resource with this ID, if it exists.
    pub(super) fn fetch(&self, id: &str) -> Result<Option<Object>> {
        if R::ROUTE_WORDS.contains(&id) {
            return Ok(None);
        }
        match self.get_object(id) {
            // Unknown names of datastores and versions are 400 (trove/common/wsgi.py:272).
            Err(Error::Api(error)) if matches!(error.status, 400 | 404) => Ok(None),
            other => other.map(Some),
        }
    }

    /// Looks up the ID of the only resource with this name.
    pub(super) fn look_up(&self, name: &str) -> Result<Option<String>> {
        self.look_up_in(name, R::lookup_query())
    }

    /// Looks up the ID of the only resource with this name in the list of this query.
    pub(super) fn look_up_in(&self, name: &str, query: Query) -> Result<Option<String>> {
        let mut ids = Vec::new();
        for object in self.objects(query) {
            let object = object?;
            if text(&object, "name") == Some(name) {
                ids.extend(R::id(&object));
            }
        }
        only(R::NOUN, name, ids)
    }

    /// The path of one resource.
    pub(super) fn item_path(&self, id: &str) -> String {
        format!("{}/{}", self.path, segment(id))
    }
}

/// Takes the only one of the IDs that have this name, if there is one.
///
/// # Errors
/// [`Error::Ambiguous`] when several have.
pub(super) fn only(noun: &'static str, name: &str, mut ids: Vec<String>) -> Result<Option<String>> {
    if ids.len() > 1 {
        return Err(Error::Ambiguous { noun, name: name.to_owned(), ids });
    }
    Ok(ids.pop())
}

/// The error that nothing has this name or ID.
pub(super) fn missing(noun: &'static str, name: &str) -> Error {
    Error::NotFound { noun, name: name.to_owned() }
}
