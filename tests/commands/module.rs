//! `trove module`

use crate::support::cloud::Cloud;
use serde_json::{Value, json};

/// A module of this name with the contents `message=hi`.
fn create(cloud: &Cloud, name: &str, options: &str) {
    let ran = cloud.piped(&format!("module create {name} ping - {options}"), "message=hi\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
}

fn id(cloud: &Cloud, name: &str) -> String {
    cloud.ok(&format!("module show {name} -f value -c id")).trim_end().to_owned()
}

#[test]
fn create_reads_a_file_or_standard_input() {
    let cloud = Cloud::new();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("data.txt");
    std::fs::write(&file, "hello").unwrap();
    let ran = cloud.run(&format!(
        "module create m Ping {} --description d --datastore mysql --datastore_version 8.0.32 --live_update --apply_order 3 -f json",
        file.display()
    ));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.bodies,
        [json!({"module": {
            "name": "m", "module_type": "ping", "contents": "aGVsbG8=", "description": "d",
            "datastore": {"type": "mysql", "version": "8.0.32"}, "all_tenants": 0, "auto_apply": 0,
            "visible": 1, "live_update": 1, "priority_apply": 0, "apply_order": 3,
        }})]
    );
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&shown["datastore"], &shown["auto_apply"]), (&json!("mysql"), &json!(false)));
    let ran = cloud.piped("module create n ping -", "\u{0}binary");
    assert_eq!(ran.bodies[0]["module"]["contents"], "AGJpbmFyeQ==");
}

#[test]
fn create_refuses_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (line, says) in [
        ("m ping -", "'standard input' is empty: a module needs contents"),
        ("m ping /nonexistent/file", "cannot read '/nonexistent/file': "),
        ("m ping - --apply-order 10", "10 is not in 0..=9"),
        ("m ping - --datastore-version 8", "--datastore"),
        ("m ping - --full-access --hidden", "cannot be used with"),
    ] {
        cloud.run(&format!("module create {line}")).failed(2, says).sent_nothing();
    }
    let ran = cloud.piped("module create m nope -", "x");
    ran.failed(3, "Module type 'nope' was not found. (HTTP 404)");
    let ran = cloud.piped("module create m ping - --auto-apply", "x");
    ran.failed(4, "You must be admin to create a module with these options. (Auto: 1)");
}

#[test]
fn modules_are_listed_shown_and_found_by_name() {
    let cloud = Cloud::new();
    create(&cloud, "m1", "--datastore mysql");
    create(&cloud, "m2", "");
    assert_eq!(
        cloud.ok("module list -f csv --sort-column Name").lines().next().unwrap(),
        "\"ID\",\"Name\",\"Type\",\"Datastore\",\"Version\",\"Auto Apply\",\"Priority\",\"Order\",\"Admin\",\"Tenant\",\"Visible\""
    );
    assert_eq!(cloud.ok("module list --datastore mysql -f value -c Name"), "m1\n");
    let ran = cloud.run("module list --datastore ALL -f value -c Name");
    assert_eq!((ran.out.as_str(), ran.asked[0].as_str()), ("m2\n", "GET /modules?datastore=all"));
    let ran = cloud.run("module show m1 -f json");
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&shown["datastore"], &shown["instance_count"]), (&json!("mysql"), &json!(0)));
    assert!(shown.get("links").is_none() && shown["description"].is_null());
    cloud.run("module show nope").failed(3, "no module has the name or ID 'nope'");
    create(&cloud, "m1", "");
    cloud.run("module show m1").failed(3, "2 modules are called 'm1'");
    assert_eq!(cloud.run("module delete m1").failed(3, "2 modules").changes(), [""; 0]);
}

#[test]
fn instance_count_counts_the_instances() {
    // The server counts two for every module (trove/module/service.py:70).
    let cloud = Cloud::answering(|line| {
        let module = json!({"id": "x", "name": "m", "type": "ping", "instance_count": 2});
        match line {
            "GET /modules" => Some((200, json!({"modules": [module]}))),
            "GET /modules/x" => Some((200, json!({"module": module}))),
            line if line.starts_with("GET /modules/x/instances?count_only=True") => {
                let row = |count: u64, current: bool| {
                    json!({"module_name": "m", "module_id": "x", "module_md5": "d",
                           "instance_count": count, "current": current})
                };
                Some((200, json!({"instances": [row(5, true), row(3, false)]})))
            }
            _ => None,
        }
    });
    assert_eq!(cloud.ok("module show m -f value -c instance_count"), "5\n");
}

