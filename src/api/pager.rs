//! Iterates over a list, page by page.

use crate::Result;
use crate::api::client::Client;
use crate::api::query::Query;
use crate::api::reply::{decode, unexpected};
use crate::api::resource::Resource;
use crate::json::Object;
use std::collections::HashSet;
use std::marker::PhantomData;

/// The most rows of a list over all pages. What a server sends without end must not fill the memory.
const MOST_ROWS: usize = 500_000;

/// Walks a list, page by page, and returns the objects that the service sent. A page is fetched when
/// its first object is needed.
#[derive(Debug)]
pub struct Objects<'c, R> {
    client: &'c Client,
    path: String,
    query: Query,
    /// How many more objects are wanted.
    remaining: usize,
    page: std::vec::IntoIter<Object>,
    next: Next,
    one_page: bool,
    /// How many objects were returned.
    given: usize,
    markers: HashSet<String>,
    /// The IDs of the objects so far, for lists that change their order while they are read.
    given_ids: HashSet<String>,
    resource: PhantomData<fn() -> R>,
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
            remaining: query.wanted().unwrap_or(usize::MAX),
            query,
            page: Vec::new().into_iter(),
            next: Next::First,
            one_page: false,
            given: 0,
            markers: HashSet::new(),
            given_ids: HashSet::new(),
            resource: PhantomData,
        }
    }

    /// Stops at the end of the first page.
    #[must_use]
    pub fn one_page(mut self) -> Self {
        self.one_page = true;
        self
    }

    /// The marker to continue the list with, if there is more. Take all objects of the last page
    /// first.
    ///
    /// # Errors
    /// The `next` link of lists by offset cannot be trusted, so that one more object is asked for;
    /// this request may fail.
    pub fn more(&self) -> Result<Option<String>> {
        let Next::Marker(marker) = &self.next else { return Ok(None) };
        if !R::PAGED_BY_OFFSET {
            return Ok(Some(marker.clone()));
        }
        // A full last page has a `next` too (trove/common/pagination.py); the page after it is empty.
        let peek = self.query.clone().limit(1).marker(marker.clone());
        let page = self.client.page::<R>(&self.path, &peek)?;
        Ok((!page.items.is_empty()).then(|| marker.clone()))
    }

    /// Returns whether this object was returned before. A list by offset is sorted by the time of the last
    /// change, so that a change moves an object to the next page (trove/backup/models.py:232).
    fn is_repeated(&mut self, object: &Object) -> bool {
        let id = if R::PAGED_BY_OFFSET { R::id(object) } else { None };
        id.is_some_and(|id| !self.given_ids.insert(id))
    }

    fn fetch_page(&mut self, marker: Option<String>) -> Result<()> {
        let query = self.query.clone();
        let limit = match R::PAGED_BY_OFFSET {
            true => query.page_limit(self.remaining),
            false => query.wanted().map(|_| self.remaining),
        };
        let query = match marker {
            Some(marker) => query.marker(marker).limit(limit),
            None if R::PAGED_BY_OFFSET => query.with_offset(R::NOUN)?.limit(limit),
            None => query,
        };
        let page = self.client.page::<R>(&self.path, &query)?;
        self.next = match page.next {
            Some(marker) if !self.markers.insert(marker.clone()) => {
                let detail = format!("the list does not end: marker '{marker}' appears twice");
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
            if self.remaining == 0 {
                return None;
            }
            if let Some(object) = self.page.next() {
                if self.is_repeated(&object) {
                    continue;
                }
                self.remaining -= 1;
                self.given += 1;
                if self.given > MOST_ROWS {
                    self.remaining = 0;
                    let detail = format!("the list has more than {MOST_ROWS} rows");
                    return Some(Err(unexpected(&format!("GET {}", self.path), detail)));
                }
                return Some(Ok(object));
            }
            let marker = match &self.next {
                Next::First => None,
                Next::Marker(marker) if !self.one_page => Some(marker.clone()),
                Next::Marker(_) | Next::Done => return None,
            };
            self.next = Next::Done;
            if let Err(error) = self.fetch_page(marker) {
                return Some(Err(error));
            }
        }
    }
}

/// Walks a list, page by page, and returns typed resources.
#[derive(Debug)]
pub struct Pager<'c, R>(pub(super) Objects<'c, R>);

impl<R: Resource> Iterator for Pager<'_, R> {
    type Item = Result<R>;
    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.and_then(decode))
    }
}
