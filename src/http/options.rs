//! The options of a client: certificates, proxies, timeout.

use crate::http::proxy::Proxies;
use std::path::PathBuf;
use std::time::Duration;

/// The options of a client.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Whether the server's certificate is checked.
    pub verify: bool,
    /// The file of the CAs to trust instead of the system's, in PEM form, or a directory of such files
    /// under the hashes of their names.
    pub cacert: Option<PathBuf>,
    /// The file of the client certificate in PEM form, with the key unless `key` is set.
    pub cert: Option<PathBuf>,
    /// The file of the key of `cert`, in PEM form.
    pub key: Option<PathBuf>,
    /// Whether to refuse TLS 1.2.
    pub tls13_only: bool,
    /// The time to wait for the beginning of an answer, and for each piece of it [default: 240 s].
    pub timeout: Option<Duration>,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// The proxies; the environment of the process is not read.
    pub proxies: Proxies,
    /// Whether to follow redirects to other origins: only for requests without secrets.
    pub follow_cross_origin: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            verify: true,
            cacert: None,
            cert: None,
            key: None,
            tls13_only: false,
            timeout: None,
            user_agent: concat!("troveclient/", env!("CARGO_PKG_VERSION")).into(),
            proxies: Proxies::default(),
            follow_cross_origin: false,
        }
    }
}
