//! The end of a login: the token that is kept is dropped, and Keystone told if that is wanted.

use crate::auth::methods::sensitive;
use crate::auth::{Session, Token, discovery};
use crate::http::{Request, api_error, request_line};
use crate::{Error, Result};
use http::{Method, StatusCode};
use std::sync::Arc;
use url::Url;

impl Session {
    /// The token that is at hand, here or in the cache, if it is still good. Nothing is sent.
    #[must_use]
    pub fn kept(&self) -> Option<Arc<Token>> {
        let known = self.lock().clone();
        let cached = || self.cache.as_ref().and_then(|(cache, key)| cache.read(key)).map(Arc::new);
        known.or_else(cached).filter(|token| token.expires > self.clock.now())
    }

    /// Makes Keystone refuse `token` from now on: `DELETE /v3/auth/tokens`. One that it does not
    /// know any more is as good as revoked.
    ///
    /// # Errors
    /// Whatever the request fails with.
    pub fn revoke(&self, token: &Token) -> Result<()> {
        let auth_url = self.settings.auth("auth_url").and_then(|setting| setting.text());
        let auth_url = auth_url.and_then(|text| Url::parse(&text).ok());
        let auth_url = auth_url.ok_or_else(|| Error::config("there is no Keystone to tell"))?;
        let discovers = discovery::is_asked(&self.settings);
        let url = discovery::token_url(&auth_url, discovers, &*self.transport)?;
        let request: Request = http::Request::builder()
            .method(Method::DELETE)
            .uri(url.as_str())
            .header("x-auth-token", sensitive(&token.secret)?)
            .header("x-subject-token", sensitive(&token.secret)?)
            .body(Vec::new())
            .map_err(|_| Error::config("the address of Keystone is no URL"))?;
        let line = request_line(&request);
        let response = self.transport.send(request)?;
        match response.status() {
            StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED => Ok(()),
            status if status.is_success() => Ok(()),
            _ => Err(api_error(line, &response).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::auth::TokenCache;
    use crate::auth::fake::{Fake, clock, reply, session, settings};
    use serde_json::json;
    use std::time::Duration;

    #[test]
    fn a_token_can_be_revoked_and_forgotten() {
        let directory = tempfile::tempdir().unwrap();
        let cache = TokenCache::new(directory.path());
        let fake = Fake::cloud(3600, |_| reply(200, &json!({})));
        let clock = clock();
        let first = session(&settings(&[]), &fake, &clock, Some(&cache));
        assert!(first.kept().is_none());
        first.login().unwrap();
        // As another process finds it.
        let next = session(&settings(&[]), &fake, &clock, Some(&cache));
        let token = next.kept().unwrap();
        assert_eq!(fake.logins(), 1);
        next.forget();
        assert!(next.kept().is_none());
        assert_eq!(token.secret().expose(), "tok-1");
        clock.advance(Duration::from_secs(3601));
        assert!(first.kept().is_none());
    }

    #[test]
    fn keystone_is_told_which_token_and_one_that_is_gone_is_no_error() {
        for (status, works) in [(204, true), (404, true), (401, true), (403, false), (500, false)] {
            let fake = Fake::new(move |request| match request.method().as_str() {
                "DELETE" => reply(status, &json!({"error": {"message": "no"}})),
                _ => {
                    let end = "2027-02-01T00:00:00Z";
                    let mut token = reply(201, &json!({"token": {"expires_at": end}}));
                    token.headers_mut().insert("x-subject-token", "tok-9".parse().unwrap());
                    token
                }
            });
            let mut settings = settings(&[]);
            settings.set("auth_type", "v3password", crate::config::Source::Given);
            let session = session(&settings, &fake, &clock(), None);
            let token = session.login().unwrap().unwrap();
            assert_eq!(session.revoke(&token).is_ok(), works, "{status}");
            let requests = fake.requests.lock().unwrap();
            let last = requests.last().unwrap();
            assert_eq!((last.method().as_str(), last.uri().path()), ("DELETE", "/v3/auth/tokens"));
            for header in ["x-auth-token", "x-subject-token"] {
                assert_eq!(last.headers()[header], "tok-9");
                assert!(last.headers()[header].is_sensitive());
            }
        }
    }
}
