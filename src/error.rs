//! What can go wrong, by what a caller can do about it.

use std::time::Duration;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything the library can fail with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing has this name or ID.
    #[error("no {kind} has the name or ID '{name}'")]
    NotFound {
        /// What was looked for, as in `instance`.
        kind: &'static str,
        /// The name or ID that was asked for.
        name: String,
    },

    /// Several things have this name.
    #[error("{} {kind}s are called '{name}': {}", ids.len(), ids.join(", "))]
    Ambiguous {
        /// What was looked for, as in `instance`.
        kind: &'static str,
        /// The name that was asked for.
        name: String,
        /// The IDs of all that have it.
        ids: Vec<String>,
    },

    /// What was asked for is not there yet.
    #[error("{message}")]
    Absent {
        /// What is missing.
        message: String,
        /// How to get it.
        hint: Option<String>,
    },

    /// The caller's own input is wrong: nothing was sent.
    #[error("{message}")]
    Invalid {
        /// What is wrong with it.
        message: String,
        /// What to write instead.
        hint: Option<String>,
    },

    /// The configuration cannot be used, or is not what the cloud has: nothing was sent to the service.
    #[error("{message}")]
    Config {
        /// What is wrong, naming the file, the cloud and the key, or what the catalog lacks.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },

    /// There is no token to be had.
    #[error("{message}")]
    Auth {
        /// What Keystone said, or what is missing.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },

    /// The service answered with an error status.
    #[error(transparent)]
    Api(Box<ApiError>),

    /// It is at work. The service would take the request all the same, to its harm.
    #[error("{what} is busy: its status is {status}")]
    Busy {
        /// The resource, as in `instance 'db1'`.
        what: String,
        /// What it is at.
        status: String,
    },

    /// A wait ran out before the resource got where it should.
    #[error("{what} is still {status} after {}", human(*after))]
    TimedOut {
        /// The resource, as in `instance 'db1'`.
        what: String,
        /// Its status when the wait ended.
        status: String,
        /// How long it was waited for.
        after: Duration,
    },

    /// The resource went to a status it cannot leave by itself.
    #[error("{what} went to {status}{}", fault.as_ref().map(|f| format!(": {f}")).unwrap_or_default())]
    Failed {
        /// The resource, as in `instance 'db1'`.
        what: String,
        /// The status it ended in.
        status: String,
        /// The server's explanation, where it has one.
        fault: Option<String>,
    },

    /// The request got no answer.
    #[error(transparent)]
    Transport(Box<TransportError>),

    /// The answer is not what the API promises.
    #[error("unexpected answer to {request}: {detail}")]
    Decode {
        /// Method and URL.
        request: String,
        /// What is wrong with it, with the beginning of the text.
        detail: String,
        /// The parser's complaint.
        #[source]
        source: Option<serde_json::Error>,
    },

    /// A local file could not be read or written.
    #[error("cannot {action}")]
    Io {
        /// What was tried, as in `write /home/me/x`.
        action: String,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
}

/// An error status, as a service sent it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message} (HTTP {status}){}", request_id.as_ref().map(|id| format!(" (Request-ID: {id})")).unwrap_or_default())]
#[non_exhaustive]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// The service's own words, or the status' name when it had none.
    pub message: String,
    /// `x-openstack-request-id`, which an administrator can look up in the server's log.
    pub request_id: Option<String>,
    /// Method and URL, as in `GET http://trove/v1.0/p/instances`.
    pub request: String,
    /// Seconds that a rate limit asks to wait.
    pub retry_after: Option<u64>,
    /// The name of the error in the body, as in `overLimit`.
    pub name: Option<String>,
}

impl ApiError {
    /// An error with nothing known but its status, message and request.
    #[must_use]
    pub fn new(status: u16, message: impl Into<String>, request: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            request: request.into(),
            request_id: None,
            retry_after: None,
            name: None,
        }
    }
}

/// Why a request got no answer.
#[derive(Debug, thiserror::Error)]
#[error("{} {url}", kind.verb())]
#[non_exhaustive]
pub struct TransportError {
    /// The URL asked.
    pub url: String,
    /// At which step it failed.
    pub kind: TransportKind,
    /// The cause, as the HTTP library tells it.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
    /// What to do about this cause, where that is more than what to do about such failures.
    pub hint: Option<String>,
}

