//! Clouds behind proxies.

use crate::support::ca::Ca;
use crate::support::home::Home;
use crate::support::site::{Site, json};
use serde_json::json;
use std::io::{BufRead, BufReader, Write, copy};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A proxy for HTTPS: a tunnel to wherever it is asked for. Its URL, and the lines it has read.
fn tunnel(answer: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://me:hush@{}", listener.local_addr().unwrap());
    let read: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = Arc::clone(&read);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
            let target = head[0].split(' ').nth(1).unwrap().to_owned();
            heard.lock().unwrap().extend(head);
            stream.write_all(answer.as_bytes()).unwrap();
            if answer.contains(" 200 ") {
                join(stream, TcpStream::connect(target).unwrap());
            }
        }
    });
    (url, read)
}

/// Passes on what comes, both ways, until both have ended.
fn join(near: TcpStream, far: TcpStream) {
    let pass = |mut from: TcpStream, mut to: TcpStream| {
        thread::spawn(move || {
            let _ = copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        })
    };
    pass(near.try_clone().unwrap(), far.try_clone().unwrap());
    pass(far, near);
}

#[test]
fn a_cloud_may_have_a_proxy_of_its_own_and_a_failure_names_it() {
    let proxy = Site::answering(|_| json(200, &json!({"instances": []})));
    let home = Home::facing("http://trove.invalid/v1.0/p").with("http_proxy", "http://127.0.0.1:9");
    let cloud = |more: &str| {
        let cloud = "auth_type: none, auth: {endpoint: 'http://trove.invalid/v1.0/p'}";
        home.write(
            "clouds.yaml",
            format!("clouds: {{here: {{{cloud}, database_connect_retries: 0, {more}}}}}"),
        );
        home.run("instance list -f json")
    };
    let url = proxy.url().replace("http://", "http://me:hush@");
    assert_eq!(cloud(&format!("http_proxy: '{url}'")).worked_silently().out, "[]\n");
    let request = &proxy.asked()[0];
    assert_eq!(request.uri().to_string(), "http://trove.invalid/v1.0/p/instances");
    assert_eq!(request.headers()["proxy-authorization"], "Basic bWU6aHVzaA==");
    let ended = cloud("http_proxy: 'http://me:hush@127.0.0.1:9'").failed(6).hiding("hush");
    ended.hinting("reached through 'http://me:***@127.0.0.1:9/'");
    assert_eq!(proxy.asked().len(), 1);
}

#[test]
fn what_is_secure_goes_through_a_tunnel_in_which_the_proxy_sees_nothing() {
    let ca = Ca::new("mine");
    let site =
        Site::with_tls(ca.server("127.0.0.1", false), |_| json(200, &json!({"instances": []})));
    let home = Home::facing(&site.url());
    home.write("ca.pem", ca.pem());
    let (url, read) = tunnel("HTTP/1.1 200 Connection established\r\n\r\n");
    let home = home.with("HTTPS_PROXY", url);
    let words = "--os-cacert ca.pem instance list -f json";
    assert_eq!(home.run(words).worked_silently().out, "[]\n");
    let read = read.lock().unwrap().join("\n");
    let address = site.url().replace("https://", "");
    assert!(read.starts_with(&format!("CONNECT {address} HTTP/1.1\n")), "{read}");
    assert!(
        read.to_ascii_lowercase().contains("\nproxy-authorization: basic bwu6ahvzaa=="),
        "{read}"
    );
    assert!(!read.to_ascii_lowercase().contains("x-auth-token"), "{read}");
    // The server has seen no more of the proxy.
    assert!(!site.asked()[0].headers().contains_key("proxy-authorization"));
}

#[test]
fn a_proxy_that_refuses_is_named_without_its_password() {
    for (answer, why) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
            "authorization",
        ),
        ("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", "tunnel"),
    ] {
        let (url, _) = tunnel(answer);
        let home = Home::facing("https://trove.invalid").with("https_proxy", &url);
        let ended = home.run("--debug --insecure instance list").hiding("hush");
        assert_eq!((ended.status, ended.out.as_str()), (Some(6), ""), "{ended:?}");
        ended.saying(why).hinting(&url.replace("hush", "***"));
    }
}
