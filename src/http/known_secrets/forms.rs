//! The spellings in which a secret can come back.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The secret itself, and what it becomes in JSON, in HTML, in a URL, in a form, and where a terminal
/// shows control characters.
pub(super) fn forms(secret: &str) -> BTreeSet<Cow<'_, str>> {
    let json = serde_json::to_string(secret).unwrap_or_default();
    let json = json.trim_start_matches('"').strip_suffix('"').unwrap_or(&json).to_owned();
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quoted = html.replace('"', "&quot;").replace('\'', "&#39;");
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let visible = crate::hazard::sanitize(secret).into_owned();
    [
        json,
        form.to_ascii_lowercase(),
        form,
        html,
        quoted,
        encoded.to_ascii_lowercase(),
        encoded,
        visible,
    ]
    .into_iter()
    .map(Cow::Owned)
    .chain([Cow::Borrowed(secret)])
    .collect()
}
