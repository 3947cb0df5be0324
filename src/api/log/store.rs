//! The objects of a log in the object store: their list, their numbers of lines, their content.

use crate::api::Client;
use crate::api::query::segment;
use crate::api::reply::unexpected;
use crate::http::{Response, api_error, decode_json};
use crate::{Error, Result};
use http::{Method, StatusCode};
use serde::Deserialize;
use std::collections::HashSet;

/// The service's official type in the catalog.
const SERVICE: &str = "object-store";
/// The length of a page: a shorter page is the last one.
const PAGE: usize = 1000;
/// No log has more pages of objects: 200,000 of up to 1 MB each.
const MAX_PAGES: usize = 200;
/// The header with the number of lines, which the guest agent sets (trove/guestagent/guest_log.py:375).
const LINES: &str = "x-object-meta-lines";

/// The objects that a log was published as.
#[derive(Debug)]
pub(super) struct Store<'c> {
    client: &'c Client,
    container: String,
    prefix: String,
}

/// An object with some lines of the log.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Part {
    pub(super) name: String,
    #[serde(default)]
    pub(super) bytes: u64,
    #[serde(default)]
    last_modified: String,
}

/// A row of the list. Rows without a name are directories.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Part(Part),
    Other(serde::de::IgnoredAny),
}

/// The number of lines of an object.
pub(super) enum Head {
    /// This many whole lines.
    Lines(u64),
    /// The object exists, but has no such header.
    Unknown,
    /// The object has expired; lists still have it for a while.
    Gone,
}

impl<'c> Store<'c> {
    pub(super) fn new(client: &'c Client, container: &str, prefix: &str) -> Self {
        Self { client, container: container.to_owned(), prefix: prefix.to_owned() }
    }

    /// Lists the objects, the oldest first; `None` if there is no such container.
    pub(super) fn parts(&self) -> Result<Option<Vec<Part>>> {
        let mut parts: Vec<Part> = Vec::new();
        let mut names = HashSet::new();
        for _ in 0..MAX_PAGES {
            let marker = parts.last().map(|part| part.name.clone());
            let Some(page) = self.page(marker.as_deref())? else { return Ok(None) };
            let length = page.len();
            for row in page {
                let Row::Part(part) = row else { continue };
                if !names.insert(part.name.clone()) {
                    return Err(self.endless(format!("it has the object '{}' twice", part.name)));
                }
                parts.push(part);
            }
            if length < PAGE {
                return Ok(Some(in_order(parts)));
            }
            if parts.last().map(|part| &part.name) <= marker.as_ref() {
                return Err(self.endless("it has a page with nothing new".to_owned()));
            }
        }
        Err(self.endless(format!("it does not end after {MAX_PAGES} pages")))
    }

    /// The error for a list of objects that does not end.
    fn endless(&self, detail: String) -> Error {
        let path = format!("{}?prefix={}", segment(&self.container), segment(&self.prefix));
        unexpected(&format!("GET {path}"), detail)
    }

    fn page(&self, marker: Option<&str>) -> Result<Option<Vec<Row>>> {
        let container = segment(&self.container);
        let marker = marker.map(|name| format!("&marker={}", segment(name))).unwrap_or_default();
        let prefix = segment(&self.prefix);
        let path = format!("{container}?format=json&limit={PAGE}&prefix={prefix}{marker}");
        let response = self.send(&Method::GET, &path, None)?;
        let request = format!("GET {path}");
        match response.status() {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => match decode_json(&*request, &response)? {
                serde_json::Value::Null => Ok(Some(Vec::new())),
                rows => serde_json::from_value(rows).map(Some).map_err(|source| Error::Decode {
                    request,
                    detail: "it is not a list of objects".into(),
                    source: Some(source),
                }),
            },
            _ => Err(api_error(request, &response).into()),
        }
    }

    /// Asks for the number of lines of an object.
    pub(super) fn head(&self, part: &Part) -> Result<Head> {
        let path = self.path(part);
        let response = self.send(&Method::HEAD, &path, None)?;
        match response.status() {
            StatusCode::NOT_FOUND => Ok(gone(part)),
            status if status.is_success() => {
                let lines = response.headers().get(LINES).and_then(|value| value.to_str().ok());
                let lines = lines.and_then(|lines| lines.trim().parse().ok());
                Ok(lines.map_or(Head::Unknown, Head::Lines))
            }
            _ => Err(api_error(format!("HEAD {path}"), &response).into()),
        }
    }

    /// Fetches the content of an object from byte `from` on, up to byte `to` if it is said; `None` if
    /// the object is gone.
    pub(super) fn get(&self, part: &Part, from: u64, to: Option<u64>) -> Result<Option<Vec<u8>>> {
        let path = self.path(part);
        let range = match to {
            Some(to) => Some(format!("bytes={from}-{}", to.saturating_sub(1))),
            None => (from > 0).then(|| format!("bytes={from}-")),
        };
        let response = self.send(&Method::GET, &path, range.as_deref())?;
        match response.status() {
            StatusCode::NOT_FOUND => {
                gone(part);
                Ok(None)
            }
            StatusCode::RANGE_NOT_SATISFIABLE => Ok(Some(Vec::new())),
            StatusCode::PARTIAL_CONTENT => Ok(Some(response.into_body())),
            status if status.is_success() => {
                let mut body = response.into_body();
                // The range was ignored: this is the whole object.
                let place = |byte| usize::try_from(byte).unwrap_or(usize::MAX).min(body.len());
                let (passed, end) = (place(from), place(to.unwrap_or(u64::MAX)));
                body.truncate(end);
                Ok(Some(body.split_off(passed)))
            }
            _ => Err(api_error(format!("GET {path}"), &response).into()),
        }
    }

    fn send(&self, method: &Method, path: &str, range: Option<&str>) -> Result<Response> {
        let range = range.map(|range| ("range", range));
        let headers: Vec<_> = [("accept", "*/*")].into_iter().chain(range).collect();
        self.client.session().send(SERVICE, method.clone(), path, &headers, None)
    }

    /// The path of an object. Slashes in its name are slashes of the path.
    fn path(&self, part: &Part) -> String {
        let name: Vec<_> = part.name.split('/').map(segment).collect();
        format!("{}/{}", segment(&self.container), name.join("/"))
    }
}

/// Sorts as the reference client does; names begin with the guest's time, and settle ties.
fn in_order(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by(|a, b| (&a.last_modified, &a.name).cmp(&(&b.last_modified, &b.name)));
    parts
}

fn gone(part: &Part) -> Head {
    log::warn!("the object '{}' of the log has expired", part.name);
    Head::Gone
}
