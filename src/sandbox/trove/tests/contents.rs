//! Tests of the databases, users and superuser of an instance.

use crate::sandbox::tests::{Answer, Bench};
use crate::sandbox::{Options, State};
use serde_json::{Value, json};

/// Creates a running instance with two databases and two users, and returns its path.
fn instance(bench: &Bench) -> String {
    let body = json!({"instance": {
        "name": "db1", "flavorRef": "2", "volume": {"size": 1},
        "databases": [{"name": "app"}, {"name": "zz", "character_set": "utf8mb4"}],
        "users": [
            {"name": "bob", "password": "pw1", "databases": [{"name": "app"}]},
            {"name": "ann", "password": "pw1", "host": "10.0.0.%"},
        ],
    }});
    let answer = bench.demo("POST", "/instances", body);
    bench.wait(6);
    format!("/instances/{}", answer.body["instance"]["id"].as_str().unwrap())
}

fn says(answer: &Answer) -> (u16, String) {
    let (status, message) = answer.error();
    (status, message.to_owned())
}

fn names(bench: &Bench, path: &str) -> Vec<String> {
    let answer = bench.get(path);
    let key = if path.contains("databases") { "databases" } else { "users" };
    let rows = answer.body[key].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn initial_databases_and_users_are_listed() {
    let bench = Bench::new();
    let id = bench.create("db1");
    let not_ready = (422, format!("Instance {id} is not ready."));
    for what in ["databases", "users", "root", "users/x", "users/x/databases"] {
        assert_eq!(says(&bench.get(&format!("/instances/{id}/{what}"))), not_ready, "{what}");
    }
    let path = instance(&bench);
    let databases = json!({"databases": [{"name": "app"}, {"name": "zz"}]});
    assert_eq!(bench.get(&format!("{path}/databases")).body, databases);
    let users = json!({"users": [
        {"name": "ann", "host": "10.0.0.%", "databases": []},
        {"name": "bob", "host": "%", "databases": [{"name": "app"}]},
    ]});
    assert_eq!(bench.get(&format!("{path}/users")).body, users);
    assert_eq!(bench.get(&format!("{path}/databases/app")).status, 501);
}

#[test]
fn databases_are_created_and_deleted_before_they_are_listed() {
    let bench = Bench::new();
    let path = format!("{}/databases", instance(&bench));
    let answer = bench.demo("POST", &path, json!({"databases": [{"name": "new"}]}));
    assert_eq!((answer.status, answer.body), (202, json!("")));
    assert_eq!(names(&bench, &path), ["app", "new", "zz"]);
    assert_eq!(bench.delete(&format!("{path}/new")).status, 202);
    assert_eq!(names(&bench, &path), ["app", "zz"]);
    for (body, status, message) in [
        (
            json!({"databases": [{"name": "app"}]}),
            400,
            "A database with the name \"app\" already exists.",
        ),
        (
            json!({"databases": [{"name": "sys"}]}),
            400,
            "Database name \"sys\" is on the reserved list: ['mysql', 'information_schema', 'performance_schema', 'sys'].",
        ),
        (
            json!({"databases": [{"name": "!!"}]}),
            400,
            "Validation error: databases[0]['name'] '!!' does not match '^.*[0-9a-zA-Z]+.*$'",
        ),
        (json!({"databases": []}), 202, ""),
    ] {
        assert_eq!(says(&bench.demo("POST", &path, body)), (status, message.to_owned()));
    }
    for (name, status, message) in [
        ("nope", 404, "Database nope cannot be found on the instance."),
        ("a%2Fb", 404, "The resource could not be found."),
        ("a%252Eb", 404, "Database a%2Eb cannot be found on the instance."),
        (
            "mysql",
            400,
            "Database delete error: Cannot delete database: Database name \"mysql\" is on the reserved list: ['mysql', 'information_schema', 'performance_schema', 'sys'].",
        ),
    ] {
        let answer = bench.delete(&format!("{path}/{name}"));
        assert_eq!(says(&answer), (status, message.to_owned()));
    }
}

#[test]
fn invalid_users_are_refused_as_the_server_does() {
    let bench = Bench::new();
    let path = format!("{}/users", instance(&bench));
    let reserved = "User name \"root\" is on the reserved list: ['os_admin', 'root'].";
    let missing = |who: &str| (404, format!("User {who} cannot be found on the instance."));
    let post = |users: Value| says(&bench.demo("POST", &path, json!({ "users": users })));
    let put = |at: &str, body: Value| says(&bench.demo("PUT", &format!("{path}{at}"), body));
    let exists = (400, "A user with the name \"bob\" already exists.".to_owned());
    assert_eq!(post(json!([{"name": "bob", "password": "p"}])), exists);
    let answer = post(json!([{"name": "root", "password": "p"}]));
    assert_eq!(answer, (400, format!("User create error: {reserved}")));
    // Access to a missing database is no error.
    let user = json!([{"name": "d2", "password": "p", "databases": [{"name": "nonesuch"}]}]);
    assert_eq!(post(user).0, 202);
    assert_eq!(
        says(&bench.get(&format!("{path}/root"))),
        (400, format!("User show error: {reserved}"))
    );
    assert_eq!(says(&bench.get(&format!("{path}/nope"))), missing("nope@%"));
    assert_eq!(says(&bench.delete(&format!("{path}/ann"))), missing("ann@%"));
    assert_eq!(bench.get(&format!("{path}/ann%4010.0.0.%25")).status, 200);
    // docs/server-behaviour.md 63: with the same host, the name counts as taken.
    assert_eq!(put("/bob", json!({"user": {"host": "%"}})), exists);
    let empty = (400, "Validation error: user {} should be non-empty".to_owned());
    assert_eq!(put("/bob", json!({"user": {}})), empty);
    let answer = put("", json!({"users": [{"name": "nope", "host": "h", "password": "p"}]}));
    assert_eq!(answer, missing("nope@h"));
    assert_eq!(put("/nope/databases", json!({"databases": [{"name": "zz"}]})), missing("nope@%"));
    let answer = says(&bench.delete(&format!("{path}/bob/databases/zz")));
    assert_eq!(answer, (404, "Database zz cannot be found on the instance.".into()));
}

#[test]
fn users_are_created_changed_and_deleted_before_they_are_listed() {
    let bench = Bench::new();
    let path = format!("{}/users", instance(&bench));
    let users = json!({"users": [{"name": "new", "password": "p", "databases": [{"name": "zz"}]}]});
    assert_eq!(bench.demo("POST", &path, users.clone()).status, 202);
    assert_eq!(names(&bench, &path), ["ann", "bob", "new"]);
    assert_eq!(names(&bench, &format!("{path}/new/databases")), ["zz"]);
    let exists = (400, "A user with the name \"new\" already exists.".to_owned());
    assert_eq!(says(&bench.demo("POST", &path, users)), exists);
    let body = json!({"user": {"name": "newer"}});
    assert_eq!(bench.demo("PUT", &format!("{path}/new"), body).status, 202);
    assert_eq!(bench.get(&format!("{path}/newer")).status, 200);
    assert_eq!(bench.delete(&format!("{path}/newer")).status, 202);
    assert_eq!(bench.get(&format!("{path}/newer")).status, 404);
}

#[test] // docs/server-behaviour.md 47
fn a_next_link_of_users_can_be_followed_as_it_is() {
    let bench = Bench::new();
    let path = format!("{}/users?limit=1", instance(&bench));
    let first = bench.get(&path);
    let link = first.body["links"][0]["href"].as_str().unwrap();
    let path = link.strip_prefix("http://cloud:8779").unwrap();
    let second = bench.send("GET", path, &[("x-auth-token", &bench.demo)], None);
    assert_eq!(second.body["users"][0]["name"], "bob", "{path}");
}

#[test]
fn a_renamed_user_keeps_its_grants() {
    let bench = Bench::new();
    let path = format!("{}/users", instance(&bench));
    let grant = json!({"databases": [{"name": "zz"}]});
    assert_eq!(bench.demo("PUT", &format!("{path}/bob/databases"), grant).status, 202);
    let body = json!({"user": {"name": "rob", "host": "h"}});
    assert_eq!(bench.demo("PUT", &format!("{path}/bob"), body).status, 202);
    bench.wait(1);
    let databases = json!({"databases": [{"name": "app"}, {"name": "zz"}]});
    assert_eq!(bench.get(&format!("{path}/rob%40h/databases")).body, databases);
    assert_eq!(bench.delete(&format!("{path}/rob%40h/databases/app")).status, 202);
    assert_eq!(bench.delete(&format!("{path}/rob%40h")).status, 202);
    bench.wait(1);
    assert_eq!(names(&bench, &path), ["ann"]);
}

#[test] // docs/server-behaviour.md 46
fn a_limit_of_zero_is_no_limit_and_markers_need_not_exist() {
    let bench = Bench::new();
    let path = format!("{}/databases", instance(&bench));
    let many: Vec<Value> = (0..30).map(|n| json!({"name": format!("d{n:02}")})).collect();
    assert_eq!(bench.demo("POST", &path, json!({ "databases": many })).status, 202);
    bench.wait(1);
    let count = |query: &str| names(&bench, &format!("{path}{query}")).len();
    assert_eq!(["", "?limit=50", "?limit=0", "?limit=-1"].map(count), [20, 20, 32, 32]);
    assert_eq!(names(&bench, &format!("{path}?marker=d28x")), ["d29", "zz"]);
    let page = bench.get(&format!("{path}?limit=2")).body;
    let next = page["links"][0]["href"].as_str().unwrap();
    assert!(next.ends_with("/databases?limit=2&marker=d00"), "{next}");
}

/// Runs a test without the server's defects and with them.
fn both<T>(probe: impl Fn(&Bench, String) -> T) -> (T, T) {
    let run = |faithful| {
        let bench = Bench::with(|options: &mut Options| options.faithful = faithful);
        let path = instance(&bench);
        probe(&bench, path)
    };
    (run(false), run(true))
}

#[test] // docs/server-behaviour.md 1
fn deleting_a_database_with_a_dot_deletes_another() {
    let seen = both(|bench, path| {
        let path = format!("{path}/databases");
        bench.demo("POST", &path, json!({"databases": [{"name": "app.b"}]}));
        bench.wait(1);
        assert_eq!(bench.delete(&format!("{path}/app.b")).status, 202);
        bench.wait(1);
        names(bench, &path)
    });
    let owned = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    assert_eq!(seen, (owned(["app", "zz"]), owned(["app.b", "zz"])));
}

#[test] // docs/server-behaviour.md 1
fn a_suffix_is_lost_or_moves_to_the_user() {
    let seen = both(|bench, path| {
        let path = format!("{path}/users");
        bench.demo("POST", &path, json!({"users": [{"name": "x.json", "password": "p"}]}));
        bench.wait(1);
        let status = |name: &str| bench.get(&format!("{path}/{name}")).status;
        let revoked = bench.delete(&format!("{path}/bob/databases/a.b"));
        (status("x.json"), status("x%252Ejson"), revoked.error().1.to_owned())
    });
    let lost = |what: &str| format!("{what} cannot be found on the instance.");
    assert_eq!(seen, ((200, 200, lost("Database a.b")), (404, 200, lost("User bob.b@%"))));
}

#[test] // docs/server-behaviour.md 31
fn missing_keys_crash_the_server() {
    let seen = both(|bench, path| {
        let put = |at: &str| bench.demo("PUT", &format!("{path}/users{at}"), json!({})).status;
        let post = bench.demo("POST", &format!("{path}/databases"), json!({})).status;
        let limit = bench.get(&format!("{path}/users?limit=abc")).status;
        [put(""), put("/bob"), put("/bob/databases"), post, limit]
    });
    assert_eq!(seen, ([400; 5], [500; 5]));
}

#[test]
fn the_superuser_is_enabled_and_disabled() {
    let bench = Bench::new();
    let path = instance(&bench);
    let root = format!("{path}/root");
    let never = (404, "Root user has never been enabled on the instance.".to_owned());
    assert_eq!(says(&bench.delete(&root)), never);
    let given = |body: Value| bench.demo("POST", &root, body).body["user"].clone();
    assert_eq!(given(json!({"password": "Zz1"})), json!({"name": "root", "password": "Zz1"}));
    let made_up = given(json!({"password": ""}));
    assert!(made_up["password"].as_str().unwrap().len() > 20, "{made_up}");
    assert_eq!(bench.get(&root).body, json!({"rootEnabled": true}));
    assert_eq!(names(&bench, &format!("{path}/users")), ["ann", "bob"]);
    // The route of clusters finds instances, too.
    assert_eq!(
        bench.get(&root.replace("instances", "clusters")).body,
        json!({"rootEnabled": true})
    );
    let answer = bench.delete(&root);
    assert_eq!((answer.status, answer.body), (204, json!("")));
    assert_eq!(bench.get(&root).body, json!({"rootEnabled": false}));
    assert_eq!(says(&bench.delete(&root)), never);
    // The history is kept.
    let shown = bench.admin_get(&path.replace("/instances", "/mgmt/instances")).body;
    assert!(shown["instance"]["root_enabled_by"].is_string(), "{shown}");
}

#[test] // docs/server-behaviour.md 42
fn the_superuser_is_found_only_in_the_own_project() {
    let bench = Bench::new();
    let path = instance(&bench);
    let missing = (404, "DBCluster Not Found".to_owned());
    assert_eq!(says(&bench.admin_get(&format!("{path}/root"))), missing);
    assert_eq!(bench.admin_get(&format!("{path}/users")).status, 200);
    let nobody = "/instances/11111111-1111-4111-8111-111111111111/root";
    assert_eq!(says(&bench.get(nobody)), missing);
}

#[test]
fn a_silent_guest_agent_is_refused() {
    let bench = Bench::with(|options| options.faults = "status=SILENT:db*".parse().unwrap());
    let path = instance(&bench);
    bench.wait(600);
    let (status, message) = says(&bench.get(&format!("{path}/databases")));
    assert_eq!(status, 422);
    assert!(message.contains("is not ready, status: "), "{message}");
}

#[test]
fn no_password_is_stored_in_clear() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("state");
    let bench = Bench::with(|options| options.state = State::File(file.clone()));
    let path = instance(&bench);
    let user = json!({"users": [{"name": "eve", "password": "s3cret-Pw"}]});
    assert_eq!(bench.demo("POST", &format!("{path}/users"), user).status, 202);
    bench.demo("PUT", &format!("{path}/users/bob"), json!({"user": {"password": "s3cret-Pw"}}));
    bench.demo("POST", &format!("{path}/root"), json!({"password": "s3cret-Pw"}));
    for entry in std::fs::read_dir(directory.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("s3cret-Pw"));
    }
}

