//! A TLS handshake that reads the certificates of a server, trusted or not.

use crate::http::{ClientOptions, tls};
use crate::{Error, Result, TransportError, TransportFailure};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, ProtocolVersion,
    SignatureScheme,
};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

/// The time that a server may take for each step.
const STEP_TIMEOUT: Duration = Duration::from_secs(5);

/// The result of a handshake.
pub(crate) struct Handshake {
    /// The TLS version, as in `TLS 1.3`.
    pub(crate) version: &'static str,
    /// The subject of the server's own certificate, as a distinguished name.
    pub(crate) subject: String,
    /// The issuer of that certificate.
    pub(crate) issuer: String,
    /// The number of certificates that the server sent.
    pub(crate) length: usize,
    /// The time from which the certificate is valid.
    pub(crate) begins: SystemTime,
    /// The time until which it is valid.
    pub(crate) ends: SystemTime,
    /// The names and addresses that the certificate is for.
    pub(crate) names: Vec<String>,
    /// Whether the certificate is for the host of the request.
    pub(crate) fits: bool,
    /// The reason why the certificate is not trusted; none if it is.
    pub(crate) distrust: Option<String>,
}

/// Does a handshake over `stream`, as a client of `host` with these options would.
pub(crate) fn handshake(
    options: &ClientOptions,
    host: &str,
    mut stream: TcpStream,
    now: SystemTime,
) -> Result<Handshake> {
    let broken = |cause: Box<dyn std::error::Error + Send + Sync>| {
        Error::from(TransportError::new(host, TransportFailure::Tls, Some(cause)))
    };
    let provider = Arc::new(ring::default_provider());
    let seen = Arc::new(Recorder { chain: Mutex::default(), provider: provider.clone() });
    let versions = match options.tls13_only {
        true => &[&rustls::version::TLS13][..],
        false => rustls::ALL_VERSIONS,
    };
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(versions)
        .map_err(|cause| broken(cause.into()))?
        .dangerous()
        .with_custom_certificate_verifier(seen.clone());
    let config = match &options.cert {
        Some(cert) => {
            let (chain, key) = tls::own(cert, options.key.as_deref())?;
            config.with_client_auth_cert(chain, key).map_err(|cause| broken(cause.into()))?
        }
        None => config.with_no_client_auth(),
    };
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())
        .map_err(|cause| broken(cause.into()))?;
    let mut connection = ClientConnection::new(Arc::new(config), name.clone())
        .map_err(|cause| broken(cause.into()))?;
    for limit in [TcpStream::set_read_timeout, TcpStream::set_write_timeout] {
        limit(&stream, Some(STEP_TIMEOUT)).map_err(|cause| broken(cause.into()))?;
    }
    while connection.is_handshaking() {
        connection.complete_io(&mut stream).map_err(|cause| broken(cause.into()))?;
    }
    let version = match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
        _ => "TLS 1.2",
    };
    let chain = seen.chain.lock().unwrap_or_else(PoisonError::into_inner).clone();
    read(&chain, &name, version, options, provider, now).map_err(|why| broken(why.into()))
}

/// Reads the certificates, and checks whether they are trusted.
fn read(
    chain: &[CertificateDer<'_>],
    name: &ServerName<'_>,
    version: &'static str,
    options: &ClientOptions,
    provider: Arc<CryptoProvider>,
    now: SystemTime,
) -> Result<Handshake, String> {
    let (own, others) = chain.split_first().ok_or("it showed no certificate")?;
    let (_, certificate) = X509Certificate::from_der(own).map_err(|cause| cause.to_string())?;
    let parsed = ParsedCertificate::try_from(own).map_err(|cause| cause.to_string())?;
    let moment =
        |seconds: i64| UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
    let begins = moment(certificate.validity().not_before.timestamp());
    let ends = moment(certificate.validity().not_after.timestamp());
    // Expiry is checked elsewhere.
    let when = now.clamp(begins, ends.max(begins)).duration_since(UNIX_EPOCH).unwrap_or_default();
    let distrust = verifier(options, provider).and_then(|verifier| {
        let when = UnixTime::since_unix_epoch(when);
        match verifier.verify_server_cert(own, others, name, &[], when) {
            Ok(_) => Ok(()),
            // And so is the name.
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(()),
            Err(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
                Err("it is not signed by a trusted CA".to_owned())
            }
            Err(cause) => Err(tls::plain(&cause)),
        }
    });
    Ok(Handshake {
        version,
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        length: chain.len(),
        begins,
        ends,
        names: names(&certificate),
        fits: rustls::client::verify_server_name(&parsed, name).is_ok(),
        distrust: distrust.err(),
    })
}

/// The verifier that a client with these options uses.
fn verifier(
    options: &ClientOptions,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, String> {
    let Some(file) = &options.cacert else {
        let system = rustls_platform_verifier::Verifier::new(provider);
        return Ok(Arc::new(system.map_err(|cause| cause.to_string())?));
    };
    let listed = tls::trusted(file).map_err(|error| error.to_string())?;
    Ok(Arc::new(tls::ListedCas::new(listed, provider)))
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let extension = certificate.subject_alternative_name().ok().flatten();
    let names = extension.map(|extension| extension.value.general_names.as_slice());
    let shown = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => address(bytes),
        _ => None,
    };
    names.unwrap_or_default().iter().filter_map(shown).collect()
}

fn address(bytes: &[u8]) -> Option<String> {
    let v4 = <[u8; 4]>::try_from(bytes).map(std::net::IpAddr::from);
    let v6 = || <[u8; 16]>::try_from(bytes).map(std::net::IpAddr::from);
    v4.or_else(|_| v6()).ok().map(|address| address.to_string())
}

/// Accepts all certificates and records them. It is used for nothing but the handshake.
#[derive(Debug)]
struct Recorder {
    chain: Mutex<Vec<CertificateDer<'static>>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain = std::iter::once(own).chain(others);
        *self.chain.lock().unwrap_or_else(PoisonError::into_inner) =
            chain.map(|certificate| certificate.clone().into_owned()).collect();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
