//! The host that a request is for. A page in a browser can reach the sandbox under a name of its own
//! that leads to this machine (DNS rebinding), but cannot name this machine in `Host`.

use crate::sandbox::server::refusal::Refusal;
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderValue, StatusCode, Version, header};
use std::net::{IpAddr, Ipv6Addr};

/// Refuses requests for another host than this machine.
pub(super) fn check(head: &Parts) -> Result<(), Refusal> {
    let mut headers = head.headers.get_all(header::HOST).iter();
    let host = match (headers.next(), headers.next()) {
        (Some(host), None) => Some(parse(host)?),
        (None, _) if head.version == Version::HTTP_10 => None,
        (None, _) => return Err(Refusal(StatusCode::BAD_REQUEST, "the header Host is missing")),
        _ => return Err(Refusal(StatusCode::BAD_REQUEST, "there are several headers Host")),
    };
    match host.iter().chain(head.uri.authority()).all(is_loopback) {
        true => Ok(()),
        false => Err(Refusal(
            StatusCode::MISDIRECTED_REQUEST,
            "the sandbox is only for this machine: use 127.0.0.1, [::1] or localhost",
        )),
    }
}

fn parse(host: &HeaderValue) -> Result<Authority, Refusal> {
    let parsed = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
    parsed
        .filter(|host| !host.as_str().contains('@'))
        .ok_or(Refusal(StatusCode::BAD_REQUEST, "the header Host is no host"))
}

fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = host.parse::<IpAddr>() {
        let mapped =
            |address: &Ipv6Addr| address.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback());
        return address.is_loopback() || matches!(&address, IpAddr::V6(v6) if mapped(v6));
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    // RFC 6761 reserves the names below `localhost` for this machine.
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the status with which a request is refused.
    fn status(version: Version, uri: &str, hosts: &[&str]) -> Option<u16> {
        let mut request = http::Request::get(uri).version(version);
        for host in hosts {
            request = request.header("host", *host);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        check(&head).err().map(|Refusal(status, _)| status.as_u16())
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for (host, refused) in [
            ("127.0.0.1:8889", None),
            ("127.9.9.9", None),
            ("[::1]:8889", None),
            ("[::ffff:127.0.0.1]", None),
            ("localhost", None),
            ("LOCALHOST:1", None),
            ("localhost.", None),
            ("trove.localhost:80", None),
            ("evil.example", Some(421)),
            ("evil.example:8889", Some(421)),
            ("localhost.evil.example", Some(421)),
            ("127.0.0.1.evil.example", Some(421)),
            ("evillocalhost", Some(421)),
            ("192.0.2.1", Some(421)),
            ("0.0.0.0", Some(421)),
            ("[2001:db8::1]", Some(421)),
            ("127.0.0.1@evil.example", Some(400)),
            ("a/\"><script>", Some(400)),
            ("", Some(400)),
        ] {
            assert_eq!(status(Version::HTTP_11, "/", &[host]), refused, "{host}");
        }
    }

    #[test]
    fn there_is_one_host() {
        for (version, uri, hosts, refused) in [
            (Version::HTTP_11, "/", &[][..], Some(400)),
            (Version::HTTP_10, "/", &[], None),
            (Version::HTTP_11, "/", &["localhost", "localhost"], Some(400)),
            (Version::HTTP_11, "/", &["localhost", "evil"], Some(400)),
            (Version::HTTP_11, "http://evil.example/", &["localhost"], Some(421)),
            (Version::HTTP_11, "http://localhost/", &["evil.example"], Some(421)),
            (Version::HTTP_11, "http://localhost/", &["localhost"], None),
            (Version::HTTP_10, "http://evil.example/", &[], Some(421)),
        ] {
            assert_eq!(status(version, uri, hosts), refused, "{uri} {hosts:?}");
        }
    }
}
