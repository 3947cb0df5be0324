//! Proxies.

use crate::support::home::Home;
use crate::support::site::{Site, json};
use crate::testing::ca::Ca;
use crate::testing::server::{Act, Server};
use serde_json::json;
use troveclient::http::Request;

/// A proxy for HTTPS with this answer, and its URL.
fn tunnel(answer: &'static str) -> (Server, String) {
    let proxy = Server::start(None, move |_: &Request| match answer.contains(" 200 ") {
        true => Act::Tunnel(answer.into()),
        false => Act::Last(answer.into()),
    });
    let url = proxy.url("").replace("http://", "http://me:hush@");
    (proxy, url)
}

#[test]
fn a_cloud_may_have_its_own_proxy_and_a_failure_names_it() {
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
    ended.hinting("the proxy 'http://me:***@127.0.0.1:9/' running?");
    assert_eq!(proxy.asked().len(), 1);
}

#[test]
fn https_goes_through_a_tunnel_that_the_proxy_cannot_read() {
    let ca = Ca::new("mine");
    let site =
        Site::with_tls(ca.server("127.0.0.1", false), |_| json(200, &json!({"instances": []})));
    let home = Home::facing(&site.url());
    home.write("ca.pem", ca.pem());
    let (proxy, url) = tunnel("HTTP/1.1 200 Connection established\r\n\r\n");
    let home = home.with("HTTPS_PROXY", url);
    let words = "--os-cacert ca.pem instance list -f json";
    assert_eq!(home.run(words).worked_silently().out, "[]\n");
    let read = proxy.received().concat();
    let address = site.url().replace("https://", "");
    assert!(read.starts_with(&format!("CONNECT {address} HTTP/1.1\r\n")), "{read}");
    assert!(
        read.to_ascii_lowercase().contains("\nproxy-authorization: basic bwu6ahvzaa=="),
        "{read}"
    );
    assert!(!read.to_ascii_lowercase().contains("x-auth-token"), "{read}");
    // The server does not get the credentials of the proxy.
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
        let (_proxy, url) = tunnel(answer);
        let home = Home::facing("https://trove.invalid").with("https_proxy", &url);
        let ended = home.run("--debug --insecure instance list").hiding("hush");
        assert_eq!((ended.status, ended.out.as_str()), (Some(6), ""), "{ended:?}");
        ended.saying(why).hinting(&url.replace("hush", "***"));
    }
}
