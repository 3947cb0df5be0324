//! The proxy that a request goes through.

use crate::http::redact;
use crate::{Error, Result};
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{NoProxy, Proxy};
use std::fmt;
use url::Url;

/// The proxies for each scheme, and the hosts that are reached without a proxy.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    /// The proxy of `http://` URLs; a URL itself, the scheme optional.
    pub http: Option<String>,
    /// The proxy of `https://` URLs.
    pub https: Option<String>,
    /// The hosts that are reached directly: names with their subdomains, addresses, networks, or `*`,
    /// separated by commas. `:PORT` after one of them exempts only that port.
    pub exempt: Option<String>,
}

impl Proxies {
    /// Reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`. The lower case name wins, and
    /// an empty one hides the upper case name.
    #[must_use]
    pub fn from_lookup(get: impl Fn(&str) -> Option<String>) -> Self {
        let read = |name: &str| {
            get(name)
                .or_else(|| get(&name.to_ascii_uppercase()))
                .filter(|value| !value.trim().is_empty())
        };
        let all = read("all_proxy");
        Self {
            http: read("http_proxy").or_else(|| all.clone()),
            https: read("https_proxy").or(all),
            exempt: read("no_proxy"),
        }
    }

    /// The proxy of URLs with this scheme, for hosts that are not exempt.
    pub(super) fn of_scheme(&self, scheme: &str) -> Option<&str> {
        let proxy = if scheme == "https" { &self.https } else { &self.http };
        proxy.as_deref().filter(|_| !self.exempts_all())
    }

    /// Returns whether all hosts are exempt. For reqwest `*` means all names, but not addresses.
    fn exempts_all(&self) -> bool {
        self.exempt.as_deref().is_some_and(|list| list.split(',').any(|host| host.trim() == "*"))
    }

    /// The proxy through which `url` is reached, without its password.
    #[cfg(feature = "cli")]
    pub(crate) fn of(&self, url: &Url) -> Option<String> {
        let proxy = self.of_scheme(url.scheme())?;
        (!self.exempts(url))
            .then(|| redact::url(&address(proxy).map_or(proxy.into(), String::from)))
    }

    pub(super) fn rules(&self) -> Result<Vec<Proxy>> {
        if self.exempts_all() {
            return Ok(Vec::new());
        }
        let has_ports = self.entries().any(|entry| entry.port.is_some());
        let hosts: Vec<_> = self.entries().map(|entry| entry.host).collect();
        let mut rules = Vec::new();
        for (scheme, proxy) in [("http", &self.http), ("https", &self.https)] {
            let Some(proxy) = proxy else { continue };
            let address = address(proxy)?;
            if has_ports {
                let exempt = self.clone();
                rules.push(Proxy::custom(move |url| {
                    (url.scheme() == scheme && !exempt.exempts(url)).then(|| address.clone())
                }));
                continue;
            }
            let rule = if scheme == "http" { Proxy::http(address) } else { Proxy::https(address) };
            let list = NoProxy::from_string(&hosts.join(","));
            rules.push(rule.map_err(|_| bad(proxy))?.no_proxy(list));
        }
        Ok(rules)
    }

    /// Tells whether `url` is reached directly. reqwest knows no ports.
    fn exempts(&self, url: &Url) -> bool {
        let port = url.port_or_known_default();
        let hosts = self.entries().filter(|entry| entry.port.is_none() || entry.port == port);
        let hosts: Vec<_> = hosts.map(|entry| entry.host).collect();
        if hosts.contains(&"*") {
            return true;
        }
        let any = Matcher::builder().all("http://proxy.invalid").no(hosts.join(",")).build();
        url.as_str().parse().is_ok_and(|uri| any.intercept(&uri).is_none())
    }

    fn entries(&self) -> impl Iterator<Item = Exemption<'_>> {
        let list = self.exempt.as_deref().unwrap_or_default();
        list.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(Exemption::read)
    }
}

/// An entry of the list of exempt hosts.
struct Exemption<'t> {
    host: &'t str,
    port: Option<u16>,
}

impl<'t> Exemption<'t> {
    fn read(entry: &'t str) -> Self {
        let (host, port) = match entry.rsplit_once(':') {
            // Other colons are those of an IPv6 address, which has brackets before a port.
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
                match port.parse() {
                    Ok(port) => (host, Some(port)),
                    Err(_) => (entry, None),
                }
            }
            _ => (entry, None),
        };
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        Self { host: bare.unwrap_or(host), port }
    }
}

impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |url: &Option<String>| url.as_deref().map(redact::url);
        f.debug_struct("Proxies")
            .field("http", &shown(&self.http))
            .field("https", &shown(&self.https))
            .field("exempt", &self.exempt)
            .finish()
    }
}

