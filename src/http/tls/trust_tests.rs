//! Which certificates of servers a file of CAs makes trusted: those that curl accepts with `--cacert`.

use crate::http::ClientOptions;
use crate::http::tls::tests::{Files, options, refused, send};
use crate::testing::ca::Ca;
use crate::testing::server::{Server, answer, script};
use crate::{Error, Result};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, SupportedProtocolVersion};
use std::path::Path;
use std::sync::Arc;

/// A certificate of version 1 for 127.0.0.1 that has signed itself, valid from 2020 to 2120.
const OLD: &str = "\
-----BEGIN CERTIFICATE-----
MIIBETCBuAIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwIBcN
MjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCTEyNy4w
LjAuMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFRT8NuvM1nFaTh47HijhqJd
fL8x0mEMCqBTsTsbclP1CX9k7tvf4bsSjmDjJUcwraDWOHxXHZofrvnNfkFpPNYw
CgYIKoZIzj0EAwIDSAAwRQIgOT+A26BAK4pi+tC6+bD+h1wHOkI327T1OwBhea4A
hdYCIQCsm4JaxoTcolddjafgnQx19nXWo0YiclRwkm7xxIrrKA==
-----END CERTIFICATE-----
";

/// The key of that certificate.
const OLD_KEY: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHk9DLsZl7U84ZwF3
13hy/7L5SiusXNMdEnSy90W6MLChRANCAARUU/DbrzNZxWk4eOx4o4aiXXy/MdJh
DAqgU7E7G3JT9Ql/ZO7b3+G7Eo5g4yVHMK2g1jh8Vx2aH675zX5BaTzW
-----END PRIVATE KEY-----
";

/// A certificate and its key, as PEM.
struct Pair {
    cert: String,
    key: String,
    params: CertificateParams,
}

impl Pair {
    /// Makes the parameters of a certificate for 127.0.0.1 that is also the certificate of a CA.
    fn parameters() -> CertificateParams {
        let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "127.0.0.1");
        params
    }

    fn self_signed(edit: impl FnOnce(&mut CertificateParams)) -> Self {
        let (mut params, key) = (Self::parameters(), KeyPair::generate().unwrap());
        edit(&mut params);
        let cert = params.self_signed(&key).unwrap();
        Self { cert: cert.pem(), key: key.serialize_pem(), params }
    }

    fn signed_by(&self, edit: impl FnOnce(&mut CertificateParams)) -> Self {
        let (mut params, key) = (Self::parameters(), KeyPair::generate().unwrap());
        edit(&mut params);
        let own = KeyPair::from_pem(&self.key).unwrap();
        let cert = params.signed_by(&key, &Issuer::new(self.params.clone(), own)).unwrap();
        Self { cert: cert.pem(), key: key.serialize_pem(), params }
    }

    fn old() -> Self {
        Self { cert: OLD.to_owned(), key: OLD_KEY.to_owned(), params: Self::parameters() }
    }

    /// Starts a server with this certificate.
    fn serve(&self, version: &'static SupportedProtocolVersion) -> Server {
        let cert = CertificateDer::from_pem_slice(self.cert.as_bytes()).unwrap();
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes()).unwrap();
        let key = CertifiedKey::new(vec![cert], ring::sign::any_supported_type(&key).unwrap());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth()
            // Which does not look at the certificate.
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(key)));
        Server::start(Some(config), script([answer("200 OK", "", "{}")]))
    }
}

/// Sends a request to a server with this certificate, with both versions of TLS.
fn meet(server: &Pair, cacert: &Path) -> Result<u16> {
    let versions = [&rustls::version::TLS12, &rustls::version::TLS13];
    let mut results = versions.map(|version| {
        let server = server.serve(version);
        let result = send(&server, ClientOptions { cacert: Some(cacert.to_owned()), ..options() });
        assert_eq!(server.received().len(), usize::from(result.is_ok()));
        result
    });
    let [old, new] = &mut results;
    assert_eq!(old.is_ok(), new.is_ok(), "{old:?} {new:?}");
    let [_, new] = results;
    new
}

/// The reason why a server with this certificate is refused.
fn refusal(server: &Pair, cacert: &Path) -> String {
    let why = refused(meet(server, cacert));
    assert!(!why.contains(['(', '{']), "{why}");
    why
}

fn other_name(params: &mut CertificateParams) {
    params.subject_alt_names =
        CertificateParams::new(["h.example".to_owned()]).unwrap().subject_alt_names;
}