#[test]
fn update_sends_only_what_changes() {
    let cloud = Cloud::new();
    create(&cloud, "m", "");
    let ran = cloud.run("module update m --name n --type PING --no_live_update --apply_order 2 --all_datastores -f json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.bodies,
        [json!({"module": {
            "name": "n", "module_type": "ping", "all_datastores": 1, "all_datastore_versions": 1,
            "live_update": 0, "apply_order": 2,
        }})]
    );
    cloud.run("module update n").failed(2, "nothing to change in 'n'").sent_nothing();
    for pair in
        ["--hidden --no-hidden", "--auto-apply --no-auto-apply", "--datastore x --all-datastores"]
    {
        cloud.run(&format!("module update n {pair}")).failed(2, "cannot be used").sent_nothing();
    }
    cloud.run("module update n --hidden").failed(4, "You must be admin to update");
}

#[test]
fn a_module_is_applied_listed_and_removed() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    create(&cloud, "m1", "");
    create(&cloud, "m2", "");
    let (one, two) = (id(&cloud, "m1"), id(&cloud, "m2"));
    let ran = cloud.run("module apply db1 m1 m2 -f csv --sort-column Name");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"modules": [{"id": one}, {"id": two}]})]);
    assert_eq!(
        ran.out,
        "\"Name\",\"Type\",\"Datastore\",\"Version\",\"Status\",\"Message\"\n\
         \"m1\",\"ping\",\"all\",\"all\",\"OK\",\"hi\"\n\"m2\",\"ping\",\"all\",\"all\",\"OK\",\"hi\"\n"
    );
    let held = cloud.ok("module list instance db1 -f csv");
    assert!(
        held.starts_with("\"ID\",\"Name\",\"Type\",\"Md5\",\"Created\",\"Updated\"\n"),
        "{held}"
    );
    let ran = cloud.run("module query db1 -f value -c Name -c Status --sort-column Name");
    assert_eq!(ran.out, "m1 OK\nm2 OK\n");
    assert!(ran.asked[1].ends_with("/modules?from_guest=True"), "{:?}", ran.asked);
    assert_eq!(cloud.ok("module instances m1 -f value -c Name"), "db1\n");
    assert_eq!(cloud.ok("module instance count m1 -f value -c Current -c Count"), "True 1\n");
    cloud
        .run("module delete m1")
        .failed(4, "(HTTP 403)")
        .failed(4, "'trove module remove INSTANCE ");
    assert_eq!(cloud.ok("module remove db1 m1"), "");
    assert_eq!(cloud.ok("module delete m1"), "");
    assert_eq!(cloud.ok("module list instance db1 -f value -c Name"), "m2\n");
}

#[test]
fn a_module_that_could_not_be_applied_is_a_failure() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    assert_eq!(cloud.piped("module create bad ping -", "nothing").code, 0);
    let ran = cloud.run("module apply db1 bad -f value -c Status");
    assert_eq!((ran.code, ran.out.as_str()), (1, "ERROR\n"));
    assert!(ran.err.contains("1 of 1 modules could not be applied"), "{}", ran.err);
}

#[test] // docs/server-behaviour.md 68
fn an_unknown_module_is_an_error() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let unknown = "dddddddd-0000-4000-8000-000000000001";
    for name in [unknown, "nope"] {
        let ran = cloud.run(&format!("module apply db1 {name}"));
        assert_eq!(ran.failed(3, "no module has the name or ID").changes(), [""; 0]);
    }
    cloud.run("module apply db9 m").failed(3, "no instance has the name or ID 'db9'");
}

#[test] // docs/server-behaviour.md 33
fn an_administrator_without_a_list_gets_a_hint() {
    let cloud = Cloud::answering(|line| {
        let fault = json!({"instanceFault": {"code": 500, "message": "Internal Server Error."}});
        (line == "GET /modules").then_some((500, fault))
    });
    for line in ["module list", "module show m", "module delete m"] {
        cloud.run(line).failed(1, "hint: some servers cannot list modules for administrators");
    }
}

