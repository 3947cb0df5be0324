//! Tests of the log: it can be pasted into a shell, and has no secrets.

use super::*;
use crate::http::trace::curl::{VARIABLE, curl};
use crate::http::trace::layer::{SHOWN, outcome, shown};
use crate::http::{ClientOptions, Proxies, Request, Response, Transport};
use crate::{Result, TransportError, TransportFailure};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use std::time::Duration;

fn request(method: &str, url: &str, body: &str) -> Request {
    http::Request::builder()
        .method(method)
        .uri(url)
        .header("x-auth-token", "gAAAA-secret")
        .header("content-type", "application/json")
        .body(body.into())
        .unwrap()
}

/// The words of a command line, as a shell sees them.
#[cfg(unix)]
fn words(line: &str) -> Vec<String> {
    let script = line.replacen("curl", "printf '%s\\n'", 1);
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .env_clear()
        .env("OS_TOKEN", "the token")
        .env("OS_PASSWORD", "the password")
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn a_command_can_be_pasted_into_a_shell() {
    let body = r#"{"users":[{"name":"o'neil $HOME `id` \"x\"","password":"hunter2"}]}"#;
    let url = "http://trove/v1.0/p/instances/1/users?a=b&c=$(id)";
    let line = curl(&request("POST", url, body), &ClientOptions::default());
    assert!(line.starts_with("curl -g -i -X POST "), "{line}");
    assert!(!line.contains("hunter2") && !line.contains("gAAAA"), "{line}");
    assert_eq!(
        words(&line),
        [
            "-g",
            "-i",
            "-X",
            "POST",
            "-H",
            "x-auth-token: the token",
            "-H",
            "content-type: application/json",
            "-H",
            "accept: application/json",
            "--data-raw",
            &body.replace("hunter2", "the password"),
            url,
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_variable_mark_in_a_body_runs_nothing() {
    let body = format!(r#"{{"a":"{VARIABLE}OS_$(id){VARIABLE}","b":"{VARIABLE}x`id`"}}"#);
    let line = curl(&request("POST", "http://h/", &body), &ClientOptions::default());
    let sent = words(&line);
    assert!(sent.iter().any(|word| word.contains("$(id)") && word.contains("`id`")), "{sent:?}");
}

#[test]
fn a_form_is_not_shown() {
    let line = curl(&request("POST", "http://h/", "password=hunter2"), &ClientOptions::default());
    assert!(line.contains("--data-raw \"$OS_BODY\"") && !line.contains("hunter2"), "{line}");
}

#[test]
fn connection_options_are_logged_where_they_apply() {
    let mut options = ClientOptions {
        cacert: Some("/etc/my ca.pem".into()),
        cert: Some("c.pem".into()),
        key: Some("k.pem".into()),
        proxies: Proxies {
            https: Some("http://me:pw@proxy:3128".into()),
            exempt: Some("10.0.0.0/8".into()),
            http: None,
        },
        ..ClientOptions::default()
    };
    let line = |url: &str, options: &ClientOptions| curl(&request("GET", url, ""), options);
    assert!(line("https://h/", &options).contains(
        " --cacert '/etc/my ca.pem' --cert 'c.pem' --key 'k.pem' \
         --proxy 'http://me:***@proxy:3128/' --noproxy '10.0.0.0/8' "
    ));
    assert!(line("http://h/", &options).starts_with("curl -g -i -X GET -H "));
    options.verify = false;
    let insecure = line("https://h/", &options);
    assert!(insecure.contains(" --insecure ") && !insecure.contains("--cacert"), "{insecure}");
}

#[test]
fn an_answer_is_shown_without_its_secrets() {
    let response = http::Response::builder()
        .status(201)
        .header("x-subject-token", "gAAAA-secret")
        .header("location", "http://me:hunter2@h/x")
        .body(br#"{"user":{"name":"root","password":"hunter2"}}"#.to_vec())
        .unwrap();
    let text = outcome(&Ok(response), Duration::from_millis(12));
    assert!(text.starts_with("HTTP 201 Created after 12.0ms\n"), "{text}");
    assert!(text.contains("\nx-subject-token: ***\n"), "{text}");
    assert!(
        text.contains("\"name\": \"root\"") && text.contains("\"password\": \"***\""),
        "{text}"
    );
    assert!(!text.contains("hunter2") && !text.contains("gAAAA"), "{text}");
}

#[test]
fn nothing_in_an_answer_moves_the_cursor() {
    let shown_as = |kind: &str, body: &[u8]| {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, kind.parse().unwrap())]);
        shown(&headers, body)
    };
    let clean = shown_as("text/html", "a\x1b[2J\r\n\u{9b}b\u{202e}".as_bytes());
    assert_eq!(clean, "a\\u001b[2J\\u000d\n\\u009bb\\u202e");
    let json = shown_as("application/json", "{\"a\": \"\\u001b]0;x\u{9b}\"}".as_bytes());
    assert!(!json.chars().any(|c| c.is_control() && c != '\n'), "{json}");
    assert_eq!(shown_as("application/json", b"{\"password\": \"hunter2"), "(21 bytes, not shown)");
    assert_eq!(shown_as("application/octet-stream", b"\xff\xfe"), "(2 bytes, not shown)");
    let long = shown_as("text/plain", &vec![b'x'; SHOWN + 5]);
    assert!(long.ends_with("x\n(5 more bytes)"));
}

#[test]
fn a_failure_is_logged_with_its_cause() {
    let cause: Box<dyn std::error::Error + Send + Sync> = "refused".into();
    let error = TransportError::new("http://h/", TransportFailure::Connect, Some(cause));
    let text = outcome(&Err(error.into()), Duration::from_secs(1));
    assert_eq!(text, "no answer after 1.0s: cannot connect to http://h/: refused");
}

#[test]
fn timings_are_kept_of_answers_and_failures() {
    struct Half;
    impl Transport for Half {
        fn send(&self, request: Request) -> Result<Response> {
            match request.uri().path() {
                "/ok" => Ok(Response::default()),
                _ => Err(TransportError::new("", TransportFailure::Broken, None).into()),
            }
        }
    }
    let timings = Timings::default();
    let trace = Trace::new(Half, ClientOptions::default(), timings.clone());
    trace.send(request("GET", "http://me:pw@h/ok", "")).unwrap();
    trace.send(request("DELETE", "http://h/gone", "")).unwrap_err();
    let all = timings.all();
    let seen: Vec<_> = all.iter().map(|t| (t.method.as_str(), t.url.as_str(), t.status)).collect();
    assert_eq!(seen, [("GET", "http://me:***@h/ok", Some(200)), ("DELETE", "http://h/gone", None)]);
}
