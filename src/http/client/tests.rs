//! Tests against a real server on loopback with scripted misbehavior.

use super::*;
use crate::http::client::http_client::ERROR_BODY_LIMIT;
use crate::http::client::redirect::redirect;
use crate::http::{
    ClientOptions, Proxies, Request, Response, RetryPolicy, Timings, Transport, api_error,
    decode_json, network,
};
use crate::testing::server::{Act, Server, answer, closed_address};
use crate::{Clock, Error, ManualClock, Result, TransportError, TransportFailure};
use http::Method;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use url::Url;

const SLOW: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(150);

fn client() -> Client {
    Client::new(ClientOptions { timeout: Some(SLOW), ..ClientOptions::default() })
}

fn get(url: &str) -> Request {
    http::Request::get(url).header("x-auth-token", "tok").body(Vec::new()).unwrap()
}

fn post(url: &str, body: &str) -> Request {
    http::Request::post(url)
        .header("x-auth-token", "tok")
        .header("content-type", "application/json")
        .body(body.into())
        .unwrap()
}

fn failure(result: Result<Response>) -> TransportError {
    match result {
        Err(Error::Transport(error)) => *error,
        other => panic!("expected a transport error, got {other:?}"),
    }
}

fn cause(error: &TransportError) -> String {
    error.source.as_ref().unwrap().to_string()
}

#[test]
fn three_requests_share_one_connection() {
    let server = Server::scripted((0..3).map(|_| answer("200 OK", "", "{}")));
    let client = client();
    for _ in 0..3 {
        assert_eq!(client.send(get(&server.url("/x"))).unwrap().status(), 200);
    }
    assert_eq!(server.connections(), 1);
    assert_eq!(server.received().len(), 3);
}

#[test]
fn the_network_times_each_attempt_and_waits_on_its_clock() {
    let server = Server::scripted([
        answer("503 Service Unavailable", "retry-after: 50\r\n", ""),
        answer("200 OK", "", "{}"),
    ]);
    let (timings, clock) = (Timings::default(), ManualClock::new(SystemTime::UNIX_EPOCH));
    let clock = Arc::new(clock);
    let options = ClientOptions { timeout: Some(SLOW), ..ClientOptions::default() };
    let network = network(options, RetryPolicy::default(), clock.clone(), timings.clone());
    assert_eq!(network.send(get(&server.url("/x"))).unwrap().status(), 200);
    let statuses: Vec<_> = timings.all().iter().map(|timing| timing.status).collect();
    assert_eq!(statuses, [Some(503), Some(200)]);
    assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(50));
}

