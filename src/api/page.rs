//! A page of a list.

use crate::Result;
use crate::api::reply::rows;
use crate::api::resource::Resource;
use crate::json::Object;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A page of a list.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Page<R> {
    /// The resources on the page.
    pub items: Vec<R>,
    /// The marker of the next page; `None` on the last.
    pub next: Option<String>,
}

impl<R> IntoIterator for Page<R> {
    type Item = R;
    type IntoIter = std::vec::IntoIter<R>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// Reads a page from a reply.
pub(super) fn page<R: Resource>(mut reply: Value, request: &str) -> Result<Page<Object>> {
    let next = reply.get("links").and_then(next_marker);
    Ok(Page { items: rows(&mut reply, R::LIST_KEY, request)?, next })
}

/// Reads the marker in the `next` link. The rest of the link is ignored: it names the host that the
/// API process saw, always with https (trove/common/views.py:32).
fn next_marker(links: &Value) -> Option<String> {
    let next = links.as_array()?.iter().find(|link| link["rel"] == "next")?;
    let query = next["href"].as_str()?.split_once('?')?.1;
    let raw = query.split('&').find_map(|pair| pair.strip_prefix("marker="))?;
    // The service encodes the marker twice (trove/common/pagination.py:108 and 145).
    let once = percent_decode_str(&raw.replace('+', " ")).decode_utf8_lossy().into_owned();
    Some(percent_decode_str(&once).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test] // docs/server-behaviour.md 47
    fn the_marker_is_decoded_twice_and_the_rest_of_the_link_ignored() {
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
