//! The way to a server: its name, its addresses, its certificate.

use crate::cli::commands::config::doctor::findings::Findings;
use crate::error::human;
use crate::http::ClientOptions;
use crate::http::probe::{Handshake, handshake};
use crate::{Error, TransportError, TransportFailure};
use jiff::Timestamp;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant, SystemTime};
use url::{Host, Url};

/// How long to wait for each address.
const PATIENCE: Duration = Duration::from_secs(5);
/// A certificate that has less life than this should be renewed.
const SOON: Duration = Duration::from_secs(14 * 24 * 3600);

/// How servers are reached.
pub(super) struct Path<'o> {
    pub(super) options: &'o ClientOptions,
    pub(super) now: SystemTime,
    /// Whether there are names and addresses at all.
    pub(super) real: bool,
}

impl Path<'_> {
    /// Follows the way to `url`, the address of `whom`, and gives whether it leads there.
    pub(super) fn follow(&self, whom: &str, url: &Url, findings: &mut Findings) -> bool {
        let checks = ["DNS", "TCP", "TLS"];
        let [dns, tcp, tls] = checks.map(|check| format!("{whom}: {check}"));
        let why = match self.options.proxies.of(url) {
            Some(proxy) => Some(format!("the proxy {proxy} does that")),
            None if !self.real => Some("this is not the real network".to_owned()),
            None => None,
        };
        if let Some(why) = why {
            findings.skipped(&dns, why.clone());
            findings.skipped(&tcp, why.clone());
            findings.skipped(&tls, why);
            return true;
        }
        let Some(addresses) = resolve(&dns, url, findings) else {
            findings.skipped(&tcp, "there is no address");
            findings.skipped(&tls, "there is no address");
            return false;
        };
        let Some(stream) = connect(&tcp, &addresses, findings) else {
            findings.skipped(&tls, "there is no connection");
            return false;
        };
        if url.scheme() != "https" {
            findings.skipped(&tls, "the address begins with http://: everything goes in clear");
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
                let hint = "does the server speak TLS at this port? If not, the address begins with http://";
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
                    findings.skipped(&check, format!("{detail}; but certificates are not checked"));
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

/// What is thought of one aspect of a certificate, and what to do about it.
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
                Some(file) => format!("'{}' has to hold the CA that signed it", file.display()),
                None => "name the CA that signed it: --os-cacert FILE, or cacert in clouds.yaml"
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
    let renew = format!("whoever runs {host} has to renew it");
    if path.now < shown.begins {
        let detail = format!("it is good from {} on", day(shown.begins));
        return Verdict::Bad(detail, "is the clock of this machine right?".to_owned());
    }
    let Ok(left) = shown.ends.duration_since(path.now) else {
        return Verdict::Bad(format!("it expired on {}", day(shown.ends)), renew);
    };
    let detail = format!("until {}, {} days", day(shown.ends), left.as_secs() / (24 * 3600));
    Verdict::Good(detail, if left < SOON { renew } else { String::new() })
}

fn name(_: &Path<'_>, host: &str, shown: &Handshake) -> Verdict {
    let names = match shown.names.as_slice() {
        [] => "nothing".to_owned(),
        names => names.join(", "),
    };
    if shown.fits {
        return Verdict::Good(format!("it is for {names}"), String::new());
    }
    let hint = "reach the server by one of these names, or have it show a certificate for this one";
    Verdict::Bad(format!("it is not for {host} but for {names}"), hint.to_owned())
}

fn resolve(check: &str, url: &Url, findings: &mut Findings) -> Option<Vec<SocketAddr>> {
    let port = url.port_or_known_default().unwrap_or_default();
    let host = match url.host()? {
        Host::Ipv4(address) => {
            findings.skipped(check, format!("{address} is an address"));
            return Some(vec![(address, port).into()]);
        }
        Host::Ipv6(address) => {
            findings.skipped(check, format!("{address} is an address"));
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
        Ok(_) => "it has no address".to_owned(),
        Err(cause) => cause.to_string(),
    };
    let hint = "is the name right? Is there a network, or a VPN that has to be switched on?";
    findings.failed_with(check, failure(host, TransportFailure::Connect, why), hint);
    None
}

/// Tries each address and gives a connection to the first that answers.
fn connect(check: &str, addresses: &[SocketAddr], findings: &mut Findings) -> Option<TcpStream> {
    let tries: Vec<_> = addresses
        .iter()
        .map(|address| {
            let start = Instant::now();
            (address, TcpStream::connect_timeout(address, PATIENCE), start.elapsed())
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
            // Clients try all of them, so one that does not answer only costs time.
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
        std::io::ErrorKind::ConnectionRefused => "is the port right, and the service up?",
        std::io::ErrorKind::TimedOut => {
            "something drops what is sent there: a firewall, or a network that is reached by VPN or proxy only"
        }
        _ => "is there a network, or a VPN that has to be switched on?",
    }
}

fn failure(whom: impl ToString, step: TransportFailure, why: String) -> Error {
    TransportError::new(whom.to_string(), step, Some(why.into())).into()
}

/// A duration as a person reads it.
pub(super) fn brief(time: Duration) -> String {
    match time.as_millis() {
        millis @ 0..1000 => format!("{millis} ms"),
        _ => human(time),
    }
}