fn address(proxy: &str) -> Result<Url> {
    let proxy = proxy.trim();
    let parsed = if proxy.contains("://") {
        Url::parse(proxy)
    } else {
        Url::parse(&format!("http://{proxy}"))
    };
    match parsed {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => Err(bad(proxy)),
    }
}

fn bad(proxy: &str) -> Error {
    Error::config(format!("cannot use the proxy '{}'", redact::url(proxy)))
        .with_hint("write it as http://HOST:PORT, in http_proxy, https_proxy or all_proxy: a variable, or a key of the cloud")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Proxies {
        Proxies::from_lookup(|name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn lower_case_wins_and_all_proxy_fills_the_gaps() {
        let proxies = from(&[
            ("http_proxy", "http://low:1"),
            ("HTTP_PROXY", "http://up:1"),
            ("ALL_PROXY", "http://all:1"),
            ("NO_PROXY", "10.0.0.0/8"),
        ]);
        assert_eq!(proxies.of_scheme("http"), Some("http://low:1"));
        assert_eq!(proxies.of_scheme("https"), Some("http://all:1"));
        assert_eq!(proxies.exempt.as_deref(), Some("10.0.0.0/8"));
    }

    #[test]
    fn a_star_exempts_names_and_addresses() {
        for list in ["*", "a.example, *"] {
            let proxies = from(&[("all_proxy", "http://all:1"), ("no_proxy", list)]);
            assert!(proxies.rules().unwrap().is_empty());
            assert_eq!(proxies.of_scheme("https"), None);
        }
    }

    #[test]
    fn an_empty_lower_case_variable_switches_the_proxy_off() {
        assert_eq!(from(&[("http_proxy", ""), ("HTTP_PROXY", "http://up:1")]), Proxies::default());
    }

    #[test]
    fn an_exemption_may_be_of_one_port() {
        for (list, url, direct) in [
            ("trove.example:8779", "http://trove.example:8779/v1.0", true),
            ("trove.example:8779", "http://trove.example:8780/v1.0", false),
            ("a.example, trove.example:8779", "http://x.trove.example:8779", true),
            (".example:443", "https://trove.example/", true),
            ("trove.example:443", "http://trove.example/", false),
            ("trove.example:80,trove.example", "http://trove.example:5000/", true),
            ("192.0.2.1:5000", "http://192.0.2.1:5000/v3", true),
            ("192.0.2.1:5000", "http://192.0.2.2:5000/v3", false),
            ("192.0.2.0/24:5000", "http://192.0.2.3:5000/v3", true),
            ("[::1]:5000", "http://[::1]:5000/v3", true),
            ("[::1]:5000", "http://[::1]:5001/v3", false),
            ("[::1]", "http://[::1]:5001/v3", true),
            ("::1", "http://[::1]:5001/v3", true),
            ("*:5000", "http://192.0.2.1:5000/v3", true),
            ("*:5000", "http://trove.example:5001/v3", false),
            ("trove.example:port", "http://trove.example/", false),
        ] {
            let proxies = from(&[("all_proxy", "http://all:1"), ("no_proxy", list)]);
            assert_eq!(proxies.exempts(&Url::parse(url).unwrap()), direct, "{list}: {url}");
        }
    }

    #[test]
    #[cfg(feature = "cli")]
    fn the_proxy_of_an_address_is_known() {
        let proxies = from(&[("http_proxy", "http://me:pw@p:1"), ("no_proxy", "192.0.2.0/24,.in")]);
        let of = |url: &str| proxies.of(&Url::parse(url).unwrap());
        let shown = of("http://trove.example/v1.0").unwrap();
        assert!(shown.contains("p:1") && !shown.contains("pw"), "{shown}");
        for direct in ["https://trove.example", "http://192.0.2.3:8779", "http://trove.in"] {
            assert_eq!(of(direct), None);
        }
    }

    #[test]
    fn an_invalid_proxy_is_refused_without_showing_its_password() {
        for proxy in ["socks5://me:pw@p:1080", "http://", "http://me:pw@p:port"] {
            let error = from(&[("https_proxy", proxy)]).rules().unwrap_err().to_string();
            assert!(error.starts_with("cannot use the proxy '"), "{error}");
            assert!(!error.contains("pw"), "{error}");
        }
        assert_eq!(from(&[("https_proxy", "proxy.example:3128")]).rules().unwrap().len(), 1);
    }

    #[test]
    fn a_password_in_a_proxy_is_not_in_debug_output() {
        let shown = format!("{:?}", from(&[("all_proxy", "http://me:pw@p:1")]));
        assert!(shown.contains("p:1") && !shown.contains("pw"), "{shown}");
    }
}
