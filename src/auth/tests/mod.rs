//! Sessions against a Keystone that is a closure.

pub(super) mod fake;

use crate::auth::tests::fake::{Fake, clock, cloud_with, logins, reply, session, settings};
use crate::auth::{Session, TokenCache};
use crate::config::{Key, Settings, Source};
use crate::http::{Request, Response, Retry, RetryPolicy};
use crate::{ConfigHint, Error, ErrorKind, Result};
use http::Method;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn ok(_: &Request) -> Response {
    reply(200, &json!({"instances": []}))
}

fn get(session: &Session) -> Result<Response> {
    session.send("database", Method::GET, "instances?limit=2", &[], None)
}

#[test]
fn a_request_carries_the_token_and_goes_to_the_endpoint_of_the_catalog() {
    let fake = cloud_with(3600, ok);
    let session = session(&settings(&[]), &fake, &clock(), None);
    let body = json!({"backup": {"name": "b"}});
    session.send("database", Method::POST, "backups", &[("x-y", "z")], Some(&body)).unwrap();
    let requests = fake.requests();
    let [versions, login, call] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!(versions.uri(), "http://keystone/v3");
    assert_eq!(login.uri(), "http://keystone/v3/auth/tokens");
    assert_eq!(call.uri(), "http://trove/v1.0/pid/backups");
    let header = |name: &str| call.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("x-auth-token"), Some("tok-1"));
    assert!(call.headers()["x-auth-token"].is_sensitive());
    assert_eq!(header("accept"), Some("application/json"));
    assert_eq!(header("content-type"), Some("application/json"));
    assert_eq!(header("x-y"), Some("z"));
    assert_eq!(call.body(), body.to_string().as_bytes());
}

#[test]
fn a_token_is_used_until_two_minutes_before_it_expires() {
    let fake = cloud_with(3600, ok);
    let clock = clock();
    let session = session(&settings(&[]), &fake, &clock, None);
    get(&session).unwrap();
    clock.advance(Duration::from_secs(3600 - 120));
    get(&session).unwrap();
    assert_eq!(logins(&fake), 1);
    clock.advance(Duration::from_secs(1));
    get(&session).unwrap();
    assert_eq!(logins(&fake), 2);
}

#[test]
fn a_token_that_is_rejected_is_replaced_once() {
    let fake = cloud_with(3600, |request| {
        let old = request.headers()["x-auth-token"] == "tok-1";
        reply(if old { 401 } else { 200 }, &json!({"error": {"message": "expired"}}))
    });
    let session = session(&settings(&[]), &fake, &clock(), None);
    assert_eq!(get(&session).unwrap().status(), 200);
    // The versions, two logins, and the same request twice.
    assert_eq!(fake.asked().len(), 5);

    let never = cloud_with(3600, |_| reply(401, &json!({"error": {"message": "expired"}})));
    let session = self::session(&settings(&[]), &never, &clock(), None);
    assert_eq!(get(&session).unwrap().status(), 401);
    assert_eq!(logins(&never), 2);
}

#[test]
fn unauthorized_by_trove_means_forbidden_and_no_new_login() {
    let fake = cloud_with(3600, |_| reply(401, &json!({"unauthorized": {"code": 401}})));
    let session = session(&settings(&[]), &fake, &clock(), None);
    assert_eq!(get(&session).unwrap().status(), 401);
    assert_eq!(logins(&fake), 1);
}

#[test]
fn a_keystone_with_only_version_2_is_shown_with_its_auth_type() {
    let fake = Fake::new(|_| {
        let link = json!({"rel": "self", "href": "http://keystone/v2.0/"});
        let version = json!({"id": "v2.0", "status": "deprecated", "links": [link]});
        reply(300, &json!({"versions": {"values": [version]}}))
    });
    let error = get(&session(&settings(&[]), &fake, &clock(), None)).unwrap_err();
    assert!(error.to_string().ends_with("it offers v2.0"), "{error}");
    assert_eq!(error.hint(), Some(&ConfigHint::IdentityVersion2.into()));
}