impl TransportError {
    /// A failure to get an answer from `url`.
    pub fn new(
        url: impl Into<String>,
        kind: TransportKind,
        source: impl Into<Option<Box<dyn std::error::Error + Send + Sync>>>,
    ) -> Self {
        Self { url: url.into(), kind, source: source.into(), hint: None }
    }
}

/// The step at which a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportKind {
    /// No connection: the request was not sent.
    Connect,
    /// The peer's certificate is not trusted, or there is no common TLS version: not sent.
    Tls,
    /// No answer in time: the request may have arrived.
    Timeout,
    /// The connection broke: the request may have arrived.
    Broken,
    /// Redirected to another origin, which gets no credentials.
    Redirect,
}

impl TransportKind {
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

/// The class of an error, which is also the exit status of `trove`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
#[repr(u8)]
pub enum Kind {
    /// The service refused or failed, or a file could not be written.
    Failed = 1,
    /// Wrong input or configuration: nothing was sent.
    Usage = 2,
    /// Not found, or ambiguous.
    NotFound = 3,
    /// Not authenticated, or not allowed.
    Denied = 4,
    /// The wait ran out, or the resource went to ERROR.
    Waited = 5,
    /// The cloud cannot be reached.
    Unreachable = 6,
}

impl Kind {
    /// The exit status of `trove`.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        self as u8
    }
}

impl Error {
    /// Wrong input that was refused before anything was sent.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), hint: None }
    }

    /// Something that is not there yet.
    pub fn absent(message: impl Into<String>) -> Self {
        Self::Absent { message: message.into(), hint: None }
    }

    /// A configuration that cannot be used.
    pub fn config(message: impl Into<String>) -> Self {
        Self::Config { message: message.into(), hint: None }
    }

    /// A login that cannot be had.
    pub fn auth(message: impl Into<String>) -> Self {
        Self::Auth { message: message.into(), hint: None }
    }

    /// A local file that could not be read or written.
    pub fn io(action: impl Into<String>, source: std::io::Error) -> Self {
        Self::Io { action: action.into(), source }
    }

    /// The same error, saying what to do about it.
    #[must_use]
    pub fn with_hint(mut self, text: impl Into<String>) -> Self {
        if let Self::Absent { hint, .. }
        | Self::Invalid { hint, .. }
        | Self::Config { hint, .. }
        | Self::Auth { hint, .. } = &mut self
        {
            *hint = Some(text.into());
        }
        self
    }

    /// The class of this error.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } | Self::Ambiguous { .. } | Self::Absent { .. } => Kind::NotFound,
            Self::Invalid { .. } | Self::Config { .. } => Kind::Usage,
            Self::Auth { .. } => Kind::Denied,
            Self::Api(error) => match error.status {
                401 | 403 => Kind::Denied,
                404 => Kind::NotFound,
                _ => Kind::Failed,
            },
            Self::TimedOut { .. } | Self::Failed { .. } => Kind::Waited,
            Self::Transport(_) => Kind::Unreachable,
            Self::Busy { .. } | Self::Decode { .. } | Self::Io { .. } => Kind::Failed,
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

    /// What to do about it, in one line.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Absent { hint, .. }
            | Self::Invalid { hint, .. }
            | Self::Config { hint, .. }
            | Self::Auth { hint, .. } => hint.clone(),
            Self::Ambiguous { .. } => Some("use one of the IDs".into()),
            Self::Busy { .. } => Some("'trove instance wait' waits until it is ready".into()),
            // trove/taskmanager/manager.py:471: a failed access update never ends by itself.
            Self::TimedOut { what, .. } => Some(time_hint(what)),
            Self::Api(error) => api_hint(error),
            Self::Transport(error) => transport_hint(error),
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