#[test]
fn reapply_waits_until_all_instances_have_the_current_contents() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    create(&cloud, "m", "--live-update");
    cloud.ok("module apply db1 m");
    assert_eq!(cloud.piped("module update m --file -", "message=ho").code, 0);
    let ran = cloud.run("module reapply m --batch_size 5 --delay 2 --wait -f value -c name");
    assert_eq!((ran.code, ran.out.as_str()), (0, "m\n"), "{}", ran.err);
    assert_eq!(
        ran.bodies,
        [
            json!({"reapply": {"include_clustered": 0, "batch_size": 5, "batch_delay": 2, "force": 0}})
        ]
    );
    assert!(ran.err.contains("module 'm': current on 0 of 1 instances"), "{}", ran.err);
    assert_eq!(cloud.ok("module query db1 -f value -c Message"), "ho\n");
    assert_eq!(cloud.ok("module reapply m --md5 x --include_clustered --force"), "");
    cloud.run("module reapply m --batch-size 0").failed(2, "0 is not in 1..").sent_nothing();
}

#[test]
fn retrieve_makes_file_names_safe_and_overwrites_no_file() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    create(&cloud, "'../../m'", "");
    let module = id(&cloud, "'../../m'");
    cloud.ok(&format!("module apply db1 {module}"));
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("out");
    let line = format!("module retrieve db1 --directory {} --prefix pre", place.display());
    let file = place.join("pre_.._.._m_all_all.dat");
    assert_eq!(
        cloud.ok(&line),
        format!("Module contents for '../../m' written to '{}'\n", file.display())
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "message=hi\n");
    std::fs::write(&file, "mine").unwrap();
    cloud.run(&line).failed(2, "already exists").failed(2, "hint: --force");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    cloud.ok(&format!("{line} --force"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "message=hi\n");
}

#[test]
fn retrieve_writes_every_module_that_it_can_under_a_name_of_its_own() {
    let cloud = Cloud::answering(|line| {
        let module = |id: &str, name: &str, contents: &str| {
            json!({"id": id, "name": name, "type": "ping", "datastore": "mysql",
                   "datastore_version": "8", "contents": contents})
        };
        let long = "n".repeat(255);
        let modules = [
            module("1", "same", "b25l"),
            module("2", "broken", "***"),
            module("3", "same", "dHdv"),
            module("4", &long, "dGhyZWU="),
        ];
        line.contains("/modules?").then(|| (200, json!({"modules": modules})))
    })
    .with_instances(&["db1"]);
    let directory = tempfile::tempdir().unwrap();
    let ran = cloud.run(&format!("module retrieve db1 --directory {}", directory.path().display()));
    assert_eq!((ran.code, ran.out.lines().count()), (1, 3), "{ran:?}");
    assert!(ran.err.contains("module 'broken': its contents are not base64"), "{}", ran.err);
    let read = |name: &str| std::fs::read_to_string(directory.path().join(name)).unwrap();
    assert_eq!(read("same_mysql_8.dat"), "one");
    assert_eq!(read("same_mysql_8_3.dat"), "two");
    assert_eq!(read(&format!("{}_4.dat", "n".repeat(249))), "three");
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 3);
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (verb, options) in [
        ("list", ["-c nonsense", "-f shell"]),
        ("list instance db1", ["-c nonsense", "-f shell"]),
        ("instances m", ["-c nonsense", "-f shell"]),
        ("instance count m", ["-c nonsense", "-f shell"]),
        ("query db1", ["-c nonsense", "-f shell"]),
        ("apply db1 m", ["-c nonsense", "-f shell"]),
        ("show m", ["-c nonsense", "-f csv"]),
        ("create m ping -", ["-c nonsense", "-f csv"]),
        ("update m --name n", ["-c nonsense", "-f csv"]),
        ("reapply m --wait", ["-c nonsense", "-f csv"]),
    ] {
        for options in options {
            let ran = cloud.piped(&format!("module {verb} {options}"), "contents");
            ran.failed(2, "").sent_nothing();
        }
    }
}