#[test]
fn a_404_with_a_message_is_not_a_wrong_address() {
    let hint = |body: Value| {
        let fake = Fake::new(move |request| match request.uri().path() {
            "/v3" => reply(404, &json!({})),
            _ => reply(404, &body),
        });
        let error = get(&session(&settings(&[]), &fake, &clock(), None)).unwrap_err();
        error.hint().unwrap().clone()
    };
    let unknown = json!({"error": {"message": "Could not find Application Credential: x."}});
    assert!(hint(unknown).text().starts_with("check password"));
    assert_eq!(hint(json!("nginx")), ConfigHint::KeystoneAddress.into());
}

#[test]
fn a_service_for_projects_only_hints_at_the_project() {
    let fake = Fake::new(|_| {
        let catalog = json!([{"type": "database", "name": "trove", "endpoints": []}]);
        let body = json!({"expires_at": "2999-01-01T00:00:00Z", "catalog": catalog});
        let mut response = reply(201, &json!({"token": body}));
        response.headers_mut().insert("x-subject-token", "t".parse().unwrap());
        response
    });
    let mut settings = settings(&[]);
    settings.set(Key::AuthType, "v3password", Source::Given);
    let error = get(&session(&settings, &fake, &clock(), None)).unwrap_err();
    assert_eq!(error.hint(), Some(&ConfigHint::ProjectOfService.into()));
}

#[test]
fn a_wrong_password_is_shown_with_its_source() {
    let fake = Fake::new(|_| {
        let body = json!({"error": {"message": "The request you have made requires authentication.", "code": 401}});
        let mut response = reply(401, &body);
        response.headers_mut().insert("x-openstack-request-id", "req-1".parse().unwrap());
        response
    });
    let mut settings = settings(&[]);
    settings.set_auth(Key::Password, "s3cret", Source::Env("OS_PASSWORD".into()));
    let error = get(&session(&settings, &fake, &clock(), None)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Denied);
    let text = error.to_string();
    for part in ["requires authentication", "(HTTP 401)", "(Request-ID: req-1)"] {
        assert!(text.contains(part), "{text}");
    }
    let hint = error.hint().unwrap().text();
    assert!(hint.contains("password (from OS_PASSWORD)"), "{hint}");
    assert!(!format!("{text}{hint}{error:?}").contains("s3cret"));
}

#[test]
fn an_error_of_keystone_is_not_a_wrong_password() {
    let fake = Fake::new(|_| reply(503, &json!({"error": {"message": "down"}})));
    let error = get(&session(&settings(&[]), &fake, &clock(), None)).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Failed, Some(503)));
}

#[test]
fn a_rate_limit_of_keystone_is_not_a_wrong_password() {
    for (status, body, message) in [
        (429, json!(null), "Too Many Requests"),
        (413, json!({}), "Too Many Requests"),
        (413, json!({"error": {"message": "slow down"}}), "slow down"),
    ] {
        // Of the login, and of the list of versions.
        for limited in ["/v3/auth/tokens", "/"] {
            let body = body.clone();
            let fake = Fake::new(move |request| match request.uri().path() {
                path if path == limited => reply(status, &body),
                _ => reply(404, &json!({})),
            });
            let mut settings = settings(&[]);
            if limited == "/" {
                settings.set_auth(Key::AuthUrl, "http://keystone/", Source::Given);
            }
            let error = get(&session(&settings, &fake, &clock(), None)).unwrap_err();
            assert_eq!(
                (error.kind(), error.status()),
                (ErrorKind::Failed, Some(status)),
                "{error}"
            );
            assert!(error.to_string().contains(message), "{error}");
            let Error::Api(error) = error else { panic!("{error}") };
            assert_eq!(error.name.as_deref(), Some(crate::auth::RATE_LIMIT));
        }
    }
}

