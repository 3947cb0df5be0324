//! Reads the files of certificates and keys.

use crate::http::cause::root_cause;
use crate::{Error, Hint, Result};
use reqwest::{Certificate, Identity};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::Path;

const CA: &str = "CA file";

pub(super) fn roots(file: &Path) -> Result<Vec<Certificate>> {
    let certificates = trusted_in(file)?.0;
    let root = |der: CertificateDer<'_>| Certificate::from_der(&der);
    let roots = certificates.into_iter().map(root).collect::<Result<_, _>>();
    roots.map_err(|cause| broken(CA, file, &cause.to_string()))
}

/// Reads the CAs in a file as a store to check certificates against.
#[cfg(feature = "cli")]
pub(in crate::http) fn trusted(file: &Path) -> Result<RootCertStore> {
    trusted_in(file).map(|(_, store)| store)
}

/// Reads the certificates of a file that can be trusted. A bundle of hundreds may have some that
/// cannot.
fn trusted_in(file: &Path) -> Result<(Vec<CertificateDer<'static>>, RootCertStore)> {
    let pem = read(CA, file).map_err(|error| error.with_hint(origin(file)))?;
    let mut store = RootCertStore::empty();
    let (mut trusted, mut unusable) = (Vec::new(), None);
    for certificate in certificates(CA, file, &pem)? {
        match store.add(certificate.clone()) {
            Ok(()) => trusted.push(certificate),
            Err(cause) => unusable = Some(cause),
        }
    }
    match unusable {
        Some(cause) if trusted.is_empty() => Err(broken(CA, file, &cause.to_string())),
        _ => Ok((trusted, store)),
    }
}

/// The hint where the file of CAs may be named.
fn origin(file: &Path) -> Hint {
    match file.to_str() {
        Some("false" | "False" | "no" | "off" | "0") => {
            "a text in verify names a file of CAs: write false without quotes".into()
        }
        _ => Hint::CaFile,
    }
}

/// Reads the client certificate with its chain, and its key.
#[cfg(feature = "cli")]
pub(in crate::http) fn own(
    cert: &Path,
    key: Option<&Path>,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    // So that errors have the same words as when the files are used.
    identity(cert, key)?;
    let chain = certificates("client certificate", cert, &read("client certificate", cert)?)?;
    let file = key.unwrap_or(cert);
    let secret = zeroize::Zeroizing::new(read("client key", file)?);
    let key = PrivateKeyDer::from_pem_slice(&secret);
    Ok((chain, key.map_err(|cause| broken("client key", file, &cause.to_string()))?))
}

pub(super) fn identity(cert: &Path, key: Option<&Path>) -> Result<Identity> {
    let mut pem = read("client certificate", cert)?;
    certificates("client certificate", cert, &pem)?;
    let key_file = key.unwrap_or(cert);
    let mut secret = match key {
        Some(file) => zeroize::Zeroizing::new(read("client key", file)?),
        None => zeroize::Zeroizing::new(pem.clone()),
    };
    // Matches `BEGIN ENCRYPTED PRIVATE KEY` and OpenSSL's older `Proc-Type: 4,ENCRYPTED`.
    if secret.windows(9).any(|text| text == b"ENCRYPTED") {
        return Err(broken("client key", key_file, "it is encrypted")
            .with_hint(Hint::EncryptedKey { file: key_file.to_owned() }));
    }
    if PrivateKeyDer::from_pem_slice(&secret).is_err() {
        return Err(broken("client key", key_file, "there is no private key in it").with_hint(
            match key {
                Some(_) => "it must hold a key in PEM form".into(),
                None => Hint::ClientKey,
            },
        ));
    }
    if key.is_some() {
        pem.push(b'\n');
        pem.append(&mut secret);
    }
    let pem = zeroize::Zeroizing::new(pem);
    Identity::from_pem(&pem)
        .map_err(|cause| broken("client certificate", cert, &root_cause(&cause)))
}

fn certificates(what: &str, file: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    let found: std::result::Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(broken(what, file, "there is no certificate in it")
            .with_hint("it must hold certificates in PEM form")),
        Err(cause) => Err(broken(what, file, &cause.to_string())),
    }
}

fn read(what: &str, file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).map_err(|cause| broken(what, file, &cause.to_string()))
}

fn broken(what: &str, file: &Path, why: &str) -> Error {
    Error::config(format!("cannot use the {what} '{}': {why}", file.display()))
}
