//! Query strings and path segments, percent-encoded.

use crate::{Error, Result};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters to encode: all except RFC 3986's unreserved ones.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Encodes one path segment, so that a name with `/`, `?` or `#` cannot become another path.
pub(crate) fn segment(text: &str) -> String {
    match text {
        // A URL parser drops these, encoded or not; no resource has such an ID.
        "." | ".." => text.replace('.', "%252E"),
        _ => utf8_percent_encode(text, RESERVED).to_string(),
    }
}

/// The most rows to ask for at once.
const LONG_PAGE: usize = 500;

/// A query for a list: filters, limit, and marker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    limit: Option<usize>,
    marker: Option<String>,
    long_pages: bool,
    filters: Vec<(String, String)>,
}

impl Query {
    /// A query for the whole list, from its beginning.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum number of resources on the page. For most lists the service returns at most 20, even if
    /// the limit is higher.
    #[must_use]
    pub fn limit(mut self, limit: impl Into<Option<usize>>) -> Self {
        self.limit = limit.into();
        self
    }

    /// Starts after this marker: [`Page::next`](crate::api::Page::next) of the page before.
    #[must_use]
    pub fn marker(mut self, marker: impl Into<Option<String>>) -> Self {
        self.marker = marker.into();
        self
    }

    /// Asks for pages of 500 rows where the service has no longest page: a list would come as
    /// a whole, or in very many requests.
    #[must_use]
    pub fn long_pages(mut self) -> Self {
        self.long_pages = true;
        self
    }

    /// The limit of the next page of a list that has no longest page. `remaining` more resources are
    /// wanted.
    pub(super) fn page_limit(&self, remaining: usize) -> Option<usize> {
        match self.limit {
            Some(_) => Some(remaining.min(LONG_PAGE)),
            None => self.long_pages.then_some(LONG_PAGE),
        }
    }

    /// Adds a filter: only resources whose `key` is `value`.
    #[must_use]
    pub fn filter(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.filters.push((key.into(), value.into()));
        self
    }

    pub(crate) fn start(&self) -> Option<&str> {
        self.marker.as_deref()
    }

    pub(crate) fn wanted(&self) -> Option<usize> {
        self.limit
    }

    /// Refuses a marker that is not a number: where markers are offsets, the service crashes on
    /// others (trove/backup/models.py:237).
    pub(crate) fn with_offset(self, noun: &str) -> Result<Self> {
        match &self.marker {
            Some(marker) if marker.parse::<u32>().is_err() => {
                Err(Error::invalid(format!("'{marker}' is not a marker in a list of {noun}s"))
                    .with_hint("here a marker is the number of rows to skip"))
            }
            _ => Ok(self),
        }
    }

    /// Appends the query to `path`, in the reference client's order: limit, marker, filters.
    pub(crate) fn path(&self, path: &str) -> String {
        let limit = self.limit.map(|limit| ("limit", limit.to_string()));
        let marker = self.marker.clone().map(|marker| ("marker", marker));
        let filters = self.filters.iter().map(|(key, value)| (key.as_str(), value.clone()));
        let pairs: Vec<String> = limit
            .into_iter()
            .chain(marker)
            .chain(filters)
            .map(|(key, value)| format!("{}={}", segment(key), segment(&value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_cannot_change_the_path() {
        assert_eq!(segment("a/b?c#d e"), "a%2Fb%3Fc%23d%20e");
        assert_eq!(segment(".."), "%252E%252E");
        assert_eq!(segment("db.1_a-b~c"), "db.1_a-b~c");
        assert_eq!(segment("ö"), "%C3%B6");
    }

    #[test]
    fn a_query_has_the_order_limit_marker_filters() {
        let query = Query::new().filter("deleted", "False").marker("ann@%".to_owned()).limit(5);
        assert_eq!(query.path("x"), "x?limit=5&marker=ann%40%25&deleted=False");
        assert_eq!(Query::new().path("x"), "x");
    }
}