#[test]
fn a_request_arrives_complete_and_asks_for_json() {
    let server = Server::scripted([
        answer("202 Accepted", "x-openstack-request-id: req-1\r\n", ""),
        answer("202 Accepted", "", ""),
    ]);
    let client = client();
    let response = client.send(post(&server.url("/..%2Fb...?limit=1"), r#"{"a":1}"#)).unwrap();
    assert_eq!((response.status().as_u16(), response.body().len()), (202, 0));
    assert_eq!(response.headers()["x-openstack-request-id"], "req-1");
    client.send(post(&server.url("/empty"), "")).unwrap();

    let requests = server.received();
    assert!(requests[0].starts_with("POST /..%2Fb...?limit=1 HTTP/1.1\r\n"), "{}", requests[0]);
    assert!(requests[0].ends_with("\r\n\r\n{\"a\":1}"), "{}", requests[0]);
    for header in [
        "x-auth-token: tok",
        "accept: application/json",
        "content-type: application/json",
        "user-agent: troveclient/",
    ] {
        assert!(requests[0].contains(header), "{header} in {}", requests[0]);
    }
    assert!(requests[1].contains("content-length: 0\r\n"), "{}", requests[1]);
}

#[test]
fn a_port_where_nothing_listens_is_a_failure_to_connect() {
    let address = closed_address();
    let url = format!("http://me:pw@{address}/x");
    let error = failure(client().send(get(&url)));
    assert_eq!(error.failure, TransportFailure::Connect);
    assert_eq!(error.to_string(), format!("cannot connect to http://me:***@{address}/x"));
    assert!(cause(&error).contains("refused"), "{}", cause(&error));
}

#[test]
fn a_host_that_does_not_exist_is_a_failure_to_connect() {
    let error = failure(client().send(get("http://no-such-host.invalid/")));
    assert_eq!(error.failure, TransportFailure::Connect);
}

#[test]
fn a_connection_closed_before_the_answer_is_broken() {
    for act in [Act::Close, Act::Last(vec![]), Act::Last(b"HTTP/1.1 200 OK\r\ncontent-le".into())] {
        let server = Server::scripted([act]);
        let error = failure(client().send(post(&server.url("/x"), "{}")));
        assert_eq!(error.failure, TransportFailure::Broken, "{error}: {}", cause(&error));
        assert_eq!(server.connections(), 1, "a POST is not sent twice");
    }
}

#[test]
fn a_body_cut_short_is_broken_unless_it_is_of_an_error() {
    let cut = |status: &str| {
        let bytes = format!("HTTP/1.1 {status}\r\ncontent-length: 100\r\n\r\nhalf");
        let server = Server::scripted([Act::Last(bytes.into_bytes())]);
        client().send(get(&server.url("/x")))
    };
    assert_eq!(failure(cut("200 OK")).failure, TransportFailure::Broken);
    assert_eq!(cut("500 Internal Server Error").unwrap().body(), b"half");
}

#[test]
fn a_timeout_may_be_endless() {
    let server = Server::scripted([answer("200 OK", "", "{}")]);
    let options = ClientOptions { timeout: Some(Duration::MAX), ..ClientOptions::default() };
    assert_eq!(Client::new(options).send(get(&server.url("/x"))).unwrap().status(), 200);
}

#[test]
fn silence_is_a_timeout() {
    let server = Server::scripted([Act::Silence]);
    let client = Client::new(ClientOptions { timeout: Some(SHORT), ..ClientOptions::default() });
    let error = failure(client.send(get(&server.url("/x"))));
    assert_eq!(error.failure, TransportFailure::Timeout);
    assert_eq!(cause(&error), "nothing came for 150ms");
}

#[test]
fn silence_in_the_middle_of_a_body_is_a_timeout() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_vec();
    let server = Server::scripted([Act::Answer(half), Act::Silence]);
    let client = Client::new(ClientOptions { timeout: Some(SHORT), ..ClientOptions::default() });
    assert_eq!(failure(client.send(get(&server.url("/x")))).failure, TransportFailure::Timeout);
}

#[test]
fn a_body_that_never_ends_is_a_timeout() {
    for (status, is_answer) in [("200 OK", false), ("503 Service Unavailable", true)] {
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: 100\r\n\r\n");
        let server = Server::scripted([Act::Trickle(head.into_bytes(), SHORT / 3)]);
        let options = ClientOptions { timeout: Some(SHORT), ..ClientOptions::default() };
        let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH));
        let network = network(options, RetryPolicy::default(), clock, Timings::default());
        let (start, result) = (Instant::now(), network.send(get(&server.url("/x"))));
        assert!(start.elapsed() < SHORT * 6, "{:?}", start.elapsed());
        if is_answer {
            assert!(result.unwrap().body().len() < 100);
        } else {
            let error = failure(result);
            assert_eq!(error.failure, TransportFailure::Timeout);
            assert!(cause(&error).contains("bytes of the answer came in"), "{}", cause(&error));
        }
        assert_eq!(server.received().len(), 1);
    }
}

#[test]
fn an_endless_error_page_is_cut() {
    let page = vec![b'x'; 10 << 20];
    let server = Server::scripted([answer("502 Bad Gateway", "", page)]);
    let response = client().send(get(&server.url("/x"))).unwrap();
    assert_eq!(response.body().len(), ERROR_BODY_LIMIT);
    assert_eq!(api_error("GET /x", &response).message.chars().count(), 501);
}

