//! A call: one request, its caller, and the state that answers it.

use crate::http::Request;
use crate::sandbox::behavior::fault::Faults;
use crate::sandbox::behavior::quirks::Quirks;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::schedule;
use crate::sandbox::state::timestamp::Timestamp;
use percent_encoding::percent_decode_str;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::time::Duration;

/// The settings of a sandbox, from the options it was opened with.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) quirks: Quirks,
    pub(crate) speed: f64,
    pub(crate) token_life: Duration,
    pub(crate) faults: Faults,
}

/// The caller, from the token of the request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    /// ID of the project; empty for tokens without one.
    pub(crate) project: String,
    pub(crate) admin: bool,
    /// ID of the user.
    pub(crate) user: String,
}

/// One request, with everything that its handler needs.
pub(crate) struct Call<'c> {
    pub(crate) db: &'c Connection,
    pub(crate) now: Timestamp,
    pub(crate) settings: &'c Settings,
    pub(crate) request: &'c Request,
    /// The host and port that the client used.
    pub(crate) host: String,
    pub(crate) query_pairs: Vec<(String, String)>,
    /// The segments of the path for which the route has `{}`.
    pub(crate) segments: Vec<String>,
    pub(crate) caller: Caller,
    pub(crate) body: Value,
}

impl<'c> Call<'c> {
    pub(crate) fn new(
        db: &'c Connection,
        now: Timestamp,
        settings: &'c Settings,
        request: &'c Request,
    ) -> Self {
        let query = request.uri().query().unwrap_or_default();
        Self {
            db,
            now,
            settings,
            request,
            host: host(request),
            query_pairs: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            segments: Vec::new(),
            caller: Caller::default(),
            body: Value::Null,
        }
    }

    /// Returns the value of a header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// Returns the path's segment for the `{}` number `index`, decoded.
    pub(crate) fn segment(&self, index: usize) -> Cow<'_, str> {
        let raw = self.segments.get(index).map(String::as_str).unwrap_or_default();
        percent_decode_str(raw).decode_utf8_lossy()
    }

    /// Returns a segment that is the name of a database or user. Encoded slashes separate segments, too:
    /// the web server decodes a path before it is routed.
    pub(crate) fn name_segment(&self, index: usize) -> Result<String, Refusal> {
        let name = self.segment(index);
        if name.contains('/') { Err(Refusal::route_not_found()) } else { Ok(name.into_owned()) }
    }

    /// Returns a parameter of the query, the last one of that name.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query_pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns a parameter of the query, unless it is empty.
    pub(crate) fn nonempty_query(&self, name: &str) -> Option<&str> {
        self.query(name).filter(|text| !text.is_empty())
    }

    /// Returns whether a parameter is the word `true` (trove/instance/service.py, `_get_instances`).
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.query(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// Returns whether the request is for deleted resources or for existing ones; `None` means both.
    pub(crate) fn wants_deleted(&self) -> Option<bool> {
        match self.query("deleted").map(str::to_lowercase).as_deref() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        }
    }

    /// Returns a parameter that is a number from 0 on; others crash the server (docs/server-behaviour.md 46).
    pub(crate) fn number(&self, name: &str, default: i64) -> Result<i64, Refusal> {
        let Some(text) = self.nonempty_query(name) else {
            return Ok(default);
        };
        let number = text.parse::<i64>().ok().filter(|number| *number >= 0);
        number.ok_or_else(|| self.crash(format!("{name} must be a number, not '{text}'.")))
    }

    /// Refuses a request that crashes the real server: with 500 if quirks are on, and otherwise with 400
    /// and the reason.
    pub(crate) fn crash(&self, why: impl Into<String>) -> Refusal {
        if self.settings.quirks.bad_requests_crash() {
            Refusal::Crash
        } else {
            Refusal::bad_request(why)
        }
    }

    /// Refuses callers who are not administrators.
    pub(crate) fn require_admin(&self) -> Result<(), Refusal> {
        if self.caller.admin { Ok(()) } else { Err(Refusal::not_admin()) }
    }

    /// Returns whether the caller can see resources of a project. Administrators can see all.
    pub(crate) fn can_see(&self, project: &str) -> bool {
        self.caller.admin || self.caller.project == project
    }

    /// Refuses access to another project than the caller's, except to administrators.
    pub(crate) fn require_project(&self, project: &str) -> Result<(), Refusal> {
        if self.can_see(project) {
            return Ok(());
        }
        let own = &self.caller.project;
        Err(Refusal::forbidden(format!("Operation not allowed for tenant {own}.")))
    }

    /// Schedules a change that takes `seconds` at speed 1.
    pub(crate) fn schedule<C: schedule::Change>(
        &self,
        resource: &str,
        seconds: f64,
        change: &C,
    ) -> rusqlite::Result<()> {
        let wait = Duration::try_from_secs_f64(seconds / self.settings.speed).unwrap_or_default();
        schedule::add(self.db, self.now.after(wait), resource, change)
    }

    /// Returns the ID of a resource with its links.
    pub(crate) fn reference(&self, collection: &str, id: &str) -> Value {
        json!({"id": id, "links": self.links(collection, id)})
    }

    /// Returns the scheme and the host of the links in answers.
    fn origin(&self) -> String {
        let scheme = match self.request.uri().scheme_str() {
            _ if self.settings.quirks.links_are_https() => "https",
            Some(scheme) => scheme,
            None => "http",
        };
        format!("{scheme}://{}", self.host)
    }

    /// Returns the two links of a resource.
    pub(crate) fn links(&self, collection: &str, id: &str) -> Value {
        let (origin, project) = (self.origin(), &self.caller.project);
        json!([
            {"href": format!("{origin}/v1.0/{project}/{collection}/{id}"), "rel": "self"},
            {"href": format!("{origin}/{collection}/{id}"), "rel": "bookmark"},
        ])
    }

    /// Returns the link to the page after `marker`, which is encoded twice
    /// (trove/common/pagination.py:108,145).
    pub(crate) fn next_link(&self, marker: &str) -> Value {
        let marker: String = percent_encoding::utf8_percent_encode(marker, MARKER).collect();
        let mut query: Vec<(String, String)> = Vec::new();
        let pairs = self.query_pairs.iter().filter(|(_, value)| !value.is_empty());
        for (key, value) in pairs.cloned().chain([("marker".to_owned(), marker)]) {
            match query.iter_mut().find(|(known, _)| *known == key) {
                Some(pair) => pair.1 = value,
                None => query.push((key, value)),
            }
        }
        let query =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        let href = format!("{}{}?{query}", self.origin(), self.request.uri().path());
        json!([{"rel": "next", "href": href}])
    }
}