#[test]
fn a_413_of_keystone_is_repeated_without_a_time() {
    let count = Mutex::new(0);
    let fake = cloud_with(3600, ok);
    let inner = fake.clone();
    let limited = Fake::new(move |request| {
        let mut count = count.lock().unwrap();
        *count += 1;
        match *count {
            1 | 3 => reply(413, &json!({})),
            _ => crate::http::Transport::send(&*inner, request.clone()).unwrap(),
        }
    });
    let transport = Retry::new(limited.clone(), RetryPolicy::default(), clock());
    let session = Session::new(&settings(&[]), Arc::new(transport), clock(), None).unwrap();
    assert_eq!(get(&session).unwrap().status(), 200);
    let versions = limited.asked().iter().filter(|asked| *asked == "GET /v3").count();
    assert_eq!((versions, logins(&limited), limited.asked().len()), (2, 2, 5));
}

#[test]
fn a_login_that_is_answered_by_a_303_is_not_a_wrong_password() {
    let fake = Fake::new(|request| match request.method().as_str() {
        "POST" => reply(303, &json!({})),
        _ => reply(404, &json!({})),
    });
    let error = get(&session(&settings(&[]), &fake, &clock(), None)).unwrap_err();
    assert_eq!(error.hint(), Some(&ConfigHint::KeystoneAddress.into()), "{error}");
    assert_eq!(logins(&fake), 1);
}

#[test]
fn a_missing_service_is_shown_with_those_that_exist() {
    let fake = cloud_with(3600, ok);
    let mut settings = settings(&[]);
    settings.set(Key::RegionName, "RegionTwo", Source::Given);
    settings.set(Key::Interface, "internal", Source::Given);
    let error = session(&settings, &fake, &clock(), None).endpoint("database").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the catalog has no internal endpoint of a database service in region 'RegionTwo'"
    );
    assert_eq!(
        error.hint().unwrap().text(),
        "of this service it has internal in RegionOne, public in RegionOne, public in RegionTwo"
    );
    let error = session(&settings, &fake, &clock(), None).endpoint("object-store").unwrap_err();
    assert_eq!(error.hint().unwrap().text(), "it has database, identity");
}

#[test]
fn the_preferred_interface_is_used_unless_there_is_an_override() {
    let fake = cloud_with(3600, ok);
    let mut settings = settings(&[]);
    settings.set(Key::Interface, json!(["admin", "internalURL"]), Source::Given);
    let url = session(&settings, &fake, &clock(), None).endpoint("database").unwrap();
    assert_eq!(url.as_str(), "http://trove/int/v1.0/pid/");
    let template = "http://other/v1.0/%(project_id)s";
    settings.set(Key::DatabaseEndpointOverride, template, Source::Given);
    let session = session(&settings, &fake, &clock(), None);
    assert_eq!(session.endpoint("database").unwrap().as_str(), "http://other/v1.0/pid");
    assert!(session.endpoint("object-store").is_err());
}

#[test]
fn the_first_of_several_regions_is_used_and_named_unless_one_is_selected() {
    let fake = cloud_with(3600, ok);
    let mut settings = settings(&[]);
    let any = session(&settings, &fake, &clock(), None);
    assert_eq!(any.endpoint("database").unwrap().as_str(), "http://trove/v1.0/pid");
    let choice = any.region_choice("database").unwrap();
    assert_eq!((choice.taken.as_str(), choice.others), ("RegionOne", vec!["RegionTwo".to_owned()]));
    settings.set(Key::Interface, "internal", Source::Given);
    let only = session(&settings, &fake, &clock(), None);
    only.login().unwrap();
    assert_eq!(only.region_choice("database"), None);
    settings.set(Key::Interface, "public", Source::Given);
    settings.set(Key::RegionName, "RegionTwo", Source::Given);
    let selected = session(&settings, &fake, &clock(), None);
    assert_eq!(selected.endpoint("database").unwrap().as_str(), "http://trove/two/v1.0/pid");
    assert_eq!(selected.region_choice("database"), None);
}

#[test]
fn an_endpoint_of_another_project_is_found_without_a_request() {
    let fake = cloud_with(3600, ok);
    let mut settings = settings(&[]);
    let right = session(&settings, &fake, &clock(), None);
    right.login().unwrap();
    assert_eq!(right.project_mismatch("database"), None);
    settings.set(Key::DatabaseEndpointOverride, "http://x/v1.0/other", Source::Given);
    let wrong = session(&settings, &fake, &clock(), None);
    assert_eq!(wrong.project_mismatch("database"), None);
    wrong.login().unwrap();
    let asked = fake.asked().len();
    let mismatch = wrong.project_mismatch("database").unwrap();
    assert_eq!((mismatch.found.as_deref(), mismatch.in_catalog), (Some("other"), false));
    assert_eq!((mismatch.project.as_str(), fake.asked().len()), ("pid", asked));
}