#[test]
fn a_success_that_is_too_long_is_refused_and_not_cut() {
    let server = Server::scripted([answer("200 OK", "", "123456789")]);
    let mut client = client();
    client.body_limit = 8;
    let error = client.send(get(&server.url("/x"))).unwrap_err();
    assert!(error.to_string().ends_with("it is longer than 8 bytes"), "{error}");
}

#[test]
fn answers_that_are_not_json_are_described() {
    let server = Server::scripted([
        answer("200 OK", "content-type: text/html\r\n", "<html><title>Login</title></html>"),
        answer("200 OK", "", r#"{"instances": [{"id": "#),
        answer("200 OK", "", b"{\"name\": \"\xff\"}"),
    ]);
    let client = client();
    for expected in
        ["it is not JSON: an HTML page 'Login'", "it ends in the middle", "it is not UTF-8"]
    {
        let response = client.send(get(&server.url("/x"))).unwrap();
        let error = decode_json("GET /x", &response).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_redirect_within_the_origin_keeps_method_headers_and_body() {
    for status in ["301 M", "302 F", "305 U", "307 T", "308 P"] {
        let server = Server::scripted([
            answer(status, "location: ../v3/auth/tokens?x=1#top\r\n", ""),
            answer("201 Created", "", "{}"),
        ]);
        let response = client().send(post(&server.url("/old/tokens"), r#"{"auth":1}"#)).unwrap();
        assert_eq!(response.status(), 201);
        let requests = server.received();
        assert!(
            requests[1].starts_with("POST /v3/auth/tokens?x=1 HTTP/1.1\r\n"),
            "{}",
            requests[1]
        );
        assert!(
            requests[1].contains("x-auth-token: tok") && requests[1].ends_with(r#"{"auth":1}"#)
        );
    }
}

#[test]
fn a_303_sends_only_what_reads_to_the_new_place() {
    for method in [Method::GET, Method::HEAD] {
        let server =
            Server::scripted([answer("303 S", "location: /new\r\n", ""), answer("200", "", "")]);
        let mut request = get(&server.url("/old"));
        *request.method_mut() = method;
        assert_eq!(client().send(request).unwrap().status(), 200);
    }
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let server = Server::scripted([answer("303 S", "location: /new\r\n", "")]);
        let mut request = post(&server.url("/old"), "{}");
        *request.method_mut() = method;
        let response = client().send(request).unwrap();
        assert_eq!(
            (response.status().as_u16(), response.headers()["location"].as_bytes()),
            (303, &b"/new"[..])
        );
        assert_eq!(server.received().len(), 1);
    }
}

#[test]
fn a_redirect_to_another_origin_is_refused() {
    let other = Server::scripted([answer("200 OK", "", "{}")]);
    let port = other.address.port();
    for target in [
        format!("http://127.0.0.1:{port}/x"),
        format!("//127.0.0.1:{port}/x"),
        "https://127.0.0.1/x".into(),
        "http://evil.example/x".into(),
        "file:///etc/passwd".into(),
    ] {
        let server = Server::scripted([answer("307 T", &format!("location: {target}\r\n"), "")]);
        let error = failure(client().send(get(&server.url("/here"))));
        assert_eq!(error.failure, TransportFailure::Redirect);
        assert!(error.to_string().ends_with("/here"), "{error}");
        assert!(cause(&error).contains(target.trim_start_matches("//")), "{}", cause(&error));
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn a_cross_origin_redirect_is_followed_if_allowed_but_not_to_a_less_secure_scheme() {
    let other = Server::scripted([answer("200 OK", "", "{}")]);
    let location = format!("location: {}\r\n", other.url("/y").replace("http://", "http://me:pw@"));
    let server = Server::scripted([answer("302 F", &location, "")]);
    let roaming =
        Client::new(ClientOptions { follow_cross_origin: true, ..ClientOptions::default() });
    assert_eq!(roaming.send(get(&server.url("/x"))).unwrap().status(), 200);
    assert!(!other.received()[0].contains("authorization"), "{:?}", other.received());

    for target in ["http://h/", "file:///etc/passwd"] {
        let here = Url::parse("https://cloud.example/x").unwrap();
        let response = http::Response::builder().status(302).header("location", target);
        assert!(redirect(&Method::GET, &here, &response.body(Vec::new()).unwrap(), true).is_err());
    }
}

#[test]
fn a_redirect_cannot_add_credentials() {
    let server = Server::scripted([Act::Silence]);
    let here = Url::parse(&server.url("/x")).unwrap();
    let location = here.as_str().replace("http://", "http://you:pw@");
    let response = http::Response::builder().status(302).header("location", location);
    let target =
        redirect(&Method::GET, &here, &response.body(Vec::new()).unwrap(), false).unwrap().unwrap();
    assert_eq!(target, here);
}

#[test]
fn redirects_are_followed_thirty_times() {
    let server = Server::scripted((0..31).map(|_| answer("302 F", "location: /x\r\n", "")));
    let error = failure(client().send(get(&server.url("/x"))));
    assert_eq!((error.failure, server.received().len()), (TransportFailure::Redirect, 31));
}

#[test]
fn a_redirect_without_location_and_a_300_are_answers() {
    let server = Server::scripted([
        answer("302 Found", "", ""),
        answer("300 Multiple Choices", "location: /v3\r\n", "{}"),
    ]);
    let client = client();
    assert_eq!(client.send(get(&server.url("/"))).unwrap().status(), 302);
    assert_eq!(client.send(get(&server.url("/"))).unwrap().status(), 300);
}

#[test]
fn a_request_without_host_or_with_another_scheme_is_not_sent() {
    for url in ["/relative", "ftp://h/x"] {
        let error = client().send(get(url)).unwrap_err();
        assert_eq!(error.to_string(), format!("'{url}' is not an http or https URL"));
    }
}

#[test]
fn a_name_that_would_change_the_path_is_not_sent() {
    let server = Server::scripted([]);
    for name in ["..", ".", "%2E%2e", ".%2e", r"a\..\b"] {
        let url = server.url(&format!("/instances/1/databases/{name}"));
        let error = client().send(get(&url)).unwrap_err().to_string();
        assert!(error.ends_with(&format!("{name}' is not a path of a URL")), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_proxy_is_used_with_its_credentials_unless_the_host_is_exempt() {
    let twice = || [answer("200 OK", "", "{}"), answer("200 OK", "", "{}")];
    let (proxy, server) = (Server::scripted(twice()), Server::scripted(twice()));
    let through = |exempt: &str| {
        let proxies = Proxies {
            http: Some(format!("http://me:pw@{}", proxy.address)),
            exempt: Some(exempt.into()),
            ..Proxies::default()
        };
        Client::new(ClientOptions { proxies, timeout: Some(SLOW), ..ClientOptions::default() })
    };
    through("10.0.0.0/8").send(get("http://trove.example/v1.0")).unwrap();
    through("127.0.0.0/8").send(get(&server.url("/x"))).unwrap();
    // One port may be exempt, and no other.
    through(&server.address.to_string()).send(get(&server.url("/x"))).unwrap();
    through("trove.example:1").send(get("http://trove.example/v1.0")).unwrap();
    let seen = proxy.received();
    assert_eq!((seen.len(), server.received().len()), (2, 2));
    for request in seen {
        assert!(request.starts_with("GET http://trove.example/v1.0 HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("proxy-authorization: Basic bWU6cHc="), "{request}");
    }
}

#[test] // docs/server-behaviour.md 17
fn the_timeout_is_longer_than_the_services_for_the_guest_agent() {
    let client = Client::new(ClientOptions::default());
    assert!(client.timeout() > Duration::from_secs(180));
}