/// The characters that Python's `quote` does not encode.
const MARKER: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~')
    .remove(b'/');

fn host(request: &Request) -> String {
    let header = request.headers().get(http::header::HOST).and_then(|value| value.to_str().ok());
    let url = || request.uri().authority().map(http::uri::Authority::as_str);
    header.or_else(url).unwrap_or("localhost").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the link to the page after the marker `ann@%`.
    fn next_link(faithful: bool, url: &str) -> Value {
        let db = Connection::open_in_memory().unwrap();
        let settings = Settings {
            quirks: Quirks(faithful),
            speed: 1.0,
            token_life: Duration::ZERO,
            faults: Faults::default(),
        };
        let request = http::Request::get(url).header("host", "h").body(Vec::new()).unwrap();
        let links = Call::new(&db, Timestamp(0), &settings, &request).next_link("ann@%");
        assert_eq!(links[0]["rel"], "next");
        links[0]["href"].clone()
    }

    #[test] // docs/server-behaviour.md 47
    fn markers_are_encoded_twice() {
        assert_eq!(
            next_link(false, "http://h/v1.0/p/x?b=1&marker=old&empty=&a=2"),
            "http://h/v1.0/p/x?b=1&marker=ann%2540%2525&a=2"
        );
    }

    #[test] // docs/server-behaviour.md 47
    fn links_have_the_scheme_of_the_request_unless_faithful() {
        for (faithful, url, scheme) in [
            (false, "/x", "http"),
            (false, "http://h/x", "http"),
            (false, "https://h/x", "https"),
            (true, "/x", "https"),
            (true, "http://h/x", "https"),
        ] {
            let expected = format!("{scheme}://h/x?marker=ann%2540%2525");
            assert_eq!(next_link(faithful, url), expected, "{faithful} {url}");
        }
    }
}
