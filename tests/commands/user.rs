//! `trove user`

use crate::support::cloud::Cloud;
use serde_json::json;

fn cloud() -> Cloud {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("user create db1 bob pw1 --databases app --wait");
    cloud.ok("user create db1 ann pw1 --host 10.0.0.% --wait");
    cloud
}

fn names(cloud: &Cloud) -> String {
    cloud.ok("user list db1 -f value")
}

/// The method and the path below the instance of the only change.
fn changed(ran: &crate::support::cloud::Ran) -> (String, String) {
    let changes = ran.changes();
    assert_eq!(changes.len(), 1, "{:?}", ran.asked);
    let (method, path) = changes.first().and_then(|line| line.split_once(' ')).unwrap();
    let parts: Vec<&str> = path.split('/').skip(3).collect();
    (method.to_owned(), parts.join("/"))
}

fn is(method: &str, path: &str) -> (String, String) {
    (method.to_owned(), path.to_owned())
}

#[test]
fn create_sends_what_the_reference_sends_and_waits() {
    let cloud = cloud();
    let ran = cloud.run("user create db1 eve pw2 --host 192.0.2.1 --databases a b --wait");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(changed(&ran), is("POST", "users"));
    let databases = json!([{"name": "a"}, {"name": "b"}]);
    let user =
        json!({"name": "eve", "password": "pw2", "host": "192.0.2.1", "databases": databases});
    assert_eq!(ran.bodies, [json!({ "users": [user] })]);
    assert!(ran.err.ends_with("user 'eve@192.0.2.1': in the list (0s)\n"), "{}", ran.err);
    let ran = cloud.run("user create db1 min pw2");
    let user = json!({"name": "min", "password": "pw2", "databases": []});
    assert_eq!(ran.bodies, [json!({ "users": [user] })]);
}

#[test]
fn passwords_can_come_from_standard_input() {
    let cloud = cloud();
    for line in ["user create db1 u1 -", "user create db1 u2 --password-stdin"] {
        let ran = cloud.piped(line, "p w\r\nmore\n");
        assert_eq!(ran.bodies[0]["users"][0]["password"], "p w", "{}", ran.err);
    }
    let ran = cloud.piped("user update attributes db1 bob --new_password -", "pw9");
    assert_eq!(ran.bodies, [json!({"user": {"password": "pw9"}})]);
    cloud.run("user create db1 u3").failed(2, "hint: --password-stdin").sent_nothing();
    cloud.run("user create db1 u3 -").failed(2, "no password for 'u3' on standard").sent_nothing();
}

#[test]
fn a_password_that_the_service_would_echo_is_refused_and_not_shown() {
    let cloud = cloud();
    for line in ["user create db1 u1 -", "user update attributes db1 bob --new-password -"] {
        let ran = cloud.piped(line, "*!*\n");
        ran.failed(2, "would not accept the password of").sent_nothing();
        assert!(!ran.err.contains("*!*"), "{}", ran.err);
    }
    for options in ["--users 'u:*!*'", "--user 'name=u,password=*!*'"] {
        let create = format!("instance create db2 --flavor 2 --size 1 {options}");
        let ran = cloud.run(&create);
        ran.failed(2, "would not accept the password of 'u'").sent_nothing();
        assert!(!ran.err.contains("*!*"), "{}", ran.err);
    }
}

#[test]
fn list_joins_databases_and_show_does_not() {
    let cloud = cloud();
    cloud.ok("user grant access db1 bob zz");
    assert_eq!(names(&cloud), "ann 10.0.0.% \nbob % app, zz\n");
    let shown = cloud.json("user show db1 bob");
    assert_eq!(
        shown,
        json!({"databases": [{"name": "app"}, {"name": "zz"}], "host": "%", "name": "bob"})
    );
    assert_eq!(cloud.ok("user show access db1 bob -f value"), "app\nzz\n");
}

#[test]
fn columns_and_formats_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = cloud();
    for line in [
        "user list db1 -c x",
        "user show access db1 bob -f shell",
        "user show db1 bob -f csv",
        "db list db1 -c x",
    ] {
        cloud.run(line).failed(2, "").sent_nothing();
    }
}

