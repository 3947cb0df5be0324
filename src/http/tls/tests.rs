//! Against a TLS server with a CA made for the test.

use crate::http::{Client, ClientOptions, Proxies, Transport};
use crate::testing::ca::Ca;
use crate::testing::server::{Act, Server, answer, script};
use crate::{Error, ErrorKind, Result, TransportError, TransportFailure};
use rcgen::KeyPair;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// A server on 127.0.0.1 that answers twice.
fn serve(tls: ServerConfig) -> Server {
    Server::start(Some(tls), script([answer("200 OK", "", "{}"), answer("200 OK", "", "{}")]))
}

/// The TLS of a server that asks for a certificate of this CA.
fn mutual(ca: &Ca) -> ServerConfig {
    let (cert, key) = ca.sign("127.0.0.1", false);
    let mut roots = RootCertStore::empty();
    roots.add(ca.der()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(clients.build().unwrap())
        .with_single_cert(
            vec![cert.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap()
}

pub(super) struct Files(TempDir);

impl Files {
    pub(super) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(super) fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

pub(super) fn options() -> ClientOptions {
    ClientOptions { timeout: Some(Duration::from_secs(20)), ..ClientOptions::default() }
}

pub(super) fn send(server: &Server, options: ClientOptions) -> Result<u16> {
    send_to(&server.url("/x").replace("http:", "https:"), options)
}

fn send_to(url: &str, options: ClientOptions) -> Result<u16> {
    let request = http::Request::get(url).body(Vec::new()).unwrap();
    Client::new(options).send(request).map(|response| response.status().as_u16())
}

pub(super) fn refused(result: Result<u16>) -> String {
    match result {
        Err(Error::Transport(error)) => {
            let TransportError { failure, source, .. } = *error;
            let cause = source.unwrap().to_string();
            assert_eq!(failure, TransportFailure::Tls, "{cause}");
            cause
        }
        other => panic!("expected a TLS failure, got {other:?}"),
    }
}

#[test]
fn a_private_ca_is_trusted_when_named() {
    let (files, ca) = (Files::new(), Ca::new("mine"));
    let both = format!("{}\n{}", Ca::new("other").pem(), ca.pem());
    for pem in [ca.pem(), &both] {
        let cacert = Some(files.write("ca.pem", pem));
        let server = serve(ca.server("127.0.0.1", false));
        assert_eq!(send(&server, ClientOptions { cacert, ..options() }).unwrap(), 200);
    }
}

#[test]
fn another_ca_an_old_certificate_and_another_host_are_refused() {
    let (files, ca) = (Files::new(), Ca::new("mine"));
    let mine = files.write("mine.pem", ca.pem());
    let other = files.write("other.pem", Ca::new("other").pem());
    for (host, expired, cacert, complaint) in [
        ("127.0.0.1", false, &other, "not signed by a CA in '"),
        ("127.0.0.1", true, &mine, "expired on 2001-02-01"),
        ("trove.example", false, &mine, "is not for '127.0.0.1', but for trove.example"),
    ] {
        let server = serve(ca.server(host, expired));
        let cause =
            refused(send(&server, ClientOptions { cacert: Some(cacert.clone()), ..options() }));
        assert!(cause.contains(complaint), "{complaint}: {cause}");
        assert!(server.received().is_empty());
    }
}

#[test]
fn verification_can_be_switched_off_and_then_no_ca_is_read() {
    let server = serve(Ca::new("mine").server("trove.example", true));
    let cacert = Some("/nowhere/ca.pem".into());
    assert_eq!(send(&server, ClientOptions { verify: false, cacert, ..options() }).unwrap(), 200);
}

#[test]
fn a_client_certificate_opens_a_server_that_asks_for_one() {
    let (files, ca) = (Files::new(), Ca::new("mine"));
    let cacert = Some(files.write("ca.pem", ca.pem()));
    let (cert, key) = ca.sign("me", false);
    // No line break at the end: the two are joined.
    let cert_pem = cert.pem().trim_end().to_owned();
    let together = files.write("both.pem", &format!("{cert_pem}\n{}", key.serialize_pem()));
    let cert = files.write("cert.pem", &cert_pem);
    let key = files.write("key.pem", &key.serialize_pem());
    for (cert, key) in [(Some(cert), Some(key)), (Some(together), None)] {
        let server = serve(mutual(&ca));
        let options = ClientOptions { cacert: cacert.clone(), cert, key, ..options() };
        assert_eq!(send(&server, options).unwrap(), 200);
    }
    let server = serve(mutual(&ca));
    let cause = refused(send(&server, ClientOptions { cacert, ..options() }));
    assert!(cause.contains("requires a client certificate"), "{cause}");
}

#[test]
fn a_server_without_tls_or_with_an_old_one_is_refused() {
    let files = Files::new();
    let cacert = Some(files.write("ca.pem", Ca::new("mine").pem()));
    let alert = |code| vec![21, 3, 1, 0, 2, 2, code];
    // The hello of a server that chose TLS 1.1: its version, 32 random bytes, no session, a
    // cipher, no compression.
    let hello = [&[22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2][..], &[7; 32], &[0, 0, 47, 0]].concat();
    for (bytes, complaint) in [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), "does not speak TLS"),
        (alert(70), "neither TLS 1.2 nor TLS 1.3"),
        (hello, "neither TLS 1.2 nor TLS 1.3"),
        (alert(40), "ended the handshake"),
    ] {
        let options = ClientOptions { cacert: cacert.clone(), ..options() };
        let cause = refused(send(&Server::scripted([Act::Greet(bytes)]), options));
        assert!(cause.contains(complaint), "{complaint}: {cause}");
    }
}

#[test]
fn tls_1_2_and_tls_1_3_are_supported() {
    let (files, ca) = (Files::new(), Ca::new("mine"));
    let cacert = Some(files.write("ca.pem", ca.pem()));
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let (cert, key) = ca.sign("127.0.0.1", false);
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        let server = serve(config);
        let options = ClientOptions { cacert: cacert.clone(), ..options() };
        assert_eq!(send(&server, options).unwrap(), 200, "{version:?}");
    }
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let (files, ca) = (Files::new(), Ca::new("mine"));
    let (cert, key) = ca.sign("me", false);
    let missing = files.0.path().join("missing.pem");
    let prose = files.write("prose.pem", "no certificate here");
    let torn = files.write("torn.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
    let hollow =
        files.write("hollow.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let locked = files.write(
        "locked.pem",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    );
    let old = files.write(
        "old.pem",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
    );
    let cert = files.write("cert.pem", &cert.pem());
    let other_key = files.write("other.pem", &KeyPair::generate().unwrap().serialize_pem());
    let key = files.write("key.pem", &key.serialize_pem());

    let with = |cacert: Option<&PathBuf>, cert: Option<&PathBuf>, key: Option<&PathBuf>| {
        let options = ClientOptions {
            cacert: cacert.cloned(),
            cert: cert.cloned(),
            key: key.cloned(),
            ..options()
        };
        send_to("https://127.0.0.1:1/", options).unwrap_err()
    };
    for (error, file, why) in [
        (with(Some(&missing), None, None), &missing, "No such file"),
        (with(Some(&prose), None, None), &prose, "there is no certificate in it"),
        (with(Some(&torn), None, None), &torn, "a section in it has no end"),
        (with(Some(&hollow), None, None), &hollow, "invalid peer certificate"),
        (with(None, Some(&missing), Some(&key)), &missing, "No such file"),
        (with(None, Some(&key), Some(&key)), &key, "there is no certificate in it"),
        (with(None, Some(&cert), None), &cert, "there is no private key in it"),
        (with(None, Some(&cert), Some(&cert)), &cert, "there is no private key in it"),
        (with(None, Some(&cert), Some(&locked)), &locked, "it is encrypted"),
        (with(None, Some(&cert), Some(&old)), &old, "it is encrypted"),
        (with(None, Some(&cert), Some(&missing)), &missing, "No such file"),
    ] {
        let text = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(text.starts_with("cannot use the "), "{text}");
        assert!(text.contains(&format!("'{}'", file.display())) && text.contains(why), "{text}");
    }
    let error = with(None, Some(&cert), Some(&other_key));
    assert!(error.kind() == ErrorKind::Usage && error.hint().is_some(), "{error}");
}

#[test]
fn plain_http_reads_no_certificates_but_an_https_proxy_does() {
    let server = Server::scripted([answer("200 OK", "", "{}")]);
    let cacert = Some("/nowhere/ca.pem".into());
    let plain = ClientOptions { cacert, ..options() };
    assert_eq!(send_to(&server.url("/x"), plain.clone()).unwrap(), 200);

    let proxies = Proxies { http: Some("https://127.0.0.1:1".into()), ..Proxies::default() };
    let error = send_to("http://h/", ClientOptions { proxies, ..plain }).unwrap_err();
    assert!(error.to_string().contains("/nowhere/ca.pem"), "{error}");
}
