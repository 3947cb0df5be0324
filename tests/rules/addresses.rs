//! Rules of IP addresses: an example must not lead anybody to a machine of somebody else.

use crate::rules::root;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

/// Where the addresses of private networks may stand: what other programs were seen to do.
const RECORDED: &str = "tests/data/";

/// How far an address reaches.
#[derive(Debug, PartialEq)]
enum Reach {
    /// This machine, or nobody: addresses for documentation.
    Nobody,
    /// A private network.
    Private,
    /// Somebody.
    Public,
}

fn reach(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(address) => reach_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => reach_v4(address),
            None => reach_v6(address),
        },
    }
}

fn reach_v4(address: Ipv4Addr) -> Reach {
    let documentation =
        matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]);
    if documentation || address.is_loopback() || address.is_unspecified() {
        Reach::Nobody
    } else if address.is_private() || address.is_link_local() {
        Reach::Private
    } else {
        Reach::Public
    }
}

fn reach_v6(address: Ipv6Addr) -> Reach {
    let [first, second, ..] = address.segments();
    let documentation = (first, second) == (0x2001, 0xdb8);
    if documentation || address.is_loopback() || address.is_unspecified() {
        Reach::Nobody
    } else if address.is_unique_local() || address.is_unicast_link_local() {
        Reach::Private
    } else {
        Reach::Public
    }
}

/// The addresses in a text, and whether each is a network, as in `10.0.0.0/8`.
fn addresses(text: &str) -> Vec<(IpAddr, bool)> {
    // Escapes would hide where an address begins.
    let text = text.replace("%40", "@").replace("\\n", "\n").replace("\\t", "\t");
    let part = |c: char| c.is_ascii_hexdigit() || c == ':' || c == '.';
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let mut rest = text.as_str();
    let mut before = ' ';
    while let Some(start) = rest.find(part) {
        before = rest[..start].chars().next_back().unwrap_or(before);
        let run = &rest[start..];
        let run = &run[..run.find(|c| !part(c)).unwrap_or(run.len())];
        rest = &rest[start + run.len()..];
        let after = rest.chars().next().unwrap_or(' ');
        // `192.0.2.1:8779` is an address and a port, `a::b` a path of Rust.
        let host = run.trim_end_matches(['.', ':']);
        let host = match host.split_once(':') {
            Some((host, port)) if host.contains('.') && !port.contains(':') => host,
            _ => host,
        };
        let is_whole = !word(before) && !word(after) && host.contains(|c: char| c.is_ascii_digit());
        if let Some(address) = host.parse().ok().filter(|_| is_whole) {
            let prefix = rest.strip_prefix('/').and_then(|rest| rest.chars().next());
            found.push((address, prefix.is_some_and(|c| c.is_ascii_digit())));
        }
        before = run.chars().next_back().unwrap_or(before);
    }
    found
}

/// The addresses in a file that may belong to somebody.
fn wrong(name: &str, text: &str) -> Vec<String> {
    let is_recorded = name.starts_with(RECORDED);
    let allowed = |reach: Reach, is_network: bool| match reach {
        Reach::Nobody => true,
        Reach::Private => is_network || is_recorded,
        Reach::Public => false,
    };
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(at, line)| addresses(line).into_iter().map(move |found| (at + 1, found)))
        .filter(|(_, (address, is_network))| !allowed(reach(*address), *is_network))
        .map(|(line, (address, _))| format!("{name}:{line}: {address}"))
        .collect()
}

/// Calls `each` with every text file below a folder, except what was built.
fn walk(folder: &Path, each: &mut impl FnMut(&str, &str)) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", ".git", "proptest-regressions"].contains(&name.as_str()) {
                walk(&path, each);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            each(&name, &text);
        }
    }
}

#[test]
fn no_address_in_the_repository_belongs_to_somebody() {
    let (mut found, mut files) = (Vec::new(), 0);
    walk(root(), &mut |name, text| {
        files += 1;
        found.extend(wrong(name, text));
    });
    assert!(files > 300, "{files}");
    assert!(
        found.is_empty(),
        "use 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 or 2001:db8::/32:\n{}",
        found.join("\n")
    );
}

/// Joins the parts of an address, which must not stand here as a whole.
fn joined(parts: [u8; 4]) -> String {
    Ipv4Addr::from(parts).to_string()
}

#[test]
fn addresses_are_found_wherever_they_stand() {
    let (public, private) = (joined([1, 2, 3, 4]), joined([10, 0, 0, 1]));
    for (name, text, is_wrong) in [
        ("x", format!("ip: {public}."), true),
        ("x", format!("http://{public}:8779/v1"), true),
        ("x", format!("\"a\\n{public}\\n\""), true),
        ("x", format!("bob%40{private}"), true),
        ("x", format!("allowed: {public}/32"), true),
        ("x", format!("allowed: {private}/32"), false),
        ("tests/data/x.json", private.clone(), false),
        ("tests/data/x.json", public, true),
        ("x", "2606:4700:".to_owned() + ":1111", true),
        (
            "x",
            "[2001:db8::1]:80 ::1 192.0.2.9 127.0.0.1 at 06:11:09 a::b::c v192.0.2.4".into(),
            false,
        ),
    ] {
        assert_eq!(!wrong(name, &text).is_empty(), is_wrong, "{text}");
    }
}
