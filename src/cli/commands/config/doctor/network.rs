//! Checks the connection to a server: name, addresses and certificate.

use crate::cli::commands::config::doctor::findings::Findings;
use crate::error::human;
use crate::http::ClientOptions;
use crate::http::probe::{Handshake, handshake};
use crate::{Error, TransportError, TransportFailure};
use jiff::Timestamp;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant, SystemTime};
use url::{Host, Url};

/// How long to wait for a connection to each address.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A certificate that is valid for less than this should be renewed.
const RENEWAL_PERIOD: Duration = Duration::from_secs(14 * 24 * 3600);

/// The means to connect to servers.
pub(super) struct Path<'o> {
    pub(super) options: &'o ClientOptions,
    pub(super) now: SystemTime,
    /// Whether the network is real, with names and addresses.
    pub(super) real: bool,
}

impl Path<'_> {
    /// Checks the connection to `url`, the address of the server `whom`, and returns whether it works.
    pub(super) fn follow(&self, whom: &str, url: &Url, findings: &mut Findings) -> bool {
        let checks = ["DNS", "TCP", "TLS"];
        let [dns, tcp, tls] = checks.map(|check| format!("{whom}: {check}"));
        let why = match self.options.proxies.of(url) {
            Some(proxy) => Some(format!("done by the proxy {proxy}")),
            None if !self.real => Some("the network is simulated".to_owned()),
            None => None,
        };
        if let Some(why) = why {
            findings.skipped(&dns, why.clone());
            findings.skipped(&tcp, why.clone());
            findings.skipped(&tls, why);
            return true;
        }
        let Some(addresses) = resolve(&dns, url, findings) else {
            findings.skipped(&tcp, "no address");
            findings.skipped(&tls, "no address");
            return false;
        };
        let Some(stream) = connect(&tcp, &addresses, findings) else {
            findings.skipped(&tls, "no connection");
            return false;
        };
        if url.scheme() != "https" {
            findings.skipped(&tls, "not encrypted (http://)");
            return true;
        }
        self.secure(whom, &tls, url, stream, findings)
    }

    fn secure(
        &self,
        whom: &str,
        tls: &str,
        url: &Url,
        stream: TcpStream,
        findings: &mut Findings,
    ) -> bool {
        let host = url.host_str().unwrap_or_default();
        let shown = match handshake(self.options, host, stream, self.now) {
            Ok(shown) => shown,
            Err(error @ Error::Transport(_)) => {
                let hint = "does the server speak TLS at this port? If not, use an address that begins with http://";
                findings.failed_with(tls, error, hint);
                return false;
            }
            Err(error) => {
                findings.failed(tls, error);
                return false;
            }
        };
        findings.ok(tls, shown.version);
        let checks = [
            ("chain", chain as fn(&Self, &str, &Handshake) -> Verdict),
            ("expiry", expiry),
            ("name", name),
        ];
        let mut fits = true;
        for (aspect, judge) in checks {
            let check = format!("{whom}: certificate {aspect}");
            match judge(self, host, &shown) {
                Verdict::Good(detail, hint) => findings.warning(&check, detail, &hint),
                Verdict::Bad(detail, _) if !self.options.verify => {
                    findings.skipped(
                        &check,
                        format!("{detail}; ignored, because certificates are not checked"),
                    );
                }
                Verdict::Bad(detail, hint) => {
                    findings.failed_with(
                        &check,
                        failure(host, TransportFailure::Tls, detail),
                        &hint,
                    );
                    fits = false;
                }
            }
        }
        fits
    }
}

/// The result of one check of a certificate: a detail and a hint.
enum Verdict {
    Good(String, String),
    Bad(String, String),
}

fn chain(path: &Path<'_>, _: &str, shown: &Handshake) -> Verdict {
    let by = if shown.subject == shown.issuer { "itself" } else { &shown.issuer };
    let detail = format!("{}, signed by {by}, {} sent", shown.subject, shown.length);
    match &shown.distrust {
        None => Verdict::Good(detail, String::new()),
        Some(why) => {
            let hint = match &path.options.cacert {
                Some(file) => format!("'{}' must contain the CA that signed the certificate", file.display()),
                None => "give the CA that signed the certificate: --os-cacert FILE, or cacert in clouds.yaml"
                    .to_owned(),
            };
            Verdict::Bad(format!("{why}: {detail}"), hint)
        }
    }
}

