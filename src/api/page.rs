//! A page of a list.

use crate::Result;
use crate::api::reply::{rows, unexpected};
use crate::api::resource::Resource;
use crate::http::redact;
use crate::json::Object;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// The length at which a link is cut in an error.
const LINK_LENGTH: usize = 200;

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

/// The link of a page to the page after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// This page is the last.
    Last,
    /// The next page begins after this marker.
    Marker(String),
    /// There is more, but the link cannot be followed, for this reason.
    Broken(String),
}

/// A page as the service sent it.
#[derive(Debug)]
pub(super) struct RawPage {
    pub(super) items: Vec<Object>,
    pub(super) next: Next,
}

/// Reads a page from a reply.
pub(super) fn page<R: Resource>(mut reply: Value, request: &str) -> Result<RawPage> {
    let next = next(&reply, R::LIST_KEY);
    Ok(RawPage { items: rows(&mut reply, R::LIST_KEY, request)?, next })
}

/// Refuses a reply whose list has more pages, for lists that have only one.
pub(super) fn require_whole(reply: &Value, list: &str, request: &str) -> Result<()> {
    // Keystone cuts a list at its `list_limit`, and says so without a link.
    let truncated = reply.get("truncated").is_some_and(|value| *value == true);
    if truncated || next(reply, list) != Next::Last {
        return Err(unexpected(request, format!("the list '{list}' in it is not complete")));
    }
    Ok(())
}

/// Finds the link to the next page: `links` beside the list, or `<list>_links` as in other services.
fn next(reply: &Value, list: &str) -> Next {
    let own = format!("{list}_links");
    let href = ["links", own.as_str()].iter().find_map(|key| href(reply.get(*key)?));
    href.map_or(Next::Last, marker)
}

/// Returns the address of the next page in these links, a list of objects or (in Keystone) one object.
fn href(links: &Value) -> Option<&Value> {
    let next = match links {
        Value::Array(links) => {
            let next = links.iter().find(|link| link["rel"] == "next")?;
            next.get("href").unwrap_or(&Value::Null)
        }
        links => links.get("next").filter(|next| !next.is_null())?,
    };
    Some(next)
}

/// Reads the marker in the address of the next page. The rest is ignored: it names the host that the
/// API process saw, always with https (trove/common/views.py:32).
fn marker(href: &Value) -> Next {
    let Some(href) = href.as_str() else {
        return Next::Broken("its link to the next page has no address".to_owned());
    };
    let address = href.split('#').next().unwrap_or_default();
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let raw = query.split('&').find_map(|pair| pair.strip_prefix("marker="));
    let Some(raw) = raw.filter(|raw| !raw.is_empty()) else {
        let shown: String = redact::url(href).chars().take(LINK_LENGTH).collect();
        return Next::Broken(format!("its link to the next page has no marker: '{shown}'"));
    };
    // The service encodes the marker twice (trove/common/pagination.py:108 and 145).
    let once = percent_decode_str(&raw.replace('+', " ")).decode_utf8_lossy().into_owned();
    Next::Marker(percent_decode_str(&once).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn linked(href: impl Into<Value>) -> Next {
        let href: Value = href.into();
        next(&json!({"links": [{"rel": "prev", "href": "x"}, {"rel": "next", "href": href}]}), "l")
    }

    fn broken(next: &Next) -> bool {
        matches!(next, Next::Broken(_))
    }

    #[test] // docs/server-behaviour.md 47
    fn the_marker_is_decoded_twice_and_the_rest_of_the_link_ignored() {
        let marker = |text: &str| Next::Marker(text.to_owned());
        assert_eq!(
            linked("https://other/v1.0/p/users?limit=2&marker=ann%2540%2525"),
            marker("ann@%")
        );
        assert_eq!(linked("https://other/x?marker=a%252Bb"), marker("a+b"));
        assert_eq!(linked("?marker=a#top"), marker("a"));
        for links in [json!(null), json!([]), json!([{"rel": "self", "href": "x?marker=1"}])] {
            assert_eq!(next(&json!({ "links": links }), "l"), Next::Last);
        }
        assert_eq!(next(&json!({}), "l"), Next::Last);
    }

    #[test] // docs/server-behaviour.md 47
    fn a_link_without_a_marker_is_not_the_end_of_the_list() {
        for href in
            ["https://other/x?limit=2", "x", "", "x?marker=", "x?marker=&limit=1", "x#?marker=1"]
        {
            assert!(broken(&linked(href)), "{href}");
        }
        assert!(broken(&linked(json!(null))) && broken(&linked(json!(7))));
        assert!(broken(&next(&json!({"links": [{"rel": "next"}]}), "l")));
        let Next::Broken(detail) = linked("https://me:pw@other/x?page=2") else { panic!() };
        assert!(detail.contains("other/x?page=2") && !detail.contains("pw"), "{detail}");
    }

    #[test]
    fn the_links_of_other_services_are_understood() {
        let keystone =
            |next: Value| json!({"links": {"self": "x", "previous": null, "next": next}});
        assert_eq!(next(&keystone(json!(null)), "projects"), Next::Last);
        assert_eq!(next(&keystone(json!("x?marker=1")), "p"), Next::Marker("1".to_owned()));
        let neutron = json!({"subnets_links": [{"rel": "next", "href": "x?marker=1"}]});
        assert_eq!(next(&neutron, "subnets"), Next::Marker("1".to_owned()));
        for reply in [neutron, json!({"truncated": true}), keystone(json!("x"))] {
            assert!(require_whole(&reply, "subnets", "GET x").is_err(), "{reply}");
        }
        let whole = json!({"truncated": false, "links": {"next": null}});
        assert!(require_whole(&whole, "projects", "GET x").is_ok());
    }
}
