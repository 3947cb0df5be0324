//! Each shape of error body that a client meets.

use super::*;
use crate::http::body::text::LONGEST;
use crate::http::transport::Response;
use proptest::prelude::*;
use serde_json::Value;

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=UTF-8";

fn response(status: u16, kind: &str, body: impl AsRef<[u8]>) -> Response {
    let builder = http::Response::builder().status(status).header("content-type", kind);
    builder.body(body.as_ref().to_vec()).unwrap()
}

fn message(status: u16, kind: &str, body: impl AsRef<[u8]>) -> String {
    api_error("GET http://h/x", &response(status, kind, body)).message
}

#[test] // docs/server-behaviour.md 30
fn error_bodies_have_six_forms() {
    let page = "<html>\n <head>\n  <title>403 Forbidden</title>\n </head>\n <body>\n  <h1>403 Forbidden</h1>\n  \
                User does not have access to tenant &#39;p&#39;.<br /><br />\n\n\n </body>\n</html>";
    for (status, kind, body, expected) in [
        (
            404,
            JSON,
            r#"{"itemNotFound": {"code": 404, "message": "Resource x cannot be found."}}"#,
            "Resource x cannot be found.",
        ),
        (
            403,
            JSON,
            r#"{"message": "No access.<br /><br />\n\n\n", "code": "403 Forbidden", "title": "Forbidden"}"#,
            "No access.",
        ),
        (401, HTML, "Authentication required", "Authentication required"),
        (403, HTML, page, "403 Forbidden User does not have access to tenant 'p'."),
        (404, JSON, r#""Instance 5 <not> found.""#, "Instance 5 <not> found."),
        (
            413,
            JSON,
            r#"{"overLimit": {"code": 413, "message": "This request was rate-limited.", "details": "Only 200 GET request(s) can be made to * every minute.", "retryAfter": "20"}}"#,
            "This request was rate-limited. Only 200 GET request(s) can be made to * every minute.",
        ),
        (
            401,
            JSON,
            r#"{"error": {"code": 401, "message": "The request you have made requires authentication.", "title": "Unauthorized"}}"#,
            "The request you have made requires authentication.",
        ),
        (400, JSON, r#"{"error": "bad thing"}"#, "bad thing"),
        (
            400,
            JSON,
            r#"{"error": "invalid_grant", "error_description": "wrong password"}"#,
            "wrong password",
        ),
        (
            502,
            HTML,
            "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr>nginx</body></html>",
            "502 Bad Gateway nginx",
        ),
        (
            503,
            HTML,
            "<!DOCTYPE html><title>Down</title><body><style>p{a>b}</style><script>if(a<b)x()</script><!-- no > --><p>Back at 5</p></body>",
            "Down: Back at 5",
        ),
        (503, JSON, r#"{"unexpected": [1]}"#, r#"{"unexpected":[1]}"#),
        (503, JSON, "", "Service Unavailable"),
        (503, JSON, "null", "Service Unavailable"),
        (503, HTML, "<html></html>", "Service Unavailable"),
        (599, JSON, "  ", "unknown error"),
    ] {
        assert_eq!(message(status, kind, body), expected);
    }
}

#[test]
fn the_name_the_request_id_and_the_wait_are_kept() {
    let mut answer = response(
        413,
        "application/json",
        r#"{"overLimit": {"code": 413, "message": "m", "retryAfter": "20"}}"#,
    );
    answer.headers_mut().insert("x-compute-request-id", "req-c".parse().unwrap());
    let error = api_error("GET http://h/x", &answer);
    assert_eq!(error.name.as_deref(), Some("overLimit"));
    assert_eq!(error.retry_after, Some(20));
    assert_eq!(error.request_id.as_deref(), Some("req-c"));
    assert_eq!(error.request, "GET http://h/x");
    assert_eq!(error.to_string(), "m (HTTP 413) (Request-ID: req-c)");

    answer.headers_mut().insert("x-openstack-request-id", "req-o".parse().unwrap());
    answer.headers_mut().insert("retry-after", "7".parse().unwrap());
    let error = api_error("GET http://h/x", &answer);
    assert_eq!((error.request_id.as_deref(), error.retry_after), (Some("req-o"), Some(7)));
}

#[test] // docs/server-behaviour.md 29
fn a_quota_error_has_no_time() {
    let quota = r#"{"overLimit": {"code": 413, "message": "Quota exceeded for resources: ['instances']."}}"#;
    let error = api_error("POST /x", &response(413, "application/json", quota));
    assert_eq!(error.retry_after, None);
    assert_eq!(error.message, "Quota exceeded for resources: ['instances'].");
}

#[test]
fn a_message_is_one_harmless_line() {
    let text = message(500, "text/plain", b"a\r\n\x1b[31mred\x07 \xff\xe2\x80\xaeb");
    assert_eq!(text, "a [31mred \u{fffd} b");
    assert_eq!(message(500, "text/plain", "x".repeat(600)), "x".repeat(500) + "…");
    let long = format!(r#"{{"a": {{"message": "{}"}}}}"#, "é".repeat(70_000));
    assert_eq!(message(500, "application/json", long).chars().count(), 501);
}

#[test]
fn an_empty_success_is_null_and_json_is_json() {
    let decode = |body: &str| decode_json("GET /x", &response(200, "application/json", body));
    assert_eq!(decode(" \n").unwrap(), Value::Null);
    assert_eq!(decode(r#"{"a":1}"#).unwrap()["a"], 1);
}

#[test]
fn a_success_that_is_not_json_is_an_error_with_the_request_and_its_beginning() {
    for (body, detail) in [
        (&br#"{"instances": [{"#[..], r#"it ends in the middle: '{"instances": [{'"#),
        (b"{\"name\": \"\xff\"}", "it is not UTF-8: '{\"name\": \"\u{fffd}\"}'"),
        (b"<html><title>Log in</title></html>", "it is not JSON: an HTML page 'Log in'"),
        (b"hello\x1b[2J", "it is not JSON: 'hello [2J'"),
    ] {
        let error = decode_json("GET http://h/x", &response(200, "", body)).unwrap_err();
        assert_eq!(error.to_string(), format!("unexpected answer to GET http://h/x: {detail}"));
    }
}

proptest! {
    #[test]
    fn any_body_makes_one_short_line(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = message(500, "text/html", body);
        prop_assert!(!text.is_empty() && text.chars().count() <= LONGEST + 1);
        prop_assert!(!text.chars().any(char::is_control));
    }

    #[test]
    fn any_markup_makes_one_short_line(
        page in "(<!doctype html>|<html>)?((<|</|<!--|-->|>|title|body|script|style|&lt;|é| |a){0,40})",
    ) {
        let text = message(500, "text/html", page);
        prop_assert!(!text.is_empty() && text.chars().count() <= LONGEST + 1);
    }
}
