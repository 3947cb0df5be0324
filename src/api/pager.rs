//! Iterates over a list, page by page.

use crate::api::client::Client;
use crate::api::page::Next;
use crate::api::query::Query;
use crate::api::reply::{decode, unexpected};
use crate::api::resource::{Paging, Resource};
use crate::api::walk::Walk;
use crate::json::Object;
use crate::{Error, Result};
use http::Method;
use std::marker::PhantomData;

/// Walks a list, page by page, and returns the objects that the service sent. A page is fetched when
/// its first object is needed.
///
/// A list that cannot be read to its end is an error, after the objects that were read. So is an object
/// that comes twice, except in a list by offset: there it means that the list changed meanwhile; it is
/// left out, and logged as a warning.
#[derive(Debug)]
pub struct Objects<'c, R> {
    client: &'c Client,
    path: String,
    query: Query,
    /// How many more objects are wanted.
    remaining: usize,
    page: std::vec::IntoIter<Object>,
    /// The page after this one; `None` before the first.
    next: Option<Next>,
    one_page: bool,
    walk: Walk,
    resource: PhantomData<fn() -> R>,
}

impl<'c, R: Resource> Objects<'c, R> {
    pub(super) fn new(client: &'c Client, path: String, query: Query) -> Self {
        Self {
            client,
            path,
            remaining: query.wanted().unwrap_or(usize::MAX),
            walk: Walk::from(query.start()),
            query,
            page: Vec::new().into_iter(),
            next: None,
            one_page: false,
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
    /// [`Error::Decode`] if there is more, but the service does not say how to get it. The `next` link of
    /// lists by offset cannot be trusted, so that one more object is asked for; this request may fail.
    pub fn more(&self) -> Result<Option<String>> {
        let marker = match &self.next {
            Some(Next::Marker(marker)) => marker,
            Some(Next::Broken(detail)) => return Err(self.unexpected(detail.clone())),
            Some(Next::Last) | None => return Ok(None),
        };
        if R::PAGING != Paging::ByOffset {
            return Ok(Some(marker.clone()));
        }
        // A full last page has a `next` too (trove/common/pagination.py); the page after it is empty.
        let peek = self.query.clone().limit(1).marker(marker.clone());
        let page = self.client.page::<R>(&self.path, &peek)?;
        Ok((!page.items.is_empty()).then(|| marker.clone()))
    }

    fn fetch_page(&mut self, marker: Option<String>) -> Result<()> {
        let query = self.query.clone();
        let limit = match R::PAGING {
            Paging::ByOffset => query.page_limit(self.remaining),
            Paging::ById | Paging::Whole => query.wanted().map(|_| self.remaining),
        };
        let query = match marker {
            Some(marker) => query.marker(marker).limit(limit),
            None if R::PAGING == Paging::ByOffset => query.with_offset(R::NOUN)?.limit(limit),
            None => query,
        };
        let page = self.client.page::<R>(&self.path, &query)?;
        let items = self.walk.add::<R>(page.items).map_err(|detail| self.unexpected(detail))?;
        self.next = Some(match page.next {
            Next::Marker(marker) => match self.walk.advance(&marker) {
                Ok(()) => Next::Marker(marker),
                Err(detail) => Next::Broken(detail),
            },
            other => other,
        });
        self.page = items.into_iter();
        Ok(())
    }

    fn unexpected(&self, detail: String) -> Error {
        unexpected(&self.client.request_line(&Method::GET, &self.path), detail)
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
                self.remaining -= 1;
                return Some(Ok(object));
            }
            let marker = match &self.next {
                None => None,
                Some(Next::Last) => return None,
                Some(_) if self.one_page => return None,
                Some(Next::Marker(marker)) => Some(marker.clone()),
                Some(Next::Broken(detail)) => {
                    let error = self.unexpected(detail.clone());
                    self.next = Some(Next::Last);
                    return Some(Err(error));
                }
            };
            self.next = Some(Next::Last);
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
