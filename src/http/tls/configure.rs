//! Configures TLS: trusted CAs, the client certificate, versions.

use crate::Result;
use crate::http::options::ClientOptions;
use crate::http::tls::files::{identity, roots};
use reqwest::blocking::ClientBuilder;

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
    let builder = builder.tls_version_min(match options.tls13_only {
        true => reqwest::tls::Version::TLS_1_3,
        false => reqwest::tls::Version::TLS_1_2,
    });
    let builder = match &options.cacert {
        _ if !options.verify => builder.tls_certs_only([]).tls_danger_accept_invalid_certs(true),
        // The file replaces the root certificates of the system, as in keystoneauth.
        Some(file) => builder.tls_certs_only(roots(file)?),
        None => builder,
    };
    match &options.cert {
        Some(cert) => Ok(builder.identity(identity(cert, options.key.as_deref())?)),
        None => Ok(builder),
    }
}
