//! Reads the address of a server.

use url::Url;

/// Reads `text` as the URL of a server.
pub(crate) fn server_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}
