//! Reads the files of certificates and keys.

use crate::http::cause::root_cause;
use crate::http::tls::failure::plain;
use crate::{Error, Hint, Result};
use reqwest::Identity;
use rustls::RootCertStore;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io;
use std::path::{Path, PathBuf};

const CA: &str = "CA file";

/// Reads the certificates in a file of CAs, or in a directory as OpenSSL has them.
pub(in crate::http) fn trusted(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let found = match hashed(file) {
        Ok(files) => {
            let read = |file: &PathBuf| certificates(CA, file, &read(CA, file)?);
            files.iter().map(read).collect::<Result<Vec<_>>>()?.concat()
        }
        // It is not a directory.
        Err(_) => {
            let pem = read(CA, file).map_err(|error| error.with_hint(origin(file)))?;
            certificates(CA, file, &pem)?
        }
    };
    if found.is_empty() {
        let why = "it is a directory without hashed certificates";
        return Err(broken(CA, file, why)
            .with_hint(format!("'openssl rehash {}' gives them their names", file.display())));
    }
    let mut store = RootCertStore::empty();
    let mut refused = None;
    for certificate in &found {
        refused = store.add(certificate.clone()).err().or(refused);
    }
    match refused {
        // A bundle of hundreds may have some that cannot be used.
        Some(error) if store.is_empty() => Err(broken(CA, file, &plain(&error))),
        _ => Ok(found),
    }
}

/// Lists the files of a directory whose names are hashes, as in `5a3f0ff8.0`: OpenSSL, and so curl and
/// Python, find no others.
fn hashed(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let is_hashed = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.split_once('.').is_some_and(|(hash, number)| {
            hash.len() == 8
                && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
                && !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let paths = std::fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<io::Result<Vec<_>>>()?;
    paths.retain(is_hashed);
    paths.sort();
    Ok(paths)
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
    Ok((chain, key.map_err(|cause| broken("client key", file, &pem_defect(&cause)))?))
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
        Err(cause) => Err(broken(what, file, &pem_defect(&cause))),
    }
}

/// Says what is wrong with a PEM file. The words of the library show bytes as numbers.
fn pem_defect(error: &pem::Error) -> String {
    match error {
        pem::Error::MissingSectionEnd { .. } => "a section in it has no end".to_owned(),
        pem::Error::IllegalSectionStart { .. } => "a section in it has no beginning".to_owned(),
        pem::Error::Base64Decode(_) => "a section in it is not base64".to_owned(),
        other => other.to_string(),
    }
}

fn read(what: &str, file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).map_err(|cause| broken(what, file, &cause.to_string()))
}

fn broken(what: &str, file: &Path, why: &str) -> Error {
    Error::config(format!("cannot use the {what} '{}': {why}", file.display()))
}
