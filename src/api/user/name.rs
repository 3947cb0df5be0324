//! The name of a user, in requests and in lists.

use crate::api::query::segment;
use crate::json::{Object, text};
use crate::{Error, Result};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The host that means any host.
pub(super) const ANYWHERE: &str = "%";

/// The name of a user, and the host that distinguishes it from other users of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserName<'u> {
    /// Name. Without a host, the service splits `name@host` at the last `@`.
    pub name: &'u str,
    /// Host; none for the user of any host (`%`).
    pub host: Option<&'u str>,
}

impl<'u> UserName<'u> {
    /// The name and the host. Without a host, the service takes the one behind the last `@` of the
    /// name (trove/extensions/common/common.py, `unquote_user_host`).
    pub(super) fn parts(self) -> (&'u str, &'u str) {
        match (self.host, self.name.rsplit_once('@')) {
            (Some(host), _) => (self.name, host),
            (None, Some((name, host))) if !host.is_empty() => (name, host),
            (None, _) => (self.name, ANYWHERE),
        }
    }

    /// Encodes the user as a path segment. The service decodes users once more than anything else,
    /// so that text that it would misread can be encoded twice.
    pub(super) fn segment(self) -> Result<String> {
        if self.name.is_empty() {
            return Err(Error::invalid("a user needs a name"));
        }
        let text = match self.host {
            Some(host) => format!("{}@{host}", self.name),
            None => self.name.to_owned(),
        };
        Ok(if is_read_as_is(&text) { segment(&text) } else { segment(&encode_all(&text)) })
    }
}

impl std::fmt::Display for UserName<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (name, host) = self.parts();
        if host == ANYWHERE { f.write_str(name) } else { write!(f, "{name}@{host}") }
    }
}

/// Returns whether the service reads this text as it is when it is encoded once. The service misreads
/// characters that are not ASCII (WSGI passes a path on as Latin-1), splits at slashes, decodes `%41`
/// a second time, and drops `.json` (trove/common/utils.py:274).
fn is_read_as_is(text: &str) -> bool {
    let hex = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
    let decoded_again = text.match_indices('%').any(|(at, _)| hex(at + 1) && hex(at + 2));
    let dropped = text.split_once('.').is_some_and(|(_, suffix)| suffix == "json");
    text.is_ascii()
        && !text.contains('/')
        && !decoded_again
        && !dropped
        && text != "."
        && text != ".."
}

/// Encodes all that could be misread, dots included.
fn encode_all(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Returns whether the object in a list is this user.
pub(super) fn is_user(object: &Object, user: UserName<'_>) -> bool {
    let (name, host) = user.parts();
    // PostgreSQL has no hosts.
    let found = text(object, "host").unwrap_or(ANYWHERE);
    text(object, "name") == Some(name) && found == host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment_of(name: &str, host: Option<&str>) -> String {
        UserName { name, host }.segment().unwrap()
    }

    #[test]
    fn a_user_that_the_service_reads_right_is_encoded_once() {
        assert_eq!(segment_of("bob", None), "bob");
        assert_eq!(segment_of("bob", Some("192.0.2.1")), "bob%40192.0.2.1");
        assert_eq!(segment_of("a#b", Some("%")), "a%23b%40%25");
        assert_eq!(segment_of("x.y", None), "x.y");
        assert_eq!(segment_of("x.json", Some("h")), "x.json%40h");
    }

    #[test] // docs/server-behaviour.md 1
    fn a_user_that_the_service_would_misread_is_encoded_twice() {
        assert_eq!(segment_of("x.json", None), "x%252Ejson");
        assert_eq!(segment_of("a/b", None), "a%252Fb");
        assert_eq!(segment_of("ö", Some("%")), "%25C3%25B6%2540%2525");
        assert_eq!(segment_of("a%41", None), "a%252541");
        assert_eq!(segment_of("..", None), "%252E%252E");
    }

    #[test]
    fn a_host_is_found_at_the_last_at_sign() {
        let parts = |name, host| UserName { name, host }.parts();
        assert_eq!(parts("bob", None), ("bob", "%"));
        assert_eq!(parts("u@v@h", None), ("u@v", "h"));
        assert_eq!(parts("u@", None), ("u@", "%"));
        assert_eq!(parts("u@v", Some("%")), ("u@v", "%"));
    }
}
