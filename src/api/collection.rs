//! A collection: fetch one resource, list many, find by name or ID.

use crate::api::client::Client;
use crate::api::page::Page;
use crate::api::pager::{Objects, Pager};
use crate::api::query::{Query, segment};
use crate::api::reply::{decode, open};
use crate::api::resource::Resource;
use crate::json::{Object, text};
use crate::{Error, Result};
use http::Method;
use std::collections::HashMap;
use std::marker::PhantomData;

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