#[test]
fn the_error_of_an_unknown_user_names_the_hosts_of_that_name() {
    let cloud = cloud();
    for line in ["show db1 ann", "show access db1 ann", "delete db1 ann", "grant access db1 ann a"]
    {
        let ran = cloud.run(&format!("user {line}"));
        ran.failed(3, "User ann@% cannot be found")
            .failed(3, "there is 'ann' with --host '10.0.0.%'");
    }
    cloud.run("user show db1 nobody").failed(3, "User nobody@% cannot be found");
    cloud.run("user show nothing bob").failed(3, "no instance has the name or ID 'nothing'");
    assert_eq!(cloud.ok("user show db1 ann --host 10.0.0.% -f value -c name"), "ann\n");
    assert_eq!(cloud.ok("user show db1 ann@10.0.0.% -f value -c name"), "ann\n");
}

#[test]
fn an_ambiguous_instance_is_an_error() {
    let cloud = cloud().with_instances(&["db1"]);
    let ran = cloud.run("user delete db1 bob");
    assert_eq!(ran.failed(3, "2 instances are called 'db1'").changes(), [""; 0]);
}

#[test]
fn delete_waits_until_the_user_is_gone() {
    let cloud = cloud();
    let ran = cloud.run("user delete db1 ann --host 10.0.0.% --wait");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(changed(&ran), is("DELETE", "users/ann%4010.0.0.%25"));
    assert_eq!(names(&cloud), "bob % app\n");
    let ran = cloud.run("user delete db1 ann");
    ran.failed(3, "failed to delete user 'ann': User ann@% cannot be found");
    cloud.run("user delete db1 root").failed(1, "is on the reserved list");
}

#[test]
fn access_is_granted_and_revoked() {
    let cloud = cloud();
    let ran = cloud.run("user grant access db1 ann a b --host 10.0.0.%");
    assert_eq!(changed(&ran), is("PUT", "users/ann%4010.0.0.%25/databases"));
    assert_eq!(ran.bodies, [json!({"databases": [{"name": "a"}, {"name": "b"}]})]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let ran = cloud.run("user revoke access db1 ann a --host 10.0.0.%");
    assert_eq!(changed(&ran), is("DELETE", "users/ann%4010.0.0.%25/databases/a"));
    assert_eq!(cloud.ok("user show access db1 ann --host 10.0.0.% -f value"), "b\n");
    cloud.run("user revoke access db1 bob nope").failed(3, "Database nope cannot be found");
}

#[test] // docs/server-behaviour.md 31
fn a_grant_without_databases_is_not_sent() {
    cloud().run("user grant access db1 bob").failed(2, "DATABASE").sent_nothing();
}

#[test] // docs/server-behaviour.md 1
fn revoking_access_to_a_database_with_a_dot_in_its_name_is_refused() {
    let ran = cloud().run("user revoke access db1 bob app.b");
    ran.failed(2, "cannot name the database 'app.b' in a request").sent_nothing();
}

#[test] // docs/server-behaviour.md 1
fn users_with_unusual_names_are_found_changed_and_deleted() {
    let cloud = cloud();
    for name in ["x.json", "x.y", "..1", "a/b", "a#b", "a?b", "ö1", "a%41", "u@v", "u@", "json"] {
        let literal = format!("'{name}' --host %");
        cloud.ok(&format!("user create db1 {literal} pw1 --wait"));
        assert_eq!(
            cloud.ok(&format!("user show db1 {literal} -f value -c name")),
            format!("{name}\n")
        );
        cloud.ok(&format!("user show access db1 {literal}"));
        cloud.ok(&format!("user delete db1 {literal} --wait"));
        assert_eq!(names(&cloud).lines().count(), 2, "{name}");
    }
    let ran = cloud.run("user delete db1 ..");
    assert_eq!(changed(&ran), is("DELETE", "users/%252E%252E"));
}

#[test]
fn update_sends_only_what_changes_and_waits() {
    let cloud = cloud();
    let ran = cloud.run(
        "user update attributes db1 ann --host 10.0.0.% --new_name n --new_password p1 --new_host h2 --wait",
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(changed(&ran), is("PUT", "users/ann%4010.0.0.%25"));
    assert_eq!(ran.bodies, [json!({"user": {"name": "n", "password": "p1", "host": "h2"}})]);
    assert_eq!(names(&cloud), "bob % app\nn h2 \n");
    let ran = cloud.run("user update attributes db1 bob --new-password p2 --wait");
    assert!(ran.err.contains("does not show when a new password"), "{}", ran.err);
}

#[test] // docs/server-behaviour.md 63
fn update_does_not_repeat_an_unchanged_name_and_host() {
    let cloud = cloud();
    let ran =
        cloud.run("user update attributes db1 bob --new-name bob --new-host % --new-password p2");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"user": {"password": "p2"}})]);
    for options in ["", "--new-name bob", "--new-host %"] {
        let ran = cloud.run(&format!("user update attributes db1 bob {options}"));
        ran.failed(2, "nothing to change in the user 'bob'").sent_nothing();
    }
    cloud.ok("user create db1 eve pw1 --wait");
    let ran = cloud.run("user update attributes db1 bob --new-name eve");
    ran.failed(1, "A user with the name \"eve\" already exists.");
}

