//! A fake cloud with a Keystone, and sessions with it.

use crate::auth::{Session, TokenCache};
use crate::config::{Key, Settings, Source};
use crate::http::{Request, Response, Transport};
use crate::testing::keystone::{Keystone, service};
use crate::{Clock, ManualClock};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(in crate::auth) use crate::testing::fake::{Fake, reply};

/// A cloud whose tokens are `tok-1`, `tok-2` and so on, and expire `seconds` after [`start`]. Its services answer by
/// `service`.
pub(in crate::auth) fn cloud_with(
    seconds: u64,
    service: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> Arc<Fake> {
    let logins = Mutex::new(0);
    Fake::new(move |request| {
        let Some(path) = request.uri().path().strip_prefix("/v3") else { return service(request) };
        let mut logins = logins.lock().unwrap();
        *logins += usize::from(path == "/auth/tokens");
        let keystone = keystone(&format!("tok-{logins}"), start() + Duration::from_secs(seconds));
        let body = serde_json::from_slice(request.body()).unwrap_or_default();
        keystone.answer(request.method().as_str(), path, &body).unwrap()
    })
}

/// The number of logins.
pub(in crate::auth) fn logins(fake: &Fake) -> usize {
    fake.asked().iter().filter(|asked| *asked == "POST /v3/auth/tokens").count()
}

/// The time at which the clocks of tests start.
pub(in crate::auth) fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

pub(in crate::auth) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(start()))
}

fn keystone(token: &str, expires: SystemTime) -> Keystone {
    Keystone {
        url: "http://keystone/v3".into(),
        token: token.into(),
        expires: jiff::Timestamp::try_from(expires).unwrap().to_string(),
        user: ["uid", "u"],
        project: ["pid", "pr"],
        catalog: json!([
            service("identity", "keystone", &[]),
            service(
                "database",
                "trove",
                &[
                    ["public", "RegionOne", "http://trove/v1.0/pid"],
                    ["internal", "RegionOne", "http://trove/int/v1.0/pid/"],
                    ["public", "RegionTwo", "http://trove/two/v1.0/pid"],
                ]
            ),
        ]),
    }
}

/// The response of Keystone to a login.
pub(in crate::auth) fn granted(id: &str, expires: SystemTime) -> Response {
    keystone(id, expires).granted()
}

/// The settings of a complete login by password, with more of them below `auth`.
pub(in crate::auth) fn settings(more: &[(&str, &str)]) -> Settings {
    let auth = [
        ("auth_url", "http://keystone/v3"),
        ("username", "u"),
        ("password", "s3cret"),
        ("user_domain_name", "Default"),
        ("project_name", "pr"),
        ("project_domain_name", "Default"),
    ];
    let mut settings = Settings::from_parts("one", [], auth, Source::Given);
    for (key, value) in more {
        settings.set_auth(Key::find(key).unwrap(), *value, Source::Given);
    }
    settings
}

pub(in crate::auth) fn session(
    settings: &Settings,
    fake: &Arc<Fake>,
    clock: &Arc<ManualClock>,
    cache: Option<&TokenCache>,
) -> Session {
    let transport: Arc<dyn Transport> = fake.clone();
    let clock: Arc<dyn Clock> = clock.clone();
    Session::new(settings, transport, clock, cache.cloned()).unwrap()
}
