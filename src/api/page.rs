//! Pages of a list, and walking all of them.

use crate::api::{Client, Query, Resource};
use crate::json::Object;
use crate::{Error, Result};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::collections::HashSet;

/// One page of a list.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Page<R> {
    /// What is on the page.
    pub items: Vec<R>,
    /// The marker of the page after this one; `None` on the last.
    pub next: Option<String>,
}

impl<R> IntoIterator for Page<R> {
    type Item = R;
    type IntoIter = std::vec::IntoIter<R>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// Reads the page out of a reply.
pub(super) fn page<R: Resource>(mut reply: Value, request: &str) -> Result<Page<Object>> {
    let next = reply.get("links").and_then(next_marker);
    Ok(Page { items: rows(&mut reply, R::MANY, request)?, next })
}

/// Takes the list of this name out of a reply.
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

/// Takes the object of this name out of a reply; without a name the reply is the object.
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

/// The marker in the `next` link. Only the marker: the link names the host that
/// the API process saw, always with https (trove/common/views.py:32).
fn next_marker(links: &Value) -> Option<String> {
    let next = links.as_array()?.iter().find(|link| link["rel"] == "next")?;
    let query = next["href"].as_str()?.split_once('?')?.1;
    let raw = query.split('&').find_map(|pair| pair.strip_prefix("marker="))?;
    // Encoded twice (trove/common/pagination.py:108 and 145), so decoded twice.
    let once = percent_decode_str(&raw.replace('+', " ")).decode_utf8_lossy().into_owned();
    Some(percent_decode_str(&once).decode_utf8_lossy().into_owned())
}

/// Walks a list, page by page, and gives the API's own objects. A page is
/// fetched when its first object is asked for.
#[derive(Debug)]
pub struct Objects<'c, R> {
    client: &'c Client,
    path: String,
    query: Query,
    /// How many more are wanted at all.
    left: usize,
    page: std::vec::IntoIter<Object>,
    next: Next,
    one_page: bool,
    seen: HashSet<String>,
    /// The IDs given so far, of lists that move while they are read.
    given: HashSet<String>,
    kind: std::marker::PhantomData<fn() -> R>,
}

#[derive(Debug, PartialEq)]
enum Next {
    First,
    Marker(String),
    Done,
}

impl<'c, R: Resource> Objects<'c, R> {
    pub(super) fn new(client: &'c Client, path: String, query: Query) -> Self {
        Self {
            client,
            path,
            left: query.wanted().unwrap_or(usize::MAX),
            query,
            page: Vec::new().into_iter(),
            next: Next::First,
            one_page: false,
            seen: HashSet::new(),
            given: HashSet::new(),
            kind: std::marker::PhantomData,
        }
    }

    /// Stops at the end of the first page.
    #[must_use]
    pub fn one_page(mut self) -> Self {
        self.one_page = true;
        self
    }

    /// The marker of what comes after everything that was given so far, if
    /// there is more. The whole of the last page has to be taken first.
    ///
    /// # Errors
    /// For lists whose `next` link cannot be trusted, asks for one more object.
    pub fn more(&self) -> Result<Option<String>> {
        let Next::Marker(marker) = &self.next else { return Ok(None) };
        if !R::OFFSET {
            return Ok(Some(marker.clone()));
        }
        // A full last page has a `next` too (trove/common/pagination.py); the page after it is empty.
        let peek = self.query.clone().limit(1).marker(marker.clone());
        let page = self.client.page::<R>(&self.path, &peek)?;
        Ok((!page.items.is_empty()).then(|| marker.clone()))
    }

    /// Whether this was given before. A list by offset is sorted by the time of the last change,
    /// so that a change moves what was seen to the next page (trove/backup/models.py:232).
    fn again(&mut self, object: &Object) -> bool {
        let id = if R::OFFSET { R::id(object) } else { None };
        id.is_some_and(|id| !self.given.insert(id))
    }

    fn turn(&mut self, marker: Option<String>) -> Result<()> {
        let limit = self.query.wanted().map(|_| self.left);
        let query = match marker {
            Some(marker) => self.query.clone().marker(marker).limit(limit),
            None if R::OFFSET => self.query.clone().with_offset(R::KIND)?,
            None => self.query.clone(),
        };
        let page = self.client.page::<R>(&self.path, &query)?;
        self.next = match page.next {
            Some(marker) if !self.seen.insert(marker.clone()) => {
                let detail = format!("the list does not end: marker '{marker}' came twice");
                return Err(unexpected(&format!("GET {}", self.path), detail));
            }
            Some(marker) => Next::Marker(marker),
            None => Next::Done,
        };
        self.page = page.items.into_iter();
        Ok(())
    }
}

impl<R: Resource> Iterator for Objects<'_, R> {
    type Item = Result<Object>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.left == 0 {
                return None;
            }
            if let Some(object) = self.page.next() {
                if self.again(&object) {
                    continue;
                }
                self.left -= 1;
                return Some(Ok(object));
            }
            let marker = match &self.next {
                Next::First => None,
                Next::Marker(marker) if !self.one_page => Some(marker.clone()),
                Next::Marker(_) | Next::Done => return None,
            };
            self.next = Next::Done;
            if let Err(error) = self.turn(marker) {
                return Some(Err(error));
            }
        }
    }
}

/// Walks a list, page by page, and gives typed items.
#[derive(Debug)]
pub struct Pager<'c, R>(pub(super) Objects<'c, R>);

impl<R: Resource> Iterator for Pager<'_, R> {
    type Item = Result<R>;
    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.and_then(crate::api::resource::decode))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pitfall_47_the_marker_is_decoded_twice_and_the_rest_of_the_link_ignored() {
        let links =
            |href: &str| json!([{"rel": "prev", "href": "x"}, {"rel": "next", "href": href}]);
        let marker = |href: &str| next_marker(&links(href));
        assert_eq!(
            marker("https://other/v1.0/p/users?limit=2&marker=ann%2540%2525").unwrap(),
            "ann@%"
        );
        assert_eq!(marker("https://other/x?marker=a%252Bb").unwrap(), "a+b");
        assert_eq!(marker("https://other/x?limit=2"), None);
        assert_eq!(next_marker(&json!([{"rel": "self", "href": "x?marker=1"}])), None);
    }
}
