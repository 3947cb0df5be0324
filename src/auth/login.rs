//! The trait of a login that ends with a token.

use crate::auth::headers::{TOKEN, sensitive};
use crate::auth::prompter::Prompter;
use crate::auth::token::{MARGIN, Token};
use crate::config::Settings;
use crate::http::Transport;
use crate::{Clock, Result};
use http::header::{HeaderName, HeaderValue};

/// Everything that a login needs.
pub(super) struct LoginContext<'a> {
    pub(super) settings: &'a Settings,
    pub(super) transport: &'a dyn Transport,
    pub(super) clock: &'a dyn Clock,
    pub(super) prompter: &'a dyn Prompter,
}

impl LoginContext<'_> {
    /// Whether a token is valid for long enough to be used.
    pub(super) fn is_fresh(&self, token: &Token) -> bool {
        token.expires.duration_since(self.clock.now()).is_ok_and(|left| left >= MARGIN)
    }
}

/// A login that ends with a token.
pub(super) trait Login: Send + Sync {
    /// Gets a new token.
    fn log_in(&self, context: &LoginContext<'_>) -> Result<Token>;

    /// Returns the headers of a request with this token.
    fn headers(
        &self,
        token: &Token,
        _means: &LoginContext<'_>,
    ) -> Result<Vec<(HeaderName, HeaderValue)>> {
        Ok(vec![(TOKEN, sensitive(&token.secret)?)])
    }
}
