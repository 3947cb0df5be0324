//! Explains why a TLS handshake failed.

use crate::TlsFailure;
use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error, InvalidMessage, PeerIncompatible};
use std::path::Path;

/// Describes the failure, and classifies it if it is known. `cacert` is the file of the CAs that
/// are trusted instead of the system's.
pub(in crate::http) fn describe(
    error: &Error,
    cacert: Option<&Path>,
) -> (String, Option<TlsFailure>) {
    let (text, failure) = match error {
        Error::InvalidCertificate(error) => return certificate(error, cacert),
        Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        )
        | Error::AlertReceived(AlertDescription::ProtocolVersion) => {
            ("the server has neither TLS 1.2 nor TLS 1.3", TlsFailure::OldVersion)
        }
        Error::AlertReceived(AlertDescription::CertificateRequired) => {
            ("the server requires a client certificate", TlsFailure::ClientCertificate)
        }
        Error::AlertReceived(
            AlertDescription::UnknownCA
            | AlertDescription::BadCertificate
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRevoked
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::AccessDenied,
        ) => ("the server rejects the client certificate", TlsFailure::ClientCertificate),
        Error::AlertReceived(AlertDescription::HandshakeFailure) => (
            "the server ended the handshake: it has no cipher in common, or requires a client certificate",
            TlsFailure::ClientCertificate,
        ),
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            ("the server does not speak TLS", TlsFailure::NotTls)
        }
        other => return (plain(other), None),
    };
    (text.to_owned(), Some(failure))
}

fn certificate(error: &CertificateError, cacert: Option<&Path>) -> (String, Option<TlsFailure>) {
    match error {
        CertificateError::UnknownIssuer => {
            (unknown_issuer(cacert), Some(TlsFailure::UnknownIssuer))
        }
        CertificateError::ExpiredContext { not_after, .. } => (
            format!("the server's certificate expired on {}", day(*not_after)),
            Some(TlsFailure::NotValidNow),
        ),
        CertificateError::NotValidYetContext { not_before, .. } => (
            format!("the server's certificate is not valid before {}", day(*not_before)),
            Some(TlsFailure::NotValidNow),
        ),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let names: Vec<_> = presented.iter().map(|name| bare(name)).collect();
            let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
            let expected = expected.to_str();
            (
                format!("the server's certificate is not for '{expected}', but for {names}"),
                Some(TlsFailure::WrongName),
            )
        }
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            ("the server's certificate is not for servers".to_owned(), None)
        }
        other => {
            let why = plain(&Error::InvalidCertificate(other.clone()));
            (format!("the server's certificate cannot be used: {why}"), None)
        }
    }
}

/// The words of an error of the TLS library, which writes the names of its types: `BadEncoding` is
/// written as words, and `Other(OtherError(CaUsedAsEndEntity))` as those of the last name.
pub(in crate::http) fn plain(error: &Error) -> String {
    let shown = error.to_string();
    let (intro, detail) = shown.split_once(": ").unwrap_or(("", &shown));
    let detail = match detail.find(['(', '{']) {
        Some(_) => {
            let unquoted = detail.split('"').next().unwrap_or_default();
            let mut names = unquoted.split(|c: char| !c.is_alphanumeric());
            let last = names.rfind(|name| name.starts_with(char::is_uppercase));
            spaced(last.unwrap_or_default())
        }
        None => detail.split(' ').map(spaced).collect::<Vec<_>>().join(" "),
    };
    if intro.is_empty() { detail } else { format!("{intro}: {detail}") }
}

/// Writes `BadEncoding` as `bad encoding`, and any other word as it is.
fn spaced(word: &str) -> String {
    let rest = word.get(1..).unwrap_or_default();
    let is_name = word.starts_with(char::is_uppercase) && rest.contains(char::is_lowercase);
    if !is_name {
        return word.to_owned();
    }
    let mut text = String::new();
    for c in word.chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(c.to_lowercase());
    }
    text
}

fn unknown_issuer(cacert: Option<&Path>) -> String {
    match cacert {
        Some(file) => {
            format!("the server's certificate is not signed by a CA in '{}'", file.display())
        }
        None => "the server's certificate is not signed by a CA that this system trusts".to_owned(),
    }
}

/// The date of a time, as in `2001-02-01`.
fn day(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).ok();
    let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let text = moment.map(|moment| moment.to_string()).unwrap_or_default();
    text.split('T').next().unwrap_or_default().to_owned()
}

/// Takes the name from `DnsName("host.example")`.
fn bare(name: &str) -> &str {
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.unwrap_or(name).trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_shows_the_types_of_the_library() {
        let other = std::sync::Arc::new(std::io::Error::other("why"));
        for error in [
            Error::InvalidCertificate(CertificateError::BadEncoding),
            Error::InvalidCertificate(CertificateError::Other(rustls::OtherError(other))),
            Error::InvalidMessage(InvalidMessage::MessageTooLarge),
            Error::PeerMisbehaved(rustls::PeerMisbehaved::BadCertChainExtensions),
            Error::AlertReceived(AlertDescription::InternalError),
            Error::General("text".into()),
            Error::DecryptError,
        ] {
            let (text, _) = describe(&error, None);
            assert!(!text.contains(['(', '{', '"', '[']) && !text.is_empty(), "{text}");
            let mixed = |word: &str| {
                word.chars().skip(1).any(char::is_lowercase)
                    && word.chars().skip(1).any(char::is_uppercase)
            };
            assert!(!text.split(' ').any(mixed), "{text}");
        }
        let text = plain(&Error::InvalidCertificate(CertificateError::BadEncoding));
        assert_eq!(text, "invalid peer certificate: bad encoding");
    }

    #[test]
    fn names_lose_their_type() {
        assert_eq!(bare("DnsName(\"*.cloud.example\")"), "*.cloud.example");
        assert_eq!(bare("IpAddress(192.0.2.1)"), "192.0.2.1");
        assert_eq!(bare("odd"), "odd");
    }

    #[test]
    fn each_alert_of_the_server_is_described() {
        for (alert, words, failure) in [
            (
                AlertDescription::ProtocolVersion,
                "neither TLS 1.2 nor TLS 1.3",
                TlsFailure::OldVersion,
            ),
            (
                AlertDescription::CertificateRequired,
                "requires a client certificate",
                TlsFailure::ClientCertificate,
            ),
            (
                AlertDescription::UnknownCA,
                "rejects the client certificate",
                TlsFailure::ClientCertificate,
            ),
            (
                AlertDescription::HandshakeFailure,
                "no cipher in common",
                TlsFailure::ClientCertificate,
            ),
        ] {
            let (text, found) = describe(&Error::AlertReceived(alert), None);
            assert!(text.contains(words), "{text}");
            assert_eq!(found, Some(failure), "{text}");
        }
    }

    #[test]
    fn a_certificate_without_names_and_one_of_the_future_are_described() {
        let expected = "127.0.0.1".try_into().unwrap();
        let nameless = CertificateError::NotValidForNameContext { expected, presented: Vec::new() };
        let (text, _) = describe(&Error::InvalidCertificate(nameless), None);
        assert!(text.ends_with("not for '127.0.0.1', but for nothing"), "{text}");
        let moment = |seconds| UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let early =
            CertificateError::NotValidYetContext { time: moment(0), not_before: moment(86_400) };
        let (text, failure) = describe(&Error::InvalidCertificate(early), None);
        assert!(text.ends_with("not valid before 1970-01-02"), "{text}");
        assert_eq!(failure, Some(TlsFailure::NotValidNow));
    }
}
