//! Errors, classified by what a caller can do about them.

mod api_error;
mod config_hint;
mod subject;
mod unused_file;

use std::path::PathBuf;
use std::time::Duration;

pub use api_error::{ApiError, ProjectMismatch};
pub use config_hint::{CloudNote, ConfigHint};
pub use subject::{Failure, Subject};
pub use unused_file::{UnusedFile, UnusedReason};

/// The result of all functions of this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No resource has this name or ID.
    #[error("no {noun} has the name or ID '{name}'")]
    NotFound {
        /// The type of resource that was looked for, as in `instance`.
        noun: &'static str,
        /// The name or ID that was looked for.
        name: String,
    },

    /// Several resources have this name.
    #[error("{} {noun}s are called '{name}': {}", ids.len(), ids.join(", "))]
    Ambiguous {
        /// The type of resource that was looked for, as in `instance`.
        noun: &'static str,
        /// The name that was looked for.
        name: String,
        /// The IDs of all resources with this name.
        ids: Vec<String>,
    },

    /// Something does not exist yet.
    #[error("{message}")]
    Absent {
        /// Names what is missing.
        message: String,
        /// A fact that helps.
        hint: Option<Hint>,
    },

    /// The caller's input is wrong: nothing was sent.
    #[error("{message}")]
    Invalid {
        /// Says what is wrong with the input.
        message: String,
        /// A fact that helps.
        hint: Option<Hint>,
    },

    /// The configuration cannot be used, or does not fit the cloud: nothing was sent to the service.
    #[error("{message}")]
    Config {
        /// Says what is wrong, with the file, the cloud and the key, or what the catalog lacks.
        message: String,
        /// A fact that helps.
        hint: Option<Hint>,
    },

    /// The login failed: there is no token.
    #[error("{message}")]
    Auth {
        /// The message of Keystone, or what is missing.
        message: String,
        /// A fact that helps.
        hint: Option<Hint>,
    },

    /// The service answered with an error status.
    #[error(transparent)]
    Api(Box<ApiError>),

    /// The resource is busy. Nothing was sent, because the service would accept the request and break
    /// something.
    #[error("{subject} is busy: its status is {status}")]
    Busy {
        /// The resource.
        subject: Subject,
        /// The status of the resource.
        status: String,
    },

    /// The time was up before the resource reached its goal.
    #[error("{subject} is still {status} after {}", human(*after))]
    TimedOut {
        /// The resource.
        subject: Subject,
        /// The status of the resource when the wait ended.
        status: String,
        /// How long the wait lasted.
        after: Duration,
    },

    /// The wait was canceled before the resource reached its goal.
    #[error("interrupted: {subject} is still {status}")]
    Canceled {
        /// The resource.
        subject: Subject,
        /// Its status when the wait ended.
        status: String,
    },

    /// The resource cannot reach its goal any more.
    #[error("{subject} went to {status}{}", reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default())]
    Failed {
        /// The resource.
        subject: Subject,
        /// The status that it ended in.
        status: String,
        /// The reason, if it is known.
        reason: Option<Box<Failure>>,
    },

    /// The request got no answer.
    #[error(transparent)]
    Transport(Box<TransportError>),

    /// The answer is not as the API specifies it.
    #[error("unexpected answer to {request}: {detail}")]
    Decode {
        /// Method and URL.
        request: String,
        /// Says what is wrong with the answer, with the beginning of its text.
        detail: String,
        /// The error of the parser.
        #[source]
        source: Option<serde_json::Error>,
    },

    /// A local file could not be read or written.
    #[error("cannot {action}")]
    Io {
        /// The action that failed, as in `write /home/me/x`.
        action: String,
        /// The cause.
        #[source]
        source: std::io::Error,
        /// A fact that helps.
        hint: Option<Hint>,
    },
}

/// A fact that helps to correct an error. The program turns it into text for people.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// A text that names no command and no option: the values that are allowed, or that exist.
    Text(String),
    /// A fact that helps to correct the configuration or the login.
    Config(ConfigHint),
    /// The settings and the environment say which file the trusted CAs are in.
    CaFile,
    /// The key of the client certificate is in another file, which must be given too.
    ClientKey,
    /// The key in this file must be decrypted first.
    EncryptedKey {
        /// The file.
        file: PathBuf,
    },
    /// The log must be published before it can be read.
    UnpublishedLog {
        /// The name of the log.
        log: String,
    },
    /// The subnet of an address must be given too.
    Subnet {
        /// The ID of the network.
        network: String,
        /// The address.
        address: String,
    },
    /// Values that the service hides can only be changed one by one.
    HiddenValues {
        /// The ID of the configuration group, if it exists already.
        configuration: Option<String>,
    },
    /// The key manager lists the URLs of its secrets.
    SecretUrl,
    /// A replica takes this field from its primary.
    FromPrimary {
        /// The field of the new instance, as in `volume`.
        field: &'static str,
    },
    /// A reset of the sandbox replaces its state, which cannot be used.
    ResetSandbox,
}

#[cfg(test)]
impl Hint {
    /// The words of a hint that is text.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            other => panic!("{other:?} is not text"),
        }
    }
}

