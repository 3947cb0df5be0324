//! Tests of Keystone.

use crate::sandbox::state::seed;
use crate::sandbox::tests::{Answer, Bench};
use serde_json::{Value, json};
use std::time::Duration;

fn login(bench: &Bench, identity: Value, scope: Option<Value>) -> Answer {
    let mut auth = json!({"identity": identity});
    if let Some(scope) = scope {
        auth["scope"] = scope;
    }
    bench.send("POST", "/identity/v3/auth/tokens", &[], Some(&json!({"auth": auth})))
}

fn password(user: Value) -> Value {
    json!({"methods": ["password"], "password": {"user": user}})
}

fn demo() -> Value {
    password(json!({"name": "demo", "domain": {"id": "default"}, "password": "demo"}))
}

/// The output of `oathtool --totp -b SECRET -N TIME` for the start time of the tests.
const PASSCODE: &str = "343701";

const REFUSED: (u16, &str) = (401, "The request you have made requires authentication.");

#[test]
fn versions_are_discovered_from_the_address() {
    let bench = Bench::new();
    let all = bench.send("GET", "/identity", &[], None);
    assert_eq!((all.status, &all.headers["vary"]), (300, &"X-Auth-Token".parse().unwrap()));
    assert_eq!(all.headers["location"], "http://cloud:8779/identity/v3/");
    let one = bench.send("GET", "/identity/v3", &[], None);
    assert_eq!((one.status, &one.body["version"]["status"]), (200, &json!("stable")));
    assert_eq!(all.body["versions"]["values"][0], one.body["version"]);
    assert_eq!(bench.send("GET", "/identity/v2.0", &[], None).status, 404);
    assert_eq!(bench.send("PUT", "/identity/v3/auth/tokens", &[], None).status, 405);
}

#[test]
fn the_catalog_follows_the_host_of_the_request() {
    let bench = Bench::new();
    let answer = login(&bench, demo(), None);
    let token = &answer.body["token"];
    assert_eq!(token["project"]["id"], seed::DEMO.project_id);
    assert_eq!(token["expires_at"], "2026-11-21T07:11:09.000000Z");
    assert_eq!(token["roles"][0]["name"], "member");
    let endpoint = &token["catalog"][1]["endpoints"][0];
    assert_eq!(token["catalog"][1]["type"], "database");
    assert_eq!(endpoint["url"], format!("http://cloud:8779/v1.0/{}", seed::DEMO.project_id));
    assert_eq!(
        (&endpoint["region"], &endpoint["region_id"]),
        (&json!("RegionOne"), &json!("RegionOne"))
    );
    let id = answer.headers["x-subject-token"].to_str().unwrap();
    let headers = [("host", "other:1"), ("x-auth-token", id), ("x-subject-token", id)];
    let seen = bench.send("GET", "/identity/v3/auth/tokens", &headers, None);
    let url = seen.body["token"]["catalog"][0]["endpoints"][0]["url"].clone();
    assert_eq!(url, "http://other:1/identity/v3");
}

#[test]
fn invalid_logins_are_refused_as_keystone_does() {
    let bench = Bench::new();
    let user = |user: Value| login(&bench, password(user), None);
    let domain = json!({"name": "Default"});
    let with =
        |name: &str, password: &str| json!({"name": name, "domain": domain, "password": password});
    assert_eq!(user(with("demo", "bad")).error(), REFUSED);
    assert_eq!(user(with("nobody", "demo")).error(), REFUSED);
    assert_eq!(
        user(json!({"name": "demo", "domain": {"name": "no"}, "password": "demo"})).error(),
        REFUSED
    );
    assert_eq!(user(json!({"name": "demo", "domain": domain})).error(), REFUSED);
    let answer = user(json!({"name": "demo", "password": "demo"}));
    assert_eq!(answer.status, 400);
    assert!(answer.error().1.starts_with("Expecting to find domain in user."));
    assert_eq!(login(&bench, json!({"methods": []}), None).error(), REFUSED);
    assert_eq!(login(&bench, json!({"methods": ["token"]}), None).status, 400);
    let unknown = json!({"methods": ["token"], "token": {"id": "x"}});
    assert_eq!(login(&bench, unknown, None).error(), (404, "Could not recognize Fernet token"));
    assert_eq!(bench.send("POST", "/identity/v3/auth/tokens", &[], Some(&json!({}))).status, 400);
    let broken =
        bench.send_text("POST", "/identity/v3/auth/tokens", &[], Some("{"), "application/json");
    assert_eq!(broken.status, 400);
}

