//! Configures TLS: trusted CAs, the client certificate, versions.

use crate::http::options::ClientOptions;
use crate::http::tls::failure::plain;
use crate::http::tls::files::{identity, own, trusted};
use crate::http::tls::listed::ListedCas;
use crate::{Error, Result};
use reqwest::blocking::ClientBuilder;
use rustls::ClientConfig;
use rustls::crypto::ring;
use std::path::Path;
use std::sync::Arc;

/// Sets root certificates, client certificate and versions. `needed` is false for a client of plain
/// HTTP, which needs no certificates.
pub(in crate::http) fn configure(
    builder: ClientBuilder,
    options: &ClientOptions,
    needed: bool,
) -> Result<ClientBuilder> {
    // A second call fails and keeps the first provider, as intended.
    let _ = rustls::crypto::ring::default_provider().install_default();
    if !needed {
        return Ok(builder.tls_certs_only([]));
    }
    if !options.verify {
        log::warn!("the servers' certificates are not checked: others may read what is sent");
    }
    if let Some(file) = options.cacert.as_deref().filter(|_| options.verify) {
        return Ok(builder.tls_backend_preconfigured(listed(options, file)?));
    }
    let builder = builder.tls_version_min(match options.tls13_only {
        true => reqwest::tls::Version::TLS_1_3,
        false => reqwest::tls::Version::TLS_1_2,
    });
    let builder = match options.verify {
        true => builder,
        false => builder.tls_certs_only([]).tls_danger_accept_invalid_certs(true),
    };
    match &options.cert {
        Some(cert) => Ok(builder.identity(identity(cert, options.key.as_deref())?)),
        None => Ok(builder),
    }
}

/// Builds the configuration of a client that trusts the CAs in a file instead of the system's, as in
/// keystoneauth.
fn listed(options: &ClientOptions, file: &Path) -> Result<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let versions = match options.tls13_only {
        true => &[&rustls::version::TLS13][..],
        false => rustls::ALL_VERSIONS,
    };
    let cas = ListedCas::new(trusted(file)?, Arc::clone(&provider));
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .map_err(|cause| Error::config(format!("cannot set up TLS: {}", plain(&cause))))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(cas));
    let Some(cert) = &options.cert else { return Ok(config.with_no_client_auth()) };
    let (chain, key) = own(cert, options.key.as_deref())?;
    config.with_client_auth_cert(chain, key).map_err(|cause| {
        let cert = cert.display();
        Error::config(format!("cannot use the client certificate '{cert}': {}", plain(&cause)))
            .with_hint("its key must be in the same file, or in the one that key names")
    })
}