#[test] // docs/server-behaviour.md 17
fn a_silent_guest_agent_does_not_report_the_used_space() {
    let bench = Bench::with(|options| options.faults = "status=SILENT:mute".parse().unwrap());
    let (well, mute) = (bench.running("db1"), bench.create("mute"));
    bench.wait(10);
    let volume =
        |id: &str| bench.get(&format!("/instances/{id}")).body["instance"]["volume"].clone();
    assert_eq!(volume(&well), json!({"size": 1, "used": 0.16}));
    assert_eq!(volume(&mute), json!({"size": 1}));
}

#[test] // docs/server-behaviour.md 27
fn errors_of_the_guest_agent_and_nova_are_400() {
    let bench = Bench::with(|options| options.faults = "status=SILENT:mute".parse().unwrap());
    let mute = bench.create("mute");
    bench.wait(10);
    let answer = bench.demo("POST", &format!("/instances/{mute}/log"), json!({"name": "general"}));
    assert_eq!(answer.error(), (400, "Timeout trying to connect to the Guest Agent."));
    let new = |changes: Value| {
        let mut instance = json!({"name": "x", "flavorRef": "2", "volume": {"size": 1}});
        instance.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        bench.demo("POST", "/instances", json!({"instance": instance})).status
    };
    assert_eq!(new(json!({"flavorRef": "99"})), 400);
    assert_eq!(new(json!({"datastore": {"type": "mysql", "version": "9.9"}})), 400);
}