#[test]
fn a_scope_requires_a_role_of_the_user() {
    let bench = Bench::new();
    let scoped = |scope: Value| login(&bench, demo(), Some(scope));
    let domain = json!({"id": "default"});
    assert_eq!(scoped(json!({"project": {"name": "demo", "domain": domain}})).status, 201);
    assert_eq!(scoped(json!({"project": {"name": "admin", "domain": domain}})).error(), REFUSED);
    assert_eq!(scoped(json!({"project": {"id": "xx"}})).error(), REFUSED);
    assert_eq!(scoped(json!({"project": {"name": "demo"}})).status, 400);
    assert_eq!(scoped(json!({"domain": {"id": "default"}})).error(), REFUSED);
    assert_eq!(scoped(json!({"system": {"all": true}})).error(), REFUSED);
    assert_eq!(scoped(json!({})).status, 400);
    let unscoped = scoped(json!("unscoped"));
    assert!(unscoped.body["token"].get("catalog").is_none());
    let admin = password(json!({"id": seed::ADMIN.user_id, "password": "admin"}));
    let system = login(&bench, admin, Some(json!({"system": {"all": true}})));
    assert_eq!(system.body["token"]["system"], json!({"all": true}));
}

#[test]
fn a_scoped_token_expires_with_the_unscoped_one_it_was_issued_for() {
    let bench = Bench::new();
    let unscoped = login(&bench, demo(), Some(json!("unscoped")));
    bench.wait(60);
    let id = unscoped.headers["x-subject-token"].to_str().unwrap();
    let project = json!({"project": {"id": seed::DEMO.project_id}});
    let again = login(&bench, json!({"methods": ["token"], "token": {"id": id}}), Some(project));
    assert_eq!(again.body["token"]["methods"], json!(["password", "token"]));
    assert_eq!(again.body["token"]["expires_at"], unscoped.body["token"]["expires_at"]);
    let old = unscoped.body["token"]["audit_ids"][0].clone();
    assert_eq!(again.body["token"]["audit_ids"][1], old);
    // The token has no project, so Trove refuses it.
    let path = format!("/v1.0/{}/flavors", seed::DEMO.project_id);
    assert_eq!(bench.send("GET", &path, &[("x-auth-token", id)], None).status, 403);
}

#[test]
fn tokens_expire_and_can_be_revoked() {
    let bench = Bench::with(|options| options.token_life = Duration::from_secs(100));
    let path = format!("/v1.0/{}/flavors", seed::DEMO.project_id);
    let flavors = |token: &str| bench.send("GET", &path, &[("x-auth-token", token)], None).status;
    assert_eq!(flavors(&bench.demo), 200);
    bench.wait(99);
    assert_eq!(flavors(&bench.demo), 200);
    bench.wait(1);
    assert_eq!(flavors(&bench.demo), 401);
    let (one, two) = (bench.login(&seed::DEMO), bench.login(&seed::DEMO));
    let headers = [("x-auth-token", two.as_str()), ("x-subject-token", one.as_str())];
    assert_eq!(bench.send("DELETE", "/identity/v3/auth/tokens", &headers, None).status, 204);
    assert_eq!((flavors(&one), flavors(&two)), (401, 200));
    let seen = bench.send("GET", "/identity/v3/auth/tokens", &headers, None);
    assert_eq!(seen.error(), (404, "Failed to validate token"));
}

#[test]
fn only_administrators_can_validate_tokens_of_others() {
    let bench = Bench::new();
    let look = |asker: &str, subject: &str| {
        let headers = [("x-auth-token", asker), ("x-subject-token", subject)];
        bench.send("GET", "/identity/v3/auth/tokens?nocatalog", &headers, None)
    };
    let seen = look(&bench.admin, &bench.demo);
    assert_eq!((seen.status, &seen.body["token"]["user"]["name"]), (200, &json!("demo")));
    assert!(seen.body["token"].get("catalog").is_none());
    assert_eq!(look(&bench.demo, &bench.admin).status, 403);
    assert_eq!(look("bad", &bench.demo).error(), REFUSED);
    let head = [("x-auth-token", bench.demo.as_str()), ("x-subject-token", bench.demo.as_str())];
    let head = bench.send("HEAD", "/identity/v3/auth/tokens", &head, None);
    assert_eq!((head.status, head.body), (200, json!("")));
}

#[test]
fn a_passcode_logs_in_alone_or_with_a_password() {
    let bench = Bench::new();
    let user = |passcode: &str| json!({"user": {"id": seed::DEMO.user_id, "passcode": passcode}});
    let totp = |passcode: &str| json!({"methods": ["totp"], "totp": user(passcode)});
    let answer = login(&bench, totp(PASSCODE), None);
    assert_eq!(answer.body["token"]["methods"], json!(["totp"]));
    assert_eq!(login(&bench, totp("000000"), None).error(), REFUSED);
    let mut both = demo();
    both["methods"] = json!(["password", "totp"]);
    both["totp"] = user(PASSCODE);
    let answer = login(&bench, both.clone(), None);
    assert_eq!(answer.body["token"]["methods"], json!(["password", "totp"]));
    bench.wait(60);
    assert_eq!(login(&bench, both, None).error(), REFUSED);
    assert_eq!(login(&bench, totp(PASSCODE), None).error(), REFUSED);
    let nobody = json!({"methods": ["totp"], "totp": {}});
    assert_eq!(login(&bench, nobody, None).status, 400);
}

