//! Tests of the server.

use crate::sandbox::state::seed;
use crate::sandbox::{Options, Sandbox, Server};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

/// Sends a text, and reads until the server closes the connection.
fn talk(server: &Server, text: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = String::new();
    let _result = stream.read_to_string(&mut answer);
    answer
}

fn serve(faults: &str) -> Server {
    let options = Options { faults: faults.parse().unwrap(), ..Options::default() };
    let sandbox = Arc::new(Sandbox::open(options).unwrap());
    Server::start(sandbox, "127.0.0.1:0".parse().unwrap()).unwrap()
}

#[test]
fn the_server_answers_until_it_is_dropped() {
    let server = serve("");
    let host = server.address().to_string();
    let request = format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    let answer = talk(&server, &request);
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains(&format!("{}/v1.0/", server.url())), "{answer}");
    let body = json!({"auth": {"identity": {"methods": ["password"], "password": {"user": {
        "id": seed::DEMO.user_id, "password": "demo"}}}}})
    .to_string();
    let request = format!(
        "POST {}/auth/tokens HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        seed::AUTH_PATH,
        body.len()
    );
    let answer = talk(&server, &request);
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(answer.contains(&server.auth_url()), "{answer}");
    let address = server.address();
    drop(server);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_connection_can_be_cut() {
    let server = serve("close@1");
    let request = "GET /v1.0/p/instances HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert_eq!(talk(&server, request), "");
    assert!(talk(&server, request).starts_with("HTTP/1.1 401"));
}

#[test]
fn a_taken_address_is_an_error() {
    let server = serve("");
    let sandbox = Arc::new(Sandbox::open(Options::default()).unwrap());
    let error = Server::start(sandbox, server.address()).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot listen on {}", server.address()));
}

/// The head of a request, without the empty line at its end.
fn head(more: &str) -> String {
    format!(
        "POST /identity/v3/auth/tokens HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{more}"
    )
}

#[test]
fn requests_for_another_host_are_misdirected() {
    let server = serve("");
    let request = "GET / HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
    let answer = talk(&server, request);
    assert!(answer.starts_with("HTTP/1.1 421 Misdirected Request"), "{answer}");
    assert!(!answer.contains("evil.example"), "{answer}");
    let request = "CONNECT localhost:80 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert!(talk(&server, request).starts_with("HTTP/1.1 405"));
}

#[test]
fn heads_and_bodies_have_a_limit() {
    let server = serve("");
    for (request, status) in [
        (format!("{}x: {}\r\n\r\n", head(""), "a".repeat(70_000)), "431"),
        (format!("{}{}\r\n", head(""), "x: a\r\n".repeat(200)), "431"),
        (format!("{}\r\n{}", head("content-length: 5000000\r\n"), " ".repeat(5_000_000)), "413"),
        (head("content-length: 99999999999\r\n\r\n"), "413"),
        (
            format!(
                "{}\r\n{:x}\r\n{}\r\n0\r\n\r\n",
                head("transfer-encoding: chunked\r\n"),
                5_000_000,
                " ".repeat(5_000_000)
            ),
            "413",
        ),
        (head("content-length: 2\r\ncontent-type: application/json\r\n\r\n{}"), "400"),
    ] {
        let answer = talk(&server, &request);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{status}: {answer}");
    }
}

#[test]
fn connections_beyond_the_limit_wait() {
    let sandbox = Arc::new(Sandbox::open(Options::default()).unwrap());
    let server = Server::with_connections(sandbox, "127.0.0.1:0".parse().unwrap(), 2).unwrap();
    let request = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let connect = || {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(request).unwrap();
        stream
    };
    let answered = |stream: &mut TcpStream, patience: u64| {
        stream.set_read_timeout(Some(Duration::from_millis(patience))).unwrap();
        stream.read(&mut [0; 4096]).is_ok_and(|size| size > 0)
    };
    let (mut one, mut two) = (connect(), connect());
    assert!(answered(&mut one, 10_000) && answered(&mut two, 10_000));
    let mut three = connect();
    assert!(!answered(&mut three, 100));
    drop(one);
    assert!(answered(&mut three, 10_000));
}