fn api_hint(error: &ApiError) -> Option<String> {
    let hint = match error.status {
        // Trove answers an administrator's call by others with 401, not 403 (trove/common/wsgi.py:315).
        401 if error.name.as_deref() == Some("unauthorized") => {
            "this needs an administrator's role in the project"
        }
        401 => "the service does not accept this login",
        403 => in_the_way(error).unwrap_or("the role in this project does not allow it"),
        413 if error.retry_after.is_some() => "too many requests: try again later, or slower",
        413 => "a limit is reached: see 'trove quota show' and 'trove limit list'",
        400 if error.message.contains("instance status is currently: RESTART_REQUIRED") => {
            "restart it first: 'trove instance restart'"
        }
        400 if error.message.contains("instance status is currently: ") => {
            "'trove instance wait' waits until it is ready"
        }
        400 if error.message.contains("Guest Agent") => {
            "the guest agent of the instance does not answer: 'trove instance show' tells how it is"
        }
        422 if error.message.contains("onfiguration ") => {
            "'trove configuration parameter list' shows the parameters of a datastore version, and \
             their types: 5 is an integer, \"5\" is text"
        }
        422 if error.request.contains("/clusters/") || error.message.contains("the cluster") => {
            "the cluster may be busy: 'trove cluster show' tells its task"
        }
        422 => "the instance may be busy: 'trove instance wait' waits until it is ready",
        400 if error.message.contains("ssl_state.json") => "there is no change to undo",
        // trove/instance/service.py, ssl_action: nothing catches what the key manager or PKCS#12 raise.
        500 if error.request.starts_with("POST ") && error.request.ends_with("/ssl") => {
            "can the service read the secret, is it PKCS#12, and does its password need a --password-ref?"
        }
        501 if error.message.contains("part of a cluster") => {
            "'trove cluster' changes it, together with the other members"
        }
        400 if error.message.contains("_root' operation is not supported for cluster") => {
            "use one of its members: 'trove cluster instance list' tells their names"
        }
        // trove/module/models.py:76: the list is never assigned.
        500 if lists_modules(&error.request) => {
            "some servers cannot list modules for administrators: name them by their IDs"
        }
        _ => return None,
    };
    Some(hint.into())
}

/// What to do first, where a 403 is not about who asks (trove/common/wsgi.py:319).
fn in_the_way(error: &ApiError) -> Option<&'static str> {
    let hints = [
        (
            "Detach replicas before deleting",
            "'trove instance detach' makes a replica an instance of its own",
        ),
        (
            "applied to a non-terminated instance",
            "'trove module instances' lists those that have it, 'trove module remove' takes it from one",
        ),
        ("Backup is too large", "it needs a greater --size"),
    ];
    hints.into_iter().find(|(says, _)| error.message.contains(says)).map(|(_, hint)| hint)
}

fn lists_modules(request: &str) -> bool {
    let path = request.split('?').next().unwrap_or_default();
    path.starts_with("GET ") && path.ends_with("/modules") && !path.contains("/instances/")
}

/// What can be done about a wait that ran out. `what` is as in `instance 'db1'`.
fn time_hint(what: &str) -> String {
    match what.split(' ').next() {
        Some(kind @ ("instance" | "cluster")) => format!(
            "the operation goes on; an administrator can end what is stuck: 'trove {kind} reset status'"
        ),
        // The service hands these to the guest agent and hears no more of them (PITFALLS 18).
        Some("database") => list_hint("db"),
        Some("user") => list_hint("user"),
        _ => "the operation goes on".into(),
    }
}

fn list_hint(noun: &str) -> String {
    format!(
        "it goes on, or has failed without a word: 'trove {noun} list' tells, and it can be tried again"
    )
}

fn transport_hint(error: &TransportError) -> Option<String> {
    if error.hint.is_some() {
        return error.hint.clone();
    }
    let hint = match error.kind {
        TransportKind::Connect => "is the address right, and the service up?",
        TransportKind::Tls => {
            "name the CA that signed the server's certificate: --os-cacert FILE, or cacert in clouds.yaml"
        }
        TransportKind::Timeout | TransportKind::Broken => {
            "whether the request was carried out is not known: look before trying again"
        }
        TransportKind::Redirect => "correct the URL in the configuration or in the catalog",
    };
    Some(hint.into())
}

/// A duration as people write it: `90s`, `12m 5s`, `1h 2m`.
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
