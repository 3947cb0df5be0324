//! Certificates that a private CA has signed.

use crate::support::home::Home;
use crate::support::site::{Site, json};
use crate::testing::ca::Ca;
use rustls::ServerConfig;
use serde_json::json;

/// A service with no instances.
fn empty(tls: ServerConfig) -> Site {
    Site::with_tls(tls, |_| json(200, &json!({"instances": []})))
}

#[test]
fn a_private_ca_is_trusted_if_named() {
    let ca = Ca::new("mine");
    let site = Site::cloud_with_tls(ca.server("127.0.0.1", false));
    let home = Home::at(&site);
    let file = home.write("ca.pem", ca.pem());
    let file = file.to_str().unwrap();
    assert_eq!(
        home.run(&format!("--os-cacert {file} instance list -f json")).worked_silently().out,
        "[]\n"
    );
    assert_eq!(site.asked().len(), 3);
    home.run("instance list").failed(6).saying("no secure connection").hinting("cacert");
    assert_eq!(site.asked().len(), 3);
    home.with("OS_CACERT", file).run("instance list").worked_silently();
}

#[test]
fn variables_of_other_programs_name_a_ca_if_nothing_else_does() {
    let (mine, other) = (Ca::new("mine"), Ca::new("other"));
    let site = empty(mine.server("127.0.0.1", false));
    let home = Home::facing(&site.url());
    home.write("mine.pem", mine.pem());
    home.write("other.pem", other.pem());
    let home = home.with("CURL_CA_BUNDLE", "mine.pem");
    home.run("instance list").worked_silently();
    let home = home.with("REQUESTS_CA_BUNDLE", "other.pem");
    home.run("instance list").failed(6).saying("not signed by a CA in 'other.pem'");
    home.run("--os-cacert mine.pem instance list").worked_silently();
    home.run("--insecure instance list").worked();
}

#[test]
fn a_server_with_an_untrusted_certificate_gets_no_request() {
    let (mine, other) = (Ca::new("mine"), Ca::new("other"));
    for (tls, why, remedy) in [
        (other.server("127.0.0.1", false), "not signed by a CA in 'ca.pem'", "--os-cacert FILE"),
        (mine.server("127.0.0.1", true), "expired on 2001-02-01", "the clock"),
        (
            mine.server("elsewhere.example", false),
            "is not for '127.0.0.1', but for elsewhere.example",
            "is the address correct?",
        ),
    ] {
        let site = empty(tls);
        let home = Home::facing(&site.url());
        home.write("ca.pem", mine.pem());
        let ended = home.run("--os-cacert ca.pem instance list").failed(6);
        ended.saying("no secure connection").saying(why).hinting(remedy);
        assert_eq!(site.asked().len(), 0);
        let ended = home.run("--insecure instance list -f json").worked().saying("warning: ");
        assert_eq!((ended.out.as_str(), ended.err.lines().count()), ("[]\n", 1), "{ended:?}");
        home.run("--quiet --insecure instance list").worked_silently();
    }
}

#[test]
fn a_ca_file_that_cannot_be_used_is_named() {
    let site = empty(Ca::new("mine").server("127.0.0.1", false));
    let home = Home::facing(&site.url());
    home.write("empty.pem", "");
    home.write("noise.pem", b"\xff\xfe\x00");
    home.write("broken.pem", "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n");
    for file in ["missing.pem", "empty.pem", "noise.pem", "broken.pem", "/"] {
        home.run(&format!("--os-cacert {file} instance list")).failed(2).saying(file);
    }
    let home = home.with("REQUESTS_CA_BUNDLE", "nowhere.pem");
    let ended = home.run("instance list").failed(2).saying("cannot use the CA file 'nowhere.pem'");
    ended.hinting("REQUESTS_CA_BUNDLE");
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn http_and_https_cannot_be_mixed_up() {
    let secure = empty(Ca::new("mine").server("127.0.0.1", false));
    let plain = Site::answering(|_| json(200, &json!({"instances": []})));
    let swapped = [secure.url().replace("https:", "http:"), plain.url().replace("http:", "https:")];
    for url in swapped {
        Home::facing(&url).run("instance list").failed(6);
    }
}