#[test]
fn several_passwords_change_in_one_request() {
    let cloud = cloud();
    let ran = cloud.piped("user set-passwords db1 bob ann@10.0.0.%:-", "one1\ntwo2\n");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(changed(&ran), is("PUT", "users"));
    let ann = json!({"name": "ann", "host": "10.0.0.%", "password": "two2"});
    assert_eq!(ran.bodies, [json!({"users": [{"name": "bob", "password": "one1"}, ann]})]);
    let ran = cloud.run("user set-passwords db1 bob:a:b");
    assert_eq!(ran.bodies[0]["users"][0]["password"], "a:b");
    let ran = cloud.run("user set-passwords db1 bob:pw1 nobody:pw2");
    ran.failed(3, "User nobody@% cannot be found");
    let ran = cloud.piped("user set-passwords db1 bob ann", "one1\n");
    ran.failed(2, "no password for 'ann' on standard input").sent_nothing();
    cloud.run("user set-passwords db1 :s3cret").failed(2, "a user needs a name").sent_nothing();
}

#[test] // docs/server-behaviour.md 48, 47
fn markers_with_special_characters_are_sent_back_unchanged() {
    let cloud = cloud();
    for n in 0..45 {
        cloud.ok(&format!("user create db1 u{n:02}%41 pw1 --host 10.%"));
    }
    cloud.wait(1);
    let all = cloud.run("user list db1 -f value -c Name");
    assert_eq!((all.code, all.out.lines().count()), (0, 47), "{}", all.err);
    let pages: Vec<_> = all.asked.iter().filter(|line| line.contains("/users")).collect();
    assert_eq!(pages.len(), 3);
    assert!(pages[1].ends_with("/users?marker=u17%2541%4010.%25"), "{pages:?}");
}

#[test]
fn an_instance_is_created_with_users_that_have_hosts_and_databases() {
    let cloud = Cloud::new();
    let ran = cloud.piped(
        "instance create db1 --flavor 2 --size 1 --datastore mysql --databases a --database name=b,character-set=utf8mb4 \
         --users w:- --user name=u,password=-,host=10.%,databases=a --user name=v,password=p,1,databases= --wait",
        "one1\ntwo2\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (a, b) = (json!({"name": "a"}), json!({"name": "b"}));
    let instance = &ran.bodies.last().unwrap()["instance"];
    assert_eq!(instance["databases"], json!([a, {"name": "b", "character_set": "utf8mb4"}]));
    assert_eq!(
        instance["users"],
        json!([
            {"name": "w", "password": "one1", "databases": [a, b]},
            {"name": "u", "password": "two2", "host": "10.%", "databases": [a]},
            {"name": "v", "password": "p,1", "databases": []},
        ])
    );
    assert_eq!(cloud.ok("user list db1 -f value"), "u 10.% a\nv % \nw % a, b\n");
    assert_eq!(cloud.ok("db list db1 -f value"), "a\nb\n");
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = cloud();
    for line in [
        "list db1 -c nonsense",
        "list db1 -f shell",
        "show db1 bob -c nonsense",
        "show db1 bob -f csv",
        "show access db1 bob -c nonsense",
        "show access db1 bob -f shell",
    ] {
        cloud.run(&format!("user {line}")).failed(2, "").sent_nothing();
    }
}