#[test] // docs/server-behaviour.md 48
fn postgresql_pages_by_name_and_mysql_by_name_and_host() {
    let bench = Bench::new();
    let new = json!({"instance": {"name": "pg", "flavorRef": "2", "volume": {"size": 1}, "datastore": {"type": "postgresql"}}});
    let pg = bench.demo("POST", "/instances", new).body["instance"]["id"].clone();
    for (id, marker) in [(bench.running("db1"), "a%2540%2525"), (pg.as_str().unwrap().into(), "a")]
    {
        let users =
            json!({"users": [{"name": "a", "password": "pw1"}, {"name": "b", "password": "pw1"}]});
        let path = format!("/instances/{id}/users");
        assert_eq!(bench.demo("POST", &path, users).status, 202);
        bench.wait(2);
        let page = bench.get(&format!("{path}?limit=1")).body;
        assert_eq!(page["users"][0]["name"], "a", "{page}");
        let next = page["links"][0]["href"].as_str().unwrap();
        assert!(next.ends_with(&format!("marker={marker}")), "{next}");
        let rest = bench.get(&format!("{path}?marker={}", marker.replace("%25", "%"))).body;
        assert_eq!(rest["users"].as_array().unwrap().len(), 1, "{rest}");
        assert_eq!(rest["users"][0]["name"], "b");
    }
}