impl From<ConfigHint> for Hint {
    fn from(hint: ConfigHint) -> Self {
        Self::Config(hint)
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A request that got no answer.
#[derive(Debug, thiserror::Error)]
#[error("{} {url}", failure.verb())]
#[non_exhaustive]
pub struct TransportError {
    /// The URL of the request.
    pub url: String,
    /// The type of failure.
    pub failure: TransportFailure,
    /// The cause, as the HTTP library describes it.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
    /// The reason why the TLS handshake failed, if it is known.
    pub tls: Option<TlsFailure>,
    /// The proxy on the way to the server, without its password.
    pub proxy: Option<String>,
}

impl TransportError {
    /// Makes an error for a request to `url`.
    pub fn new(
        url: impl Into<String>,
        failure: TransportFailure,
        source: impl Into<Option<Box<dyn std::error::Error + Send + Sync>>>,
    ) -> Self {
        Self { url: url.into(), failure, source: source.into(), tls: None, proxy: None }
    }
}

/// The ways in which a request can fail to get an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportFailure {
    /// The connection failed: the request was not sent.
    Connect,
    /// The peer's certificate is not trusted, or there is no common TLS version: not sent.
    Tls,
    /// No answer in time: the request may have arrived.
    Timeout,
    /// The connection broke: the request may have arrived.
    Broken,
    /// A redirect to another origin, which must not get the credentials.
    Redirect,
}

impl TransportFailure {
    fn verb(self) -> &'static str {
        match self {
            Self::Connect => "cannot connect to",
            Self::Tls => "no secure connection to",
            Self::Timeout => "no answer in time from",
            Self::Broken => "connection broken by",
            Self::Redirect => "refused to follow a redirect of",
        }
    }
}

/// The reason why a TLS handshake failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsFailure {
    /// No trusted CA has signed the server's certificate.
    UnknownIssuer,
    /// The server's certificate has expired, or is not valid yet.
    NotValidNow,
    /// The server's certificate is for other names.
    WrongName,
    /// The server has neither TLS 1.2 nor TLS 1.3.
    OldVersion,
    /// The server wants a client certificate, or rejects the one that it got.
    ClientCertificate,
    /// The server does not speak TLS.
    NotTls,
}

/// The kind of an error: what a caller can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service refused or failed, or a file could not be written.
    Failed,
    /// Wrong input or configuration: nothing was sent.
    Usage,
    /// Not found, or ambiguous.
    NotFound,
    /// Not authenticated, or not allowed.
    Denied,
    /// The time was up, or the resource cannot reach its goal.
    Waited,
    /// The wait was canceled.
    Canceled,
    /// The cloud cannot be reached.
    Unreachable,
}

impl Error {
    /// Makes an error for input that is refused before anything is sent.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), hint: None }
    }

    /// Makes an error for something that does not exist yet.
    pub fn absent(message: impl Into<String>) -> Self {
        Self::Absent { message: message.into(), hint: None }
    }

    /// Makes an error for a configuration that cannot be used.
    pub fn config(message: impl Into<String>) -> Self {
        Self::Config { message: message.into(), hint: None }
    }

    /// Makes an error for a login that failed.
    pub fn auth(message: impl Into<String>) -> Self {
        Self::Auth { message: message.into(), hint: None }
    }

    /// Makes an error for a local file that could not be read or written.
    pub fn io(action: impl Into<String>, source: std::io::Error) -> Self {
        Self::Io { action: action.into(), source, hint: None }
    }

    /// Adds a fact that helps against this error.
    #[must_use]
    pub fn with_hint(mut self, fact: impl Into<Hint>) -> Self {
        if let Self::Absent { hint, .. }
        | Self::Invalid { hint, .. }
        | Self::Config { hint, .. }
        | Self::Auth { hint, .. }
        | Self::Io { hint, .. } = &mut self
        {
            *hint = Some(fact.into());
        }
        self
    }

    /// Returns the kind of this error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound { .. } | Self::Ambiguous { .. } | Self::Absent { .. } => {
                ErrorKind::NotFound
            }
            Self::Invalid { .. } | Self::Config { .. } => ErrorKind::Usage,
            Self::Auth { .. } => ErrorKind::Denied,
            Self::Api(error) => match error.status {
                401 | 403 => ErrorKind::Denied,
                404 => ErrorKind::NotFound,
                _ => ErrorKind::Failed,
            },
            Self::TimedOut { .. } | Self::Failed { .. } => ErrorKind::Waited,
            Self::Canceled { .. } => ErrorKind::Canceled,
            Self::Transport(_) => ErrorKind::Unreachable,
            Self::Busy { .. } | Self::Decode { .. } | Self::Io { .. } => ErrorKind::Failed,
        }
    }

    /// The HTTP status, if a service answered with one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Api(error) => Some(error.status),
            _ => None,
        }
    }

    /// The fact that helps against this error, if there is one besides the fields of the error.
    #[must_use]
    pub fn hint(&self) -> Option<&Hint> {
        match self {
            Self::Absent { hint, .. }
            | Self::Invalid { hint, .. }
            | Self::Config { hint, .. }
            | Self::Auth { hint, .. }
            | Self::Io { hint, .. } => hint.as_ref(),
            _ => None,
        }
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(Box::new(error))
    }
}

/// Writes a duration for people: `90s`, `12m 5s`, `1h 2m`.
pub(crate) fn human(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s}s"),
        (0, m, 0) => format!("{m}m"),
        (0, m, s) => format!("{m}m {s}s"),
        (h, 0, _) => format!("{h}h"),
        (h, m, _) => format!("{h}h {m}m"),
    }
}
