//! The target of a redirect, if it may be followed.

use crate::http::redact;
use crate::http::server_url::is_loopback;
use crate::http::transport::Response;
use crate::{Result, TransportError, TransportFailure};
use http::Method;
use http::header::LOCATION;
use url::Url;

/// The URL that `response` redirects the request to. Tokens and passwords must not go to another
/// origin, and reqwest would strip only the headers that it knows.
///
/// A 303 says that a request which changes something was carried out, and where its result is: it is
/// an answer, and the request must not be sent to the new place.
pub(super) fn redirect(
    method: &Method,
    url: &Url,
    response: &Response,
    follow_cross_origin: bool,
) -> Result<Option<Url>> {
    let status = response.status().as_u16();
    let reads = matches!(*method, Method::GET | Method::HEAD);
    if !matches!(status, 301 | 302 | 303 | 305 | 307 | 308) || (status == 303 && !reads) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(LOCATION) else { return Ok(None) };
    let target = location.to_str().ok().and_then(|location| url.join(location).ok());
    let Some(mut target) = target else {
        return Err(refusal(url, "its Location is not a URL".into()).into());
    };
    let same = target.origin() == url.origin();
    // Never from https to http, nor in clear to another machine.
    let is_local = url.scheme() == "http" && target.scheme() == "http" && is_loopback(&target);
    if !(same || follow_cross_origin && (target.scheme() == "https" || is_local)) {
        let target = redact::url(target.as_str());
        return Err(refusal(url, format!("credentials must not be sent to {target}")).into());
    }
    // These are not part of the origin, and reqwest would make an Authorization header of them.
    let _ = target.set_username(if same { url.username() } else { "" });
    let _ = target.set_password(url.password().filter(|_| same));
    target.set_fragment(None);
    Ok(Some(target))
}

pub(super) fn refusal(url: &Url, why: String) -> TransportError {
    TransportError::new(redact::url(url.as_str()), TransportFailure::Redirect, Some(why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_without_secrets_is_not_led_to_another_machine_in_clear() {
        for (from, to, followed) in [
            ("https://a.example/x", "https://b.example/y", true),
            ("https://a.example/x", "http://a.example/x", false),
            ("https://a.example/x", "http://127.0.0.1/y", false),
            ("http://127.0.0.1:1/x", "https://b.example/y", true),
            ("http://127.0.0.1:1/x", "http://127.0.0.1:2/y", true),
            ("http://127.0.0.1:1/x", "http://localhost/y", true),
            ("http://127.0.0.1:1/x", "http://[::1]/y", true),
            ("http://127.0.0.1:1/x", "http://b.example/y", false),
            ("http://127.0.0.1:1/x", "ftp://127.0.0.1/y", false),
            ("https://a.example/x", "/y", true),
        ] {
            let mut response = Response::new(Vec::new());
            *response.status_mut() = http::StatusCode::FOUND;
            response.headers_mut().insert(LOCATION, to.parse().unwrap());
            let target = redirect(&http::Method::GET, &Url::parse(from).unwrap(), &response, true);
            assert_eq!(target.is_ok_and(|target| target.is_some()), followed, "{from} to {to}");
        }
    }
}