fn expiry(path: &Path<'_>, host: &str, shown: &Handshake) -> Verdict {
    let day = |time: SystemTime| {
        let stamp = Timestamp::try_from(time).map(|time| time.to_string());
        stamp.unwrap_or_default().split('T').next().unwrap_or_default().to_owned()
    };
    let renew = format!("the administrator of {host} must renew the certificate");
    if path.now < shown.begins {
        let detail = format!("valid only from {}", day(shown.begins));
        return Verdict::Bad(detail, "is the clock of this machine correct?".to_owned());
    }
    let Ok(left) = shown.ends.duration_since(path.now) else {
        return Verdict::Bad(format!("expired on {}", day(shown.ends)), renew);
    };
    let detail = format!("valid until {}, {} days", day(shown.ends), left.as_secs() / (24 * 3600));
    Verdict::Good(detail, if left < RENEWAL_PERIOD { renew } else { String::new() })
}

fn name(_: &Path<'_>, host: &str, shown: &Handshake) -> Verdict {
    let names = match shown.names.as_slice() {
        [] => "nothing".to_owned(),
        names => names.join(", "),
    };
    if shown.fits {
        return Verdict::Good(format!("valid for {names}"), String::new());
    }
    let hint = format!(
        "use one of these names in the address, or install a certificate for {host} on the server"
    );
    Verdict::Bad(format!("not valid for {host}, only for {names}"), hint)
}

fn resolve(check: &str, url: &Url, findings: &mut Findings) -> Option<Vec<SocketAddr>> {
    let port = url.port_or_known_default().unwrap_or_default();
    let host = match url.host()? {
        Host::Ipv4(address) => {
            findings.skipped(check, format!("{address} is an IP address"));
            return Some(vec![(address, port).into()]);
        }
        Host::Ipv6(address) => {
            findings.skipped(check, format!("{address} is an IP address"));
            return Some(vec![(address, port).into()]);
        }
        Host::Domain(host) => host,
    };
    let why = match (host, port).to_socket_addrs().map(Vec::from_iter) {
        Ok(addresses) if !addresses.is_empty() => {
            let shown: Vec<_> = addresses.iter().map(|address| address.ip().to_string()).collect();
            findings.ok(check, format!("{host} is {}", shown.join(", ")));
            return Some(addresses);
        }
        Ok(_) => "the name has no address".to_owned(),
        Err(cause) => cause.to_string(),
    };
    let hint = "is the name correct? Is the network up, and is a VPN needed?";
    findings.failed_with(check, failure(host, TransportFailure::Connect, why), hint);
    None
}

/// Connects to each address, and returns the first connection that works.
fn connect(check: &str, addresses: &[SocketAddr], findings: &mut Findings) -> Option<TcpStream> {
    let tries: Vec<_> = addresses
        .iter()
        .map(|address| {
            let start = Instant::now();
            (address, TcpStream::connect_timeout(address, CONNECT_TIMEOUT), start.elapsed())
        })
        .collect();
    let some = tries.iter().any(|(_, stream, _)| stream.is_ok());
    let mut first = None;
    for (address, stream, time) in tries {
        match stream {
            Ok(stream) => {
                findings.ok(check, format!("{address} answers after {}", brief(time)));
                first = first.or(Some(stream));
            }
            // Clients try all addresses, so an address that does not answer only costs time.
            Err(cause) if some => findings.skipped(check, format!("{address}: {cause}")),
            Err(cause) => {
                let kind = cause.kind();
                let error = failure(address, TransportFailure::Connect, cause.to_string());
                findings.failed_with(check, error, remedy(kind));
            }
        }
    }
    first
}

fn remedy(kind: std::io::ErrorKind) -> &'static str {
    match kind {
        std::io::ErrorKind::ConnectionRefused => "is the port correct, and is the service running?",
        std::io::ErrorKind::TimedOut => {
            "packets are dropped, for example by a firewall; is a VPN or a proxy needed?"
        }
        _ => "is the network up, and is a VPN needed?",
    }
}

fn failure(whom: impl ToString, step: TransportFailure, why: String) -> Error {
    TransportError::new(whom.to_string(), step, Some(why.into())).into()
}

/// Writes a duration for people.
pub(super) fn brief(time: Duration) -> String {
    match time.as_millis() {
        millis @ 0..1000 => format!("{millis} ms"),
        _ => human(time),
    }
}
