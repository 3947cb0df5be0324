//! `trove auth`

use crate::support::cloud::{AUTH_URL, Cloud, Ran};
use serde_json::{Value, json};
use tempfile::TempDir;
use troveclient::sandbox::seed::{self, ADMIN, DEMO};

struct User {
    cloud: Cloud,
    home: TempDir,
}

impl User {
    fn new() -> Self {
        Self { cloud: Cloud::new(), home: TempDir::new().unwrap() }
    }

    fn run(&self, line: &str) -> Ran {
        self.cloud.run_at(self.home.path(), &Cloud::login(&DEMO), line)
    }

    /// The number of cached tokens.
    fn kept(&self) -> usize {
        let files = std::fs::read_dir(self.home.path().join(".cache/trove/tokens"));
        let names = files.into_iter().flatten().map(|file| file.unwrap().file_name());
        names.filter(|name| !name.to_str().unwrap().contains('.')).count()
    }

    fn token(&self) -> String {
        self.run("auth token -f value -c id").out.trim().to_owned()
    }
}

#[test]
fn status_shows_user_project_expiry_and_login_method() {
    let user = User::new();
    let status = |line: &str| -> Value { serde_json::from_str(&user.run(line).out).unwrap() };
    let first = status("auth status -f json");
    for (key, wanted) in [
        ("user", json!("demo")),
        ("user_id", json!(DEMO.user_id)),
        ("project", json!("demo")),
        ("project_id", json!(DEMO.project_id)),
        ("roles", json!(["member", "reader"])),
        ("expires_in", json!("1h")),
        ("kept", json!(false)),
        ("auth_url", json!(AUTH_URL)),
    ] {
        assert_eq!(first[key], wanted, "{key}");
    }
    assert!(first["endpoint"].as_str().unwrap().ends_with(DEMO.project_id));
    assert_eq!(first["sources"]["auth.password"], "OS_PASSWORD");
    user.cloud.wait(60);
    let second = status("auth status -f json");
    assert_eq!((&second["kept"], &second["expires_in"]), (&json!(true), &json!("59m")));
    assert_eq!(first["expires"], second["expires"]);
}

#[test]
fn status_shows_no_token_in_any_format() {
    let user = User::new();
    let env = [
        ("OS_AUTH_URL", AUTH_URL),
        ("OS_AUTH_TYPE", "v3applicationcredential"),
        ("OS_APPLICATION_CREDENTIAL_ID", seed::APPLICATION_CREDENTIAL_ID),
        ("OS_APPLICATION_CREDENTIAL_SECRET", seed::APPLICATION_CREDENTIAL_SECRET),
    ];
    let run = |line: &str| user.cloud.run_at(user.home.path(), &env, line);
    let token = run("auth token -f value -c id").out.trim().to_owned();
    for format in ["table", "json", "yaml", "shell", "value", "raw"] {
        let ran = run(&format!("auth status -f {format}"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("v3applicationcredential"), "{}", ran.out);
        assert!(!ran.out.contains(&token), "{}", ran.out);
    }
}

#[test]
fn status_of_a_refused_login_is_an_error() {
    let user = User::new();
    let wrong = [Cloud::login(&DEMO).as_slice(), &[("OS_PASSWORD", "wrong")]].concat();
    user.cloud.run_at(user.home.path(), &wrong, "auth status").failed(4, "HTTP 401");
}

#[test]
fn status_of_a_system_token_says_that_it_reaches_no_databases() {
    let user = User::new();
    let env: Vec<_> =
        Cloud::login(&ADMIN).into_iter().filter(|(name, _)| !name.contains("PROJECT")).collect();
    let env = [env.as_slice(), &[("OS_SYSTEM_SCOPE", "all")]].concat();
    let ran = user.cloud.run_at(user.home.path(), &env, "auth status -f json");
    let status: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&status["system"], &status["project"]), (&json!("all"), &json!(null)));
    let ran = user.cloud.run_at(user.home.path(), &env, "auth token -f json");
    let token: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        token.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["expires", "id", "system", "user_id"]
    );
}

#[test]
fn a_token_has_the_fields_of_openstack_token_issue() {
    let user = User::new();
    let ran = user.run("auth token -f json");
    let token: Value = serde_json::from_str(&ran.out).unwrap();
    let fields: Vec<_> = token.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["expires", "id", "project_id", "user_id"]);
    assert_eq!(
        (&token["project_id"], &token["user_id"]),
        (&json!(DEMO.project_id), &json!(DEMO.user_id))
    );
    assert!(token["expires"].as_str().unwrap().ends_with("+0000"), "{token}");
    // It is the token that other commands use.
    assert_eq!(user.token(), token["id"]);
    user.run("auth token -c nothing").failed(2, "error: ").sent_nothing();
    user.run("auth token -f csv").failed(2, "error: ").sent_nothing();
}

#[test]
fn a_login_without_keystone_has_no_token() {
    let user = User::new();
    let env = [("OS_AUTH_TYPE", "none"), ("OS_ENDPOINT", "http://sandbox/v1.0/x")];
    user.cloud.run_at(user.home.path(), &env, "auth token").failed(2, "does not use a token");
    let ran = user.cloud.run_at(user.home.path(), &env, "auth status -f json");
    let status: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&status["auth_type"], status.get("user")), (&json!("none"), None));
}

#[test]
fn logout_deletes_only_the_token_of_this_login() {
    let user = User::new();
    let (first, home) = (user.token(), user.home.path());
    user.cloud.run_at(home, &Cloud::login(&ADMIN), "auth token");
    assert_eq!(user.kept(), 2);
    let ran = user.run("auth logout");
    assert_eq!((ran.code, ran.out.as_str(), user.kept()), (0, "", 1));
    assert_ne!(user.token(), first);
    let ran = user.run("auth logout");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = user.run("auth logout");
    assert!(ran.code == 0 && ran.err.contains("no token is stored"), "{ran:?}");
}

#[test]
fn all_tokens_can_be_deleted_without_a_password() {
    let user = User::new();
    user.token();
    user.cloud.run_at(user.home.path(), &Cloud::login(&ADMIN), "auth token");
    let ran = user.cloud.run_at(user.home.path(), &[], "auth logout --all");
    assert_eq!((ran.code, user.kept()), (0, 0), "{}", ran.err);
    user.run("auth logout --all --revoke").failed(2, "cannot be used with");
}

#[test]
fn a_revoked_token_is_refused() {
    let user = User::new();
    let token = user.token();
    let endpoint = format!("http://sandbox/v1.0/{}", DEMO.project_id);
    let list = || {
        let env = [("OS_TOKEN", token.as_str()), ("OS_ENDPOINT", &endpoint)];
        user.cloud.run_at(user.home.path(), &env, "--os-auth-type admin_token instance list").code
    };
    assert_eq!(list(), 0);
    assert_eq!(user.run("auth logout").code, 0);
    assert_eq!(list(), 0);
    let token = user.token();
    assert_eq!(user.run("auth logout --revoke").code, 0);
    let env = [("OS_TOKEN", token.as_str()), ("OS_ENDPOINT", &endpoint)];
    let line = "--os-auth-type admin_token instance list";
    user.cloud.run_at(user.home.path(), &env, line).failed(4, "");
}
