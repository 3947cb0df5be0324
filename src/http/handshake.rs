//! What it means that a TLS handshake failed, and what can be done about it.

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error, InvalidMessage, PeerIncompatible};
use std::path::Path;

const CLIENT_CERTIFICATE: &str = "name a certificate that it trusts, and its key: --os-cert and --os-key, or cert and key in clouds.yaml";

/// What is wrong, and a hint where it is not the CA. `cacert` is the file of those trusted in
/// place of the system's.
pub(super) fn told(error: &Error, cacert: Option<&Path>) -> (String, Option<String>) {
    let (text, hint) = match error {
        Error::InvalidCertificate(error) => return certificate(error, cacert),
        Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        )
        | Error::AlertReceived(AlertDescription::ProtocolVersion) => (
            "the server has neither TLS 1.2 nor TLS 1.3",
            "older versions are not safe, and not spoken here: the server has to be brought up to date",
        ),
        Error::AlertReceived(AlertDescription::CertificateRequired) => {
            ("the server wants to see a certificate", CLIENT_CERTIFICATE)
        }
        Error::AlertReceived(
            AlertDescription::UnknownCA
            | AlertDescription::BadCertificate
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRevoked
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::AccessDenied,
        ) => ("the server does not take our certificate", CLIENT_CERTIFICATE),
        Error::AlertReceived(AlertDescription::HandshakeFailure) => (
            "the server broke the handshake off: it has no cipher in common, or wants a certificate",
            CLIENT_CERTIFICATE,
        ),
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            ("the server does not speak TLS", "is it an http:// address?")
        }
        other => return (other.to_string(), None),
    };
    (text.to_owned(), Some(hint.to_owned()))
}

fn certificate(error: &CertificateError, cacert: Option<&Path>) -> (String, Option<String>) {
    const CLOCK: &str =
        "is the clock of this machine right? Then the server needs a new certificate";
    match error {
        CertificateError::UnknownIssuer => (unknown_issuer(cacert), None),
        CertificateError::ExpiredContext { not_after, .. } => (
            format!("the server's certificate has expired: it ended {}", day(*not_after)),
            Some(CLOCK.into()),
        ),
        CertificateError::NotValidYetContext { not_before, .. } => (
            format!("the server's certificate is not valid yet: it begins {}", day(*not_before)),
            Some(CLOCK.into()),
        ),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let names: Vec<_> = presented.iter().map(|name| bare(name)).collect();
            let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
            (
                format!(
                    "the server's certificate is not for '{}', but for {names}",
                    expected.to_str()
                ),
                Some("is the address right? It has to be written as the certificate has it".into()),
            )
        }
        other => (format!("the server's certificate cannot be used: {other}"), None),
    }
}

fn unknown_issuer(cacert: Option<&Path>) -> String {
    match cacert {
        Some(file) => {
            format!("the server's certificate is signed by no CA of '{}'", file.display())
        }
        None => "the server's certificate is signed by no CA that this system trusts".to_owned(),
    }
}

/// The day of a moment, as in `2001-02-01`.
fn day(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).ok();
    let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let text = moment.map(|moment| moment.to_string()).unwrap_or_default();
    text.split('T').next().unwrap_or_default().to_owned()
}

/// The name in `DnsName("host.example")`.
fn bare(name: &str) -> &str {
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.unwrap_or(name).trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_kind() {
        assert_eq!(bare("DnsName(\"*.cloud.example\")"), "*.cloud.example");
        assert_eq!(bare("IpAddress(192.0.2.1)"), "192.0.2.1");
        assert_eq!(bare("odd"), "odd");
    }

    #[test]
    fn what_the_server_does_not_like_is_told_with_a_remedy() {
        for (alert, words, remedy) in [
            (AlertDescription::ProtocolVersion, "neither TLS 1.2 nor TLS 1.3", "up to date"),
            (AlertDescription::CertificateRequired, "wants to see a certificate", "--os-cert"),
            (AlertDescription::UnknownCA, "does not take our certificate", "--os-key"),
            (AlertDescription::HandshakeFailure, "no cipher in common", "--os-cert"),
        ] {
            let (text, hint) = told(&Error::AlertReceived(alert), None);
            assert!(text.contains(words), "{text}");
            assert!(hint.unwrap().contains(remedy), "{text}");
        }
    }

    #[test]
    fn a_certificate_for_no_name_and_one_of_the_future_are_told() {
        let expected = "127.0.0.1".try_into().unwrap();
        let nameless = CertificateError::NotValidForNameContext { expected, presented: Vec::new() };
        let (text, _) = told(&Error::InvalidCertificate(nameless), None);
        assert!(text.ends_with("not for '127.0.0.1', but for nothing"), "{text}");
        let moment = |seconds| UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let early =
            CertificateError::NotValidYetContext { time: moment(0), not_before: moment(86_400) };
        let (text, hint) = told(&Error::InvalidCertificate(early), None);
        assert!(
            text.ends_with("it begins 1970-01-02") && hint.unwrap().contains("clock"),
            "{text}"
        );
    }
}
