//! Checks the certificates of servers against a file of CAs, as curl does with `--cacert`.

use crate::http::tls::certificate::Certificate;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, DigitallySignedStruct, Error as TlsError, PeerMisbehaved, RootCertStore,
    SignatureScheme,
};
use std::sync::Arc;

/// The certificates of a file of CAs.
///
/// `webpki` builds the chains. It refuses what OpenSSL, and so curl, accepts: a server whose own
/// certificate is in the file, or is signed by one in it, if it is that of a CA or of an old version;
/// and a common name instead of names.
#[derive(Debug)]
pub(in crate::http) struct ListedCas {
    listed: Vec<CertificateDer<'static>>,
    /// The verifier of all CAs in the file, if all of them are valid.
    chains: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ListedCas {
    pub(in crate::http) fn new(
        listed: Vec<CertificateDer<'static>>,
        provider: Arc<CryptoProvider>,
    ) -> Self {
        let mut cas = Self { listed, chains: None, provider };
        cas.chains = cas.chains(None);
        cas
    }

    /// Returns a verifier for chains that end at the CAs in the file. An expired CA, and what is not
    /// one, vouch for nobody; `webpki` checks neither.
    fn chains(&self, now: Option<UnixTime>) -> Option<Arc<WebPkiServerVerifier>> {
        let mut store = RootCertStore::empty();
        for certificate in &self.listed {
            let vouches = Certificate::read(certificate).is_some_and(|certificate| {
                certificate.is_ca() && now.is_none_or(|now| certificate.is_valid(now))
            });
            if vouches {
                // A bundle of hundreds may have some that cannot be used.
                let _ = store.add(certificate.clone());
            }
        }
        let builder = WebPkiServerVerifier::builder_with_provider(
            Arc::new(store),
            Arc::clone(&self.provider),
        );
        builder.build().ok()
    }

    fn check_chain(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let all_valid = self.listed.iter().all(|listed| {
            Certificate::read(listed).is_some_and(|certificate| certificate.is_valid(now))
        });
        let chains = if all_valid { self.chains.clone() } else { self.chains(Some(now)) };
        chains.ok_or_else(unknown_issuer)?.verify_server_cert(own, others, name, &[], now)
    }

    /// Whether the certificate is in the file, or a CA in the file has signed it.
    fn vouch(
        &self,
        own: &CertificateDer<'_>,
        certificate: &Certificate<'_>,
        now: UnixTime,
    ) -> bool {
        let algorithms = self.algorithms().all;
        self.listed.contains(own)
            || self
                .listed
                .iter()
                .filter_map(|listed| Certificate::read(listed))
                .any(|issuer| issuer.is_valid(now) && certificate.is_signed_by(&issuer, algorithms))
    }

    fn algorithms(&self) -> WebPkiSupportedAlgorithms {
        self.provider.signature_verification_algorithms
    }

    /// Whether `webpki` cannot read the certificate.
    fn is_old(certificate: &CertificateDer<'_>) -> bool {
        ParsedCertificate::try_from(certificate).is_err()
    }
}

impl ServerCertVerifier for ListedCas {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let error = match self.check_chain(own, others, name, now) {
            Ok(verified) => return Ok(verified),
            Err(error) => error,
        };
        let Some(certificate) = Certificate::read(own) else { return Err(error) };
        let is_vouched_for = match &error {
            // The name is looked at last.
            TlsError::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            ) => true,
            _ => self.vouch(own, &certificate, now),
        };
        if !is_vouched_for {
            return Err(match error {
                // `webpki` could not read it.
                TlsError::InvalidCertificate(CertificateError::Other(_)) => unknown_issuer(),
                other => other,
            });
        }
        let refuse = |error| Err(TlsError::InvalidCertificate(error));
        let [not_before, not_after] = certificate.valid();
        if now < not_before {
            return refuse(CertificateError::NotValidYetContext { time: now, not_before });
        }
        if now > not_after {
            return refuse(CertificateError::ExpiredContext { time: now, not_after });
        }
        if !certificate.is_for_servers() {
            return refuse(CertificateError::InvalidPurpose);
        }
        check_name(own, &certificate, name)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let algorithms = self.algorithms();
        if !Self::is_old(own) {
            return rustls::crypto::verify_tls12_signature(message, own, signed, &algorithms);
        }
        let known = algorithms.mapping.iter().find(|(scheme, _)| *scheme == signed.scheme);
        let (_, algorithms) =
            known.ok_or(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme)?;
        let certificate = Certificate::read(own)
            .ok_or(TlsError::InvalidCertificate(CertificateError::BadEncoding))?;
        if certificate.key().has_signed(*algorithms, message, signed.signature()) {
            return Ok(HandshakeSignatureValid::assertion());
        }
        Err(TlsError::InvalidCertificate(CertificateError::BadSignature))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let algorithms = self.algorithms();
        if !Self::is_old(own) {
            return rustls::crypto::verify_tls13_signature(message, own, signed, &algorithms);
        }
        let certificate = Certificate::read(own)
            .ok_or(TlsError::InvalidCertificate(CertificateError::BadEncoding))?;
        let key = SubjectPublicKeyInfoDer::from(certificate.key().whole);
        verify_tls13_signature_with_raw_key(message, &key, signed, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms().supported_schemes()
    }
}

fn unknown_issuer() -> TlsError {
    TlsError::InvalidCertificate(CertificateError::UnknownIssuer)
}

/// Checks that the certificate is for this host. Without names of its own, its common name counts.
fn check_name(
    own: &CertificateDer<'_>,
    certificate: &Certificate<'_>,
    name: &ServerName<'_>,
) -> Result<(), TlsError> {
    if certificate.has_names() {
        return rustls::client::verify_server_name(&ParsedCertificate::try_from(own)?, name);
    }
    let common = certificate.common_name();
    if common.is_some_and(|pattern| is_name_for(pattern, &name.to_str())) {
        return Ok(());
    }
    Err(TlsError::InvalidCertificate(CertificateError::NotValidForNameContext {
        expected: name.to_owned(),
        presented: common.into_iter().map(str::to_owned).collect(),
    }))
}

/// Whether a common name is that of a host. A star stands for the first part of a name with three.
fn is_name_for(pattern: &str, host: &str) -> bool {
    let (pattern, host) = (pattern.trim_end_matches('.'), host.trim_end_matches('.'));
    if pattern.eq_ignore_ascii_case(host) {
        return true;
    }
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    match (pattern.strip_prefix("*."), host.split_once('.')) {
        (Some(domain), Some((first, rest))) => {
            !is_address
                && !first.is_empty()
                && domain.contains('.')
                && domain.eq_ignore_ascii_case(rest)
        }
        _ => false,
    }
}