fn application(id: &str, secret: &str) -> Value {
    json!({"methods": ["application_credential"], "application_credential": {"id": id, "secret": secret}})
}

#[test]
fn the_seeded_application_credential_logs_in() {
    let bench = Bench::new();
    let id = seed::APPLICATION_CREDENTIAL_ID;
    let answer = login(&bench, application(id, seed::APPLICATION_CREDENTIAL_SECRET), None);
    assert_eq!(answer.body["token"]["project"]["name"], "demo");
    assert_eq!(login(&bench, application(id, "bad"), None).error(), REFUSED);
    let scope = json!({"project": {"id": seed::DEMO.project_id}});
    let scoped = login(&bench, application(id, "sandbox"), Some(scope));
    assert!(scoped.error().1.ends_with("Application credentials cannot request a scope."));
    let named = json!({"methods": ["application_credential"], "application_credential": {
        "name": "sandbox", "secret": "sandbox", "user": {"name": "demo", "domain": {"id": "default"}},
    }});
    assert_eq!(login(&bench, named, None).status, 201);
    assert_eq!(
        login(&bench, application("no", "x"), None).error(),
        (404, "Could not find Application Credential: no.")
    );
}

#[test]
fn deleting_an_application_credential_ends_its_tokens() {
    let bench = Bench::new();
    let path = format!("/identity/v3/users/{}/application_credentials", seed::DEMO.user_id);
    let headers = [("x-auth-token", bench.demo.as_str())];
    let input =
        json!({"application_credential": {"name": "ci", "expires_at": "2026-11-22T00:00:00"}});
    let made = bench.send("POST", &path, &headers, Some(&input));
    assert_eq!(made.status, 201);
    let made = &made.body["application_credential"];
    let (id, secret) = (made["id"].as_str().unwrap(), made["secret"].as_str().unwrap());
    assert_eq!(bench.send("POST", &path, &headers, Some(&input)).status, 409);
    let listed = bench.send("GET", &format!("{path}?name=ci"), &headers, None);
    assert_eq!(listed.body["application_credentials"][0]["id"], id);
    assert!(listed.body["application_credentials"][0].get("secret").is_none());
    let token = login(&bench, application(id, secret), None);
    let token = token.headers["x-subject-token"].to_str().unwrap();
    let nested = bench.send("POST", &path, &[("x-auth-token", token)], Some(&input));
    assert_eq!(nested.status, 403);
    let own = format!("{path}/{id}");
    assert_eq!(bench.send("GET", &own, &headers, None).status, 200);
    assert_eq!(bench.send("DELETE", &own, &headers, None).status, 204);
    assert_eq!(bench.send("DELETE", &own, &headers, None).status, 404);
    let flavors = format!("/v1.0/{}/flavors", seed::DEMO.project_id);
    assert_eq!(bench.send("GET", &flavors, &[("x-auth-token", token)], None).status, 401);
}

#[test]
fn an_application_credential_has_no_more_roles_than_its_creator() {
    let bench = Bench::new();
    let path = format!("/identity/v3/users/{}/application_credentials", seed::DEMO.user_id);
    let input = json!({"application_credential": {"name": "x", "roles": [{"name": "admin"}]}});
    let answer = bench.send("POST", &path, &[("x-auth-token", &bench.demo)], Some(&input));
    assert_eq!(answer.status, 400);
    let other = bench.send("POST", &path, &[("x-auth-token", &bench.admin)], Some(&input));
    assert_eq!(other.status, 403);
}

#[test]
fn projects_are_found_by_name() {
    let bench = Bench::new();
    let get = |path: &str, token: &str| {
        bench.send("GET", &format!("/identity/v3{path}"), &[("x-auth-token", token)], None)
    };
    let found = get("/projects?name=demo", &bench.admin);
    assert_eq!(found.body["projects"][0]["id"], seed::DEMO.project_id);
    assert_eq!(found.body["projects"].as_array().unwrap().len(), 1);
    let denied = "You are not authorized to perform the requested action: identity:list_projects.";
    assert_eq!(get("/projects?name=demo", &bench.demo).error(), (403, denied));
    assert_eq!(get("/auth/projects", &bench.demo).body["projects"][0]["name"], "demo");
    let of_user = format!("/users/{}/projects", seed::DEMO.user_id);
    assert_eq!(get(&of_user, &bench.demo).body["projects"][0]["name"], "demo");
    assert_eq!(get(&format!("/projects/{}", seed::DEMO.project_id), &bench.demo).status, 200);
    assert_eq!(get(&format!("/projects/{}", seed::ADMIN.project_id), &bench.demo).status, 403);
    assert_eq!(get("/projects/xx", &bench.admin).error(), (404, "Could not find project: xx."));
    assert_eq!(
        get(&format!("/users/{}", seed::DEMO.user_id), &bench.demo).body["user"]["name"],
        "demo"
    );
    assert_eq!(get("/auth/catalog", &bench.demo).body["catalog"][1]["name"], "trove");
    assert_eq!(get("/projects", "bad").error(), REFUSED);
}