fn expired(params: &mut CertificateParams) {
    (params.not_before, params.not_after) = (date_time_ymd(2001, 1, 1), date_time_ymd(2001, 2, 1));
}

#[test]
fn a_certificate_in_the_file_is_trusted_of_a_ca_or_of_an_old_version_too() {
    let files = Files::new();
    for server in [
        Pair::self_signed(|_| {}),
        Pair::self_signed(|params| params.is_ca = IsCa::NoCa),
        // Without names, its common name is its name.
        Pair::self_signed(|params| params.subject_alt_names.clear()),
        Pair::self_signed(|_| {}).signed_by(|params| params.is_ca = IsCa::NoCa),
        Pair::old(),
    ] {
        let other = Ca::new("other");
        let both = files.write("both.pem", &format!("{}{}", other.pem(), server.cert));
        assert_eq!(meet(&server, &both).unwrap(), 200);
        let other = files.write("other.pem", other.pem());
        assert!(refusal(&server, &other).contains("not signed by a CA in"));
    }
}

#[test]
fn a_certificate_in_the_file_is_still_checked() {
    let files = Files::new();
    for (server, why) in [
        (Pair::self_signed(other_name), "is not for '127.0.0.1', but for h.example"),
        (Pair::self_signed(expired), "expired on 2001-02-01"),
        (
            Pair::self_signed(|params| params.not_before = date_time_ymd(2999, 1, 1)),
            "not valid before 2999-01-01",
        ),
        (
            Pair::self_signed(|params| {
                params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
            }),
            "not for servers",
        ),
        (
            Pair::self_signed(|params| params.key_usages = vec![KeyUsagePurpose::KeyCertSign]),
            "not for servers",
        ),
        (
            Pair::self_signed(|params| {
                params.subject_alt_names.clear();
                params.distinguished_name = Default::default();
                params.distinguished_name.push(DnType::CommonName, "h.example");
            }),
            "is not for '127.0.0.1', but for h.example",
        ),
    ] {
        let file = files.write("own.pem", &server.cert);
        let said = refusal(&server, &file);
        assert!(said.contains(why), "{why}: {said}");
    }
}

#[test]
fn a_ca_in_the_file_may_sign_a_ca_and_a_name() {
    let (files, ca) = (Files::new(), Pair::self_signed(|_| {}));
    let file = files.write("ca.pem", &ca.cert);
    assert_eq!(meet(&ca.signed_by(|_| {}), &file).unwrap(), 200);
    let named = ca.signed_by(|params| {
        params.is_ca = IsCa::NoCa;
        params.subject_alt_names.clear();
    });
    assert_eq!(meet(&named, &file).unwrap(), 200);
    let said = refusal(&ca.signed_by(other_name), &file);
    assert!(said.contains("but for h.example"), "{said}");
    // Of the same name, but by another key.
    let forged = Pair::self_signed(|_| {}).signed_by(|_| {});
    assert!(refusal(&forged, &file).contains("not signed by a CA in"));
}

#[test]
fn what_is_no_valid_ca_vouches_for_itself_only() {
    let files = Files::new();
    for ca in [
        Pair::self_signed(|params| params.is_ca = IsCa::ExplicitNoCa),
        Pair::self_signed(|params| params.is_ca = IsCa::NoCa),
        Pair::self_signed(|params| params.key_usages = vec![KeyUsagePurpose::DigitalSignature]),
        Pair::self_signed(expired),
    ] {
        let file = files.write("ca.pem", &ca.cert);
        for is_ca in [IsCa::NoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
            let server = ca.signed_by(|params| params.is_ca = is_ca);
            assert!(refusal(&server, &file).contains("not signed by a CA in"));
        }
    }
}

#[test]
fn a_directory_has_its_certificates_under_hashed_names() {
    let (files, ca) = (Files::new(), Pair::self_signed(|_| {}));
    let server = ca.signed_by(|params| params.is_ca = IsCa::NoCa);
    let directory = files.write("readme", "no certificate").parent().unwrap().to_owned();
    files.write("ca.pem", &ca.cert);
    let error = meet(&server, &directory).unwrap_err();
    assert!(matches!(error, Error::Config { .. }), "{error}");
    assert!(error.to_string().ends_with("a directory without hashed certificates"), "{error}");
    files.write("0a1b2c3d.0", &Pair::self_signed(|_| {}).cert);
    files.write("0a1b2c3d.1", &ca.cert);
    assert_eq!(meet(&server, &directory).unwrap(), 200);
}
