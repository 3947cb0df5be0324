//! Walks a list, page by page.

use crate::Result;
use crate::api::client::Client;
use crate::api::query::Query;
use crate::api::reply::{decode, unexpected};
use crate::api::resource::Resource;
use crate::json::Object;
use std::collections::HashSet;

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
        Some(self.0.next()?.and_then(decode))
    }
}