#[test]
fn missing_settings_are_named_before_anything_is_sent() {
    let settings = Settings::from_parts("one", [], [("username", "u")], Source::Given);
    assert_eq!(settings.missing(), [Key::AuthUrl, Key::Password]);
    let fake = cloud_with(3600, ok);
    let error = Session::new(&settings, fake.clone(), clock(), None).unwrap_err();
    assert_eq!(error.to_string(), "cloud 'one': the auth type 'password' needs auth_url, password");
    let choices = vec![vec!["auth_url"], vec!["password"]];
    assert_eq!(error.hint(), Some(&ConfigHint::Missing { choices, note: None }.into()));
    assert!(fake.asked().is_empty());
}

#[test]
fn debug_output_of_a_login_has_no_secrets() {
    let fake = cloud_with(3600, ok);
    let session = session(&settings(&[]), &fake, &clock(), None);
    let token = session.login().unwrap().unwrap();
    assert_eq!(token.text("user", "name"), Some("u"));
    assert_eq!(session.project_id().unwrap().as_deref(), Some("pid"));
    assert_eq!(token.roles().collect::<Vec<_>>(), ["member"]);
    assert_eq!(token.secret().expose(), "tok-1");
    let shown = format!("{token:?} {session:?}");
    assert!(!shown.contains("tok-1") && !shown.contains("s3cret"), "{shown}");
    assert_eq!(logins(&fake), 1);
}

#[test]
fn an_application_credential_requests_no_scope() {
    let bodies = Mutex::new(Vec::new());
    let fake = Fake::new(move |request| {
        bodies.lock().unwrap().push(request.body().clone());
        reply(500, &json!({}))
    });
    let mut settings = settings(&[
        ("application_credential_id", "i"),
        ("application_credential_secret", "s"),
        ("project_id", "p"),
    ]);
    settings.set(Key::AuthType, "v3applicationcredential", Source::Given);
    get(&session(&settings, &fake, &clock(), None)).unwrap_err();
    let sent: Value = serde_json::from_slice(fake.requests()[0].body()).unwrap();
    assert_eq!(
        sent,
        json!({"auth": {"identity": {
            "methods": ["application_credential"], "application_credential": {"id": "i", "secret": "s"}
        }}})
    );
}

#[test]
fn a_token_can_be_revoked_and_forgotten() {
    let directory = tempfile::tempdir().unwrap();
    let cache = TokenCache::new(directory.path());
    let fake = cloud_with(3600, |_| reply(200, &json!({})));
    let clock = clock();
    let first = session(&settings(&[]), &fake, &clock, Some(&cache));
    assert!(first.cached_token().is_none());
    first.login().unwrap();
    // As another process would.
    let next = session(&settings(&[]), &fake, &clock, Some(&cache));
    let token = next.cached_token().unwrap();
    assert_eq!(logins(&fake), 1);
    next.forget();
    assert!(next.cached_token().is_none());
    assert_eq!(token.secret().expose(), "tok-1");
    clock.advance(Duration::from_secs(3601));
    assert!(first.cached_token().is_none());
}

#[test]
fn revoking_names_the_token_and_an_unknown_one_is_not_an_error() {
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
        settings.set(Key::AuthType, "v3password", Source::Given);
        let session = session(&settings, &fake, &clock(), None);
        let token = session.login().unwrap().unwrap();
        assert_eq!(session.revoke(&token).is_ok(), works, "{status}");
        let requests = fake.requests();
        let last = requests.last().unwrap();
        assert_eq!((last.method().as_str(), last.uri().path()), ("DELETE", "/v3/auth/tokens"));
        for header in ["x-auth-token", "x-subject-token"] {
            assert_eq!(last.headers()[header], "tok-9");
            assert!(last.headers()[header].is_sensitive());
        }
    }
}
