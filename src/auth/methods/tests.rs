//! Logins beyond the observed ones: prompts, time, and errors.

use crate::auth::tests::fake::{Fake, clock, granted, logins, reply, start};
use crate::auth::{Prompter, Session, TokenCache};
use crate::config::auth_type::AUTH_TYPES;
use crate::config::{Key, Settings, Source};
use crate::http::{Request, Response};
use crate::secret::Secret;
use crate::{Clock, ConfigHint, ErrorKind, Hint, ManualClock, Result};
use http::Method as Verb;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A prompter with these answers that remembers what it was told.
struct ScriptedPrompter {
    answers: Mutex<Vec<&'static str>>,
    heard: Mutex<Vec<String>>,
}

impl ScriptedPrompter {
    fn with(answers: &[&'static str]) -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(answers.to_vec()), heard: Mutex::default() })
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

impl Prompter for ScriptedPrompter {
    fn tell(&self, text: &str) {
        self.heard.lock().unwrap().push(text.to_owned());
    }

    fn ask(&self, question: &str) -> Result<Option<Secret>> {
        self.tell(question);
        Ok(self.answers.lock().unwrap().pop().map(Secret::from))
    }
}

fn settings(auth_type: &str, auth: &[(&str, &str)]) -> Settings {
    let url = [("auth_url", "http://keystone/v3")];
    let auth = url.into_iter().chain(auth.iter().copied());
    Settings::from_parts("one", [("auth_type", auth_type)], auth, Source::Given)
}

const OIDC: &[(&str, &str)] = &[
    ("identity_provider", "idp"),
    ("protocol", "openid"),
    ("client_id", "cid"),
    ("client_secret", "csec"),
    ("access_token_endpoint", "http://idp/token"),
    ("project_id", "pid"),
];

fn oidc(auth_type: &str, more: &[(&str, &str)]) -> Settings {
    settings(auth_type, &[OIDC, more].concat())
}

fn session(settings: &Settings, fake: &Arc<Fake>, clock: &Arc<ManualClock>) -> Session {
    Session::new(settings, fake.clone(), clock.clone(), None).unwrap()
}

/// A Keystone that takes every access token, before an identity provider that answers by `idp`.
fn federation(idp: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Arc<Fake> {
    let hour = start() + Duration::from_secs(3600);
    Fake::new(move |request| match request.uri().path() {
        "/v3/OS-FEDERATION/identity_providers/idp/protocols/openid/auth" => {
            granted("unscoped", hour)
        }
        "/v3/auth/tokens" => granted("scoped", hour),
        "/v1.0/pid/instances" => reply(200, &json!({"instances": []})),
        _ => idp(request),
    })
}

fn form(request: &Request) -> Vec<(String, String)> {
    url::form_urlencoded::parse(request.body()).into_owned().collect()
}

fn sent(fake: &Fake, at: usize) -> Value {
    serde_json::from_slice(fake.requests()[at].body()).unwrap()
}

#[test]
fn each_auth_type_names_its_missing_settings() {
    for known in AUTH_TYPES.iter().filter(|known| known.is_supported()) {
        let auth_type = known.name;
        let bare = Settings::from_parts("one", [("auth_type", auth_type)], [], Source::Given);
        let fake = Fake::new(|request| panic!("{}", request.uri()));
        let error = Session::new(&bare, fake, clock(), None).unwrap_err();
        let text = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Usage, "{text}");
        let Some(Hint::Config(ConfigHint::Missing { choices, .. })) = error.hint() else {
            panic!("{error:?}")
        };
        assert_eq!(choices.len(), known.requires.len(), "{text}");
        for (choice, keys) in choices.iter().zip(known.requires) {
            let names: Vec<_> = keys.iter().map(|key| key.name()).collect();
            assert_eq!(choice, &names);
            assert!(names.iter().all(|name| text.contains(name)), "{auth_type}: {text}");
        }
    }
}

#[test]
fn each_auth_type_has_a_login() {
    // It needs a browser on the same machine.
    const UNSUPPORTED: &[&str] = &["v3websso"];
    for known in AUTH_TYPES {
        let value = |key: Key| match key {
            Key::AuthMethods => "v3password",
            key if key.name().ends_with("_endpoint") => "http://idp/x",
            Key::AuthUrl | Key::Endpoint => "http://keystone/v3",
            _ => "x",
        };
        let mut settings = settings(known.name, &[("user_domain_id", "default")]);
        for choice in known.requires {
            settings.set_auth(choice[0], value(choice[0]), Source::Given);
        }
        for key in settings.missing() {
            settings.set_auth(key, value(key), Source::Given);
        }
        let session = Session::new(&settings, Fake::new(|_| panic!()), clock(), None);
        assert_eq!(session.is_ok(), !UNSUPPORTED.contains(&known.name), "{session:?}");
    }
}

#[test]
fn multifactor_requires_what_each_of_its_methods_requires() {
    let both = settings("v3multifactor", &[("auth_methods", "v3password,v3totp")]);
    assert_eq!(both.missing(), [Key::Username, Key::Password, Key::Passcode]);
    let unknown = settings("v3multifactor", &[("auth_methods", "v3kerberos")]);
    let error = Session::new(&unknown, Fake::new(|_| panic!()), clock(), None).unwrap_err();
    assert!(error.to_string().contains("'v3kerberos' in auth_methods"), "{error}");
}

#[test]
fn without_keystone_the_address_of_the_service_is_enough() {
    let mut settings = Settings::from_parts("one", [("auth_type", "none")], [], Source::Given);
    settings.set(Key::DatabaseEndpointOverride, "http://trove/v1.0/p", Source::Given);
    let fake = Fake::new(|_| reply(200, &json!({})));
    let session = session(&settings, &fake, &clock());
    assert_eq!(session.endpoint("database").unwrap().as_str(), "http://trove/v1.0/p");
    assert_eq!(session.endpoint("object-store").unwrap_err().kind(), ErrorKind::Usage);
}

#[test]
fn version_2_has_tenants_and_its_answers_are_converted() {
    let fake = Fake::new(|request| {
        assert_eq!(request.uri(), "http://keystone/v2.0/tokens");
        let endpoint = json!({"region": "R", "publicURL": "http://trove/v1.0/t",
            "internalURL": "http://inside/v1.0/t", "id": "e"});
        let access = json!({
            "token": {"id": "v2tok", "expires": "2999-01-01T00:00:00Z", "tenant": {"id": "t", "name": "tn"}},
            "user": {"id": "uid", "name": "u", "roles": [{"name": "member"}]},
            "serviceCatalog": [{"type": "database", "name": "trove", "endpoints": [endpoint]}]});
        reply(200, &json!({"access": access}))
    });
    let login = |auth_type: &str, auth: &[(&str, &str)]| {
        let mut settings = settings(auth_type, auth);
        settings.set_auth(Key::AuthUrl, "http://keystone/v2.0/", Source::Given);
        settings.set(Key::Interface, "internal", Source::Given);
        session(&settings, &fake, &clock())
    };
    let user = [("username", "u"), ("password", "p"), ("tenant_name", "tn")];
    let session = login("v2password", &user);
    assert_eq!(session.endpoint("database").unwrap().as_str(), "http://inside/v1.0/t");
    assert_eq!(session.project_id().unwrap().as_deref(), Some("t"));
    let token = session.login().unwrap().unwrap();
    assert_eq!((token.secret().expose(), token.text("user", "name")), ("v2tok", Some("u")));
    assert_eq!(token.roles().collect::<Vec<_>>(), ["member"]);
    let credentials = json!({"username": "u", "password": "p"});
    let body = json!({"auth": {"passwordCredentials": credentials, "tenantName": "tn"}});
    assert_eq!(sent(&fake, 0), body);

    let ids = [("user_id", "i"), ("password", "p"), ("tenant_id", "t"), ("trust_id", "x")];
    login("v2password", &ids).login().unwrap();
    let credentials = json!({"userId": "i", "password": "p"});
    let body = json!({"passwordCredentials": credentials, "tenantId": "t", "trust_id": "x"});
    assert_eq!(sent(&fake, 1), json!({"auth": body}));

    login("v2token", &[("token", "old")]).login().unwrap();
    assert_eq!(sent(&fake, 2), json!({"auth": {"token": {"id": "old"}}}));
    assert_eq!(fake.requests()[2].headers()["x-auth-token"], "old");
}

/// A provider whose token endpoint first answers with these errors.
fn hesitating(errors: &'static [&'static str]) -> Arc<Fake> {
    let asked = Mutex::new(0);
    federation(move |request| {
        if request.uri().path() == "/device" {
            return reply(
                200,
                &json!({"device_code": "DC", "user_code": "AB-CD",
                "verification_uri": "http://idp/go", "expires_in": 60, "interval": 2}),
            );
        }
        let mut asked = asked.lock().unwrap();
        *asked += 1;
        match errors
            .get(*asked - 1)
            .or(errors.last().filter(|last| **last == "authorization_pending"))
        {
            Some(error) => reply(400, &json!({ "error": error })),
            None => reply(200, &json!({"access_token": "AT"})),
        }
    })
}

const DEVICE: (&str, &str) = ("device_authorization_endpoint", "http://idp/device");

#[test]
fn a_device_waits_for_the_interval_and_longer_after_slow_down() {
    let fake = hesitating(&["authorization_pending", "slow_down", "slow_down", ""]);
    let (clock, prompter) = (clock(), ScriptedPrompter::with(&[]));
    let settings = oidc("v3oidcdeviceauthz", &[DEVICE]);
    let login = || session(&settings, &fake, &clock).with_prompter(prompter.clone()).login();
    let error = login().unwrap_err();
    // 2 s, then 7, then 12. Any other error ends the login.
    assert_eq!(clock.now().duration_since(start()).unwrap(), Duration::from_secs(21));
    assert_eq!(error.kind(), ErrorKind::Denied);
    assert_eq!(login().unwrap().unwrap().secret().expose(), "scoped");
    let invitation = "To authenticate please go to http://idp/go and enter the code AB-CD";
    assert_eq!(prompter.heard(), [invitation, invitation]);
}

#[test]
fn the_wait_for_a_device_ends_when_its_code_expires() {
    let fake = hesitating(&["authorization_pending"]);
    let clock = clock();
    let settings = oidc("v3oidcdeviceauthz", &[DEVICE]);
    let error = session(&settings, &fake, &clock).login().unwrap_err();
    assert!(error.to_string().contains("in time"), "{error}");
    assert_eq!(clock.now().duration_since(start()).unwrap(), Duration::from_secs(60));

    let settings = oidc("v3oidcdeviceauthz", &[DEVICE, ("code_challenge_method", "s256")]);
    let error = Session::new(&settings, fake, clock, None).unwrap_err();
    assert_eq!(error.hint().unwrap().text(), "use plain or S256");
}

#[test]
fn a_one_time_password_is_asked_for_and_sent_in_its_field() {
    let fake = federation(|_| reply(200, &json!({"access_token": "AT"})));
    let user = [("username", "u"), ("password", "p"), ("idp_otp_key", "totp")];
    let settings = oidc("v3oidcpassword", &user);
    let prompter = ScriptedPrompter::with(&["123456"]);
    session(&settings, &fake, &clock()).with_prompter(prompter.clone()).login().unwrap();
    assert_eq!(prompter.heard(), ["Please, enter the generated OTP code: "]);
    let field = ("totp".to_owned(), "123456".to_owned());
    assert!(form(&fake.requests()[0]).contains(&field));
    let error = session(&settings, &fake, &clock()).login().unwrap_err();
    assert!(error.to_string().contains("no terminal to ask"), "{error}");
}

#[test]
fn an_authorization_code_is_sent_with_its_redirect_address() {
    let fake = federation(|_| reply(200, &json!({"access_token": "AT"})));
    let settings = oidc("v3oidcauthcode", &[("code", "c"), ("redirect_uri", "http://me/")]);
    session(&settings, &fake, &clock()).login().unwrap();
    let fields =
        [("redirect_uri", "http://me/"), ("code", "c"), ("grant_type", "authorization_code")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(form(&fake.requests()[0]), fields);
}

#[test]
fn errors_of_a_provider_are_shown_with_its_message() {
    let fails = |answer: Response, more: &[(&str, &str)]| {
        let answer = Mutex::new(Some(answer));
        let fake = federation(move |_| answer.lock().unwrap().take().unwrap());
        let settings = oidc("v3oidcclientcredentials", more);
        let error = session(&settings, &fake, &clock()).login().unwrap_err();
        (error.kind(), format!("{error} {}", error.hint().map(Hint::text).unwrap_or_default()))
    };
    let refusal = json!({"error": "invalid_client", "error_description": "No such client."});
    let (kind, text) = fails(reply(401, &refusal), &[]);
    assert_eq!(kind, ErrorKind::Denied);
    for part in ["http://idp/token: No such client (HTTP 401)", "client_secret (from given)"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("csec"), "{text}");
    assert_eq!(fails(reply(503, &json!({})), &[]).0, ErrorKind::Failed);
    let text = fails(reply(200, &json!({"id_token": "x"})), &[]).1;
    assert!(text.contains("no 'access_token'"), "{text}");

    let discovery = ("discovery_endpoint", "http://idp/.well-known");
    let text = fails(http::Response::new(b"<html>".to_vec()), &[discovery]).1;
    assert!(text.contains("/.well-known: it is not JSON"), "{text}");
    let grants = json!({"grant_types_supported": ["password"]});
    let text = fails(reply(200, &grants), &[discovery]).1;
    assert!(text.contains("the grant type 'client_credentials' it supports password"), "{text}");
}

#[test]
fn a_provider_without_a_token_endpoint_needs_the_setting() {
    let fake = federation(|_| reply(200, &json!({"issuer": "http://idp"})));
    let keys = OIDC.iter().copied().filter(|(key, _)| *key != "access_token_endpoint");
    let keys: Vec<_> = keys.chain([("discovery_endpoint", "http://idp/")]).collect();
    let settings = settings("v3oidcclientcredentials", &keys);
    let error = session(&settings, &fake, &clock()).login().unwrap_err();
    let choices = vec![vec!["access_token_endpoint"]];
    assert_eq!(error.hint(), Some(&ConfigHint::Missing { choices, note: None }.into()));
}

#[test]
fn a_federated_token_is_cached_and_renewed_without_the_provider() {
    let fake = federation(|_| reply(200, &json!({"access_token": "AT"})));
    let directory = tempfile::tempdir().unwrap();
    let settings = oidc("v3oidcclientcredentials", &[]);
    let kept = || {
        let cache = Some(TokenCache::new(directory.path()));
        Session::new(&settings, fake.clone(), clock(), cache).unwrap()
    };
    let first = kept();
    first.login().unwrap();
    assert_eq!(fake.asked().len(), 3);
    kept().login().unwrap();
    assert_eq!(fake.asked().len(), 3);
    // The process still has the unscoped token.
    first.forget();
    first.login().unwrap();
    assert_eq!(fake.asked()[3..], ["POST /v3/auth/tokens"]);
    let other = oidc("v3oidcclientcredentials", &[("client_secret", "another")]);
    let cache = Some(TokenCache::new(directory.path()));
    Session::new(&other, fake.clone(), clock(), cache).unwrap().login().unwrap();
    assert_eq!(fake.asked().len(), 7);
}

#[test]
fn an_unscoped_token_that_is_refused_is_renewed_once() {
    let refuse = Arc::new(Mutex::new(false));
    let refused = refuse.clone();
    let hour = start() + Duration::from_secs(3600);
    let fake = Fake::new(move |request| match request.uri().path() {
        "/token" => reply(200, &json!({"access_token": "AT"})),
        "/v3/auth/tokens" if *refused.lock().unwrap() => {
            *refused.lock().unwrap() = false;
            reply(401, &json!({"error": {"message": "revoked"}}))
        }
        "/v3/auth/tokens" => granted("scoped", hour),
        _ => granted("unscoped", hour),
    });
    let session = session(&oidc("v3oidcclientcredentials", &[]), &fake, &clock());
    session.login().unwrap();
    session.forget();
    *refuse.lock().unwrap() = true;
    session.login().unwrap();
    assert_eq!(fake.asked()[3], "POST /v3/auth/tokens");
    assert_eq!(fake.asked()[4..7], fake.asked()[..3]);
    // A new token that is refused is not renewed again.
    let never = Fake::new(move |request| match request.uri().path() {
        "/token" => reply(200, &json!({"access_token": "AT"})),
        "/v3/auth/tokens" => reply(401, &json!({"error": {"message": "no role"}})),
        _ => granted("unscoped", hour),
    });
    let error = self::session(&oidc("v3oidcclientcredentials", &[]), &never, &clock()).login();
    assert!(error.unwrap_err().to_string().contains("no role"));
    assert_eq!(never.asked().len(), 3);
}

const OAUTH2: &[(&str, &str)] = &[
    ("oauth2_endpoint", "http://keystone/v3/OS-OAUTH2/token"),
    ("oauth2_client_id", "cid"),
    ("oauth2_client_secret", "csec"),
];

#[test]
fn each_request_of_an_oauth_client_has_a_new_access_token_too() {
    let hour = start() + Duration::from_secs(3600);
    let count = Mutex::new(0);
    let fake = Fake::new(move |request| match request.uri().path() {
        "/v3/auth/tokens" => granted("tok", hour),
        "/v3/OS-OAUTH2/token" => {
            *count.lock().unwrap() += 1;
            reply(200, &json!({"access_token": format!("A{}", count.lock().unwrap())}))
        }
        _ => {
            let number = count.lock().unwrap();
            assert_eq!(request.headers()["authorization"], format!("Bearer A{number}"));
            assert_eq!(request.headers()["x-auth-token"], "tok");
            reply(200, &json!({}))
        }
    });
    let session = session(&settings("v3oauth2clientcredential", OAUTH2), &fake, &clock());
    for _ in 0..2 {
        session.send("database", Verb::GET, "instances", &[], None).unwrap();
    }
    assert_eq!(logins(&fake), 1);
    assert_eq!(fake.asked().len(), 5);
}

#[test]
fn the_reason_for_refusing_an_oauth_client_is_shown() {
    let hour = start() + Duration::from_secs(3600);
    let fake = Fake::new(move |request| match request.uri().path() {
        "/v3/auth/tokens" => granted("tok", hour),
        _ => reply(401, &json!({"error": "invalid_client", "error_description": "unknown"})),
    });
    let session = session(&settings("v3oauth2clientcredential", OAUTH2), &fake, &clock());
    let error = session.send("database", Verb::GET, "instances", &[], None).unwrap_err();
    assert!(error.to_string().contains("unknown (HTTP 401)"), "{error}");
}

/// A Keystone that requires a password and a passcode, and has seen one of them.
fn strict() -> Arc<Fake> {
    let hour = start() + Duration::from_secs(3600);
    Fake::new(move |request| {
        if request.headers().contains_key("openstack-auth-receipt") {
            return granted("whole", hour);
        }
        let receipt = json!({"methods": ["password"], "user": {"id": "uid"}});
        let rules = json!([["password", "token"], ["password", "totp"]]);
        let mut half = reply(401, &json!({"receipt": receipt, "required_auth_methods": rules}));
        half.headers_mut().insert("openstack-auth-receipt", "half".parse().unwrap());
        half
    })
}

const USER: &[(&str, &str)] = &[
    ("username", "u"),
    ("password", "s3cret"),
    ("user_domain_id", "default"),
    ("project_id", "pid"),
];

#[test]
fn a_receipt_is_completed_by_asking_the_user() {
    let (fake, prompter) = (strict(), ScriptedPrompter::with(&["123456"]));
    let session = session(&settings("v3password", USER), &fake, &clock());
    let token = session.with_prompter(prompter.clone()).login().unwrap().unwrap();
    assert_eq!(token.secret().expose(), "whole");
    assert_eq!(prompter.heard(), ["TOTP passcode: "]);
    assert_eq!(fake.requests()[1].headers()["openstack-auth-receipt"], "half");
    let totp = json!({"user": {"id": "uid", "passcode": "123456"}});
    let scope = json!({"project": {"id": "pid"}});
    let identity = json!({"methods": ["totp"], "totp": totp});
    assert_eq!(sent(&fake, 1), json!({"auth": {"identity": identity, "scope": scope}}));
}

#[test]
fn a_receipt_without_a_terminal_hints_at_the_configuration() {
    let fake = strict();
    let error = session(&settings("v3password", USER), &fake, &clock()).login().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Denied);
    assert!(error.to_string().ends_with("needs password and token, or password and totp"));
    let methods = vec!["v3password".into(), "v3token".into()];
    assert_eq!(error.hint(), Some(&ConfigHint::AuthMethods { methods }.into()));
    assert_eq!(fake.asked().len(), 1);
}
