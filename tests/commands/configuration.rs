//! `trove configuration` and `trove configuration parameter`

use crate::support::cloud::Cloud;
use serde_json::{Value, json};
use std::io::Write;

const VERSION: &str = "b00000b0-00b0-0b00-00b0-000b000000bb";
const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";

fn id(cloud: &Cloud, name: &str) -> String {
    cloud.ok(&format!("configuration show {name} -f value -c id")).trim_end().to_owned()
}

fn values(cloud: &Cloud, name: &str) -> Value {
    let shown = cloud.json(&format!("configuration show {name}"));
    serde_json::from_str(shown.get("values").and_then(Value::as_str).unwrap()).unwrap()
}

/// A cloud with a group `c1` that needs no restart, and `slow` that does.
fn cloud() -> Cloud {
    let cloud = Cloud::new();
    cloud.ok("configuration create c1 '{\"connect_timeout\": 20, \"join_buffer_size\": 512}'");
    cloud.ok("configuration create slow '{\"innodb_buffer_pool_size\": 8388608}'");
    cloud
}

/// A cloud whose group `c1` has a value that the service hides.
fn cloud_with_secret() -> Cloud {
    let cloud = cloud();
    let create = format!("mgmt configuration parameter create {VERSION} my_password --type string");
    assert_eq!(cloud.admin(&create).code, 0);
    cloud.ok("configuration parameter set c1 '{\"my_password\": \"s3cret\"}'");
    cloud
}

#[test]
fn create_prints_the_group_with_its_values_as_one_text() {
    let line = "configuration create c1 '{\"join_buffer_size\": 512, \"collation_server\": \"x\"}' \
                --datastore mysql --datastore-version 8.0.32 --datastore-version-number 8.0.32 --description d -f json";
    let ran = Cloud::new().run(line);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["values"], r#"{"join_buffer_size": 512, "collation_server": "x"}"#);
    assert!(shown.get("datastore_version_id").is_none());
    assert_eq!(ran.changes(), ["POST /configurations"]);
    assert_eq!(
        ran.bodies[0]["configuration"],
        json!({
            "name": "c1", "values": {"join_buffer_size": 512, "collation_server": "x"}, "description": "d",
            "datastore": {"type": "mysql", "version": "8.0.32", "version_number": "8.0.32"},
        })
    );
}

#[test]
fn values_come_from_a_file_or_standard_input_too() {
    let cloud = cloud();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"{\"connect_timeout\": 30}").unwrap();
    cloud.ok(&format!("configuration create c2 @{}", file.path().display()));
    assert_eq!(values(&cloud, "c2"), json!({"connect_timeout": 30}));
    assert_eq!(cloud.piped("configuration set c2 -", "{\"connect_timeout\": 40}\n").code, 0);
    assert_eq!(values(&cloud, "c2"), json!({"connect_timeout": 40}));
}

#[test]
fn values_that_are_not_an_object_are_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (values, says) in [
        ("'{bad}'", "the values are not JSON: "),
        ("[1]", "the values are JSON, but not an object"),
        ("@nowhere", "cannot read 'nowhere': "),
        ("-", "the values are not JSON: "),
        ("'{\"a\": null}'", "the value of 'a' is not a number, text, true or false"),
        ("'{\"a\": [1]}'", "the value of 'a' is not a number"),
        ("'{\"a_token\": \"***\"}'", "hides the value of 'a_token'"),
        ("{} --description ''", "'' is not a description"),
        ("{} -c nonsense", "nonsense"),
        ("{} -f csv", "csv"),
    ] {
        cloud.run(&format!("configuration create c1 {values}")).failed(2, says).sent_nothing();
    }
    cloud.run("configuration create -- -- {}").failed(2, "'--' is not a name").sent_nothing();
}

#[test] // docs/server-behaviour.md 64
fn a_value_of_a_wrong_type_is_refused_with_a_hint() {
    let ran = cloud().run("configuration parameter set c1 '{\"connect_timeout\": \"5\"}'");
    ran.failed(1, "connect_timeout is not of type integer. (HTTP 422)")
        .failed(1, "hint: 'trove configuration parameter list' shows");
}

#[test]
fn list_fetches_each_datastore_version_once() {
    let cloud = cloud();
    cloud.ok("configuration create other {} --datastore-version 8.4.0");
    let ran = cloud.run("configuration list -f csv --sort-column Name");
    assert_eq!(ran.asked.len(), 3, "{:?}", ran.asked);
    assert!(ran.asked.contains(&format!("GET /datastores/versions/{VERSION}")));
    let header = "\"ID\",\"Name\",\"Description\",\"Datastore Name\",\"Datastore Version Name\",\"Datastore Version Number\"\n";
    assert!(ran.out.starts_with(header), "{}", ran.out);
    assert!(ran.out.contains(",\"c1\",\"\",\"mysql\",\"8.0.32\",\"8.0.32\"\n"), "{}", ran.out);
    assert!(ran.out.contains(",\"other\",\"\",\"mysql\",\"8.4.0\",\"8.4.0\"\n"), "{}", ran.out);
    let ran = cloud.run("configuration list -f value -c Name --sort-column Name");
    assert_eq!((ran.out.as_str(), ran.asked.len()), ("c1\nother\nslow\n", 1));
    assert_eq!(cloud.run("configuration list -f raw").asked, ["GET /configurations"]);
}

#[test]
fn list_is_one_page_and_says_if_there_is_more() {
    let cloud = Cloud::new();
    for n in 0..21 {
        cloud.ok(&format!("configuration create c{n} {{}}"));
    }
    let first = cloud.run("configuration list -f value -c Name");
    assert_eq!(first.out.lines().count(), 20);
    assert!(first.err.starts_with("20 shown, more exist: --all"), "{}", first.err);
    for options in ["--all", "--limit 21"] {
        let all = cloud.run(&format!("configuration list -f value -c Name {options}"));
        assert_eq!((all.out.lines().count(), all.err.as_str()), (21, ""));
    }
    let last =
        cloud.ok("configuration list --all -f value -c ID").lines().nth(19).unwrap().to_owned();
    let rest = cloud.ok(&format!("configuration list -f value -c ID --marker {last}"));
    assert_eq!(rest.lines().count(), 1);
}

#[test]
fn show_finds_a_group_by_name_or_id() {
    let cloud = cloud();
    let shown = cloud.json(&format!("configuration show {}", id(&cloud, "c1")));
    assert_eq!(shown["values"], r#"{"connect_timeout": 20, "join_buffer_size": 512}"#);
    assert_eq!(
        (&shown["instance_count"], &shown["datastore_version_number"]),
        (&json!(0), &json!("8.0.32"))
    );
    cloud.run("configuration show nope").failed(3, "no configuration has the name or ID 'nope'");
    cloud.run(&format!("configuration show {UNKNOWN}")).failed(3, "no configuration has");
}

#[test] // docs/server-behaviour.md 43
fn an_ambiguous_name_is_an_error_everywhere() {
    let cloud = cloud();
    cloud.ok("configuration create c1 {}");
    for line in [
        "show c1",
        "set c1 {}",
        "set c1 --name n",
        "parameter set c1 '{\"local_infile\": 1}'",
        "delete c1",
        "instances c1",
    ] {
        let ran = cloud.run(&format!("configuration {line}"));
        ran.failed(3, "2 configurations are called 'c1'").failed(3, "hint: use one of the IDs");
        assert_eq!(ran.changes(), [""; 0]);
    }
}

#[test] // docs/server-behaviour.md 39
fn an_administrator_finds_the_groups_of_all_projects() {
    let cloud = cloud();
    let ran = cloud.admin("configuration show c1 -f value -c name");
    assert_eq!((ran.code, ran.out.as_str()), (0, "c1\n"));
}

#[test] // docs/server-behaviour.md 3
fn set_without_values_keeps_the_values() {
    let cloud = cloud();
    let id = id(&cloud, "c1");
    let ran = cloud.run("configuration set c1 --name c2 --description d");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(ran.changes(), [format!("PUT /configurations/{id}")]);
    assert_eq!(
        ran.bodies[0]["configuration"],
        json!({"values": {"connect_timeout": 20, "join_buffer_size": 512}, "name": "c2", "description": "d"})
    );
    assert_eq!(values(&cloud, "c2"), json!({"connect_timeout": 20, "join_buffer_size": 512}));
}

#[test]
fn set_replaces_all_values_and_parameter_set_some() {
    let cloud = cloud();
    let id = id(&cloud, "c1");
    let ran = cloud.run("configuration parameter set c1 '{\"connect_timeout\": 30}'");
    assert_eq!(ran.changes(), [format!("PATCH /configurations/{id}")]);
    assert_eq!(ran.bodies[0], json!({"configuration": {"values": {"connect_timeout": 30}}}));
    assert_eq!(values(&cloud, "c1"), json!({"connect_timeout": 30, "join_buffer_size": 512}));
    let ran = cloud
        .run(&format!("configuration set {id} '{{\"local_infile\": 1}}' --name n --description d"));
    assert_eq!(ran.changes(), [format!("PUT /configurations/{id}")]);
    assert_eq!(
        ran.bodies[0],
        json!({"configuration": {"values": {"local_infile": 1}, "name": "n", "description": "d"}})
    );
    assert_eq!(values(&cloud, "n"), json!({"local_infile": 1}));
}

#[test]
fn an_empty_change_is_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    cloud.run("configuration set c1").failed(2, "nothing to change in 'c1'").sent_nothing();
    cloud.run("configuration parameter set c1 {}").failed(2, "nothing to change").sent_nothing();
    cloud.run("configuration set c1 '{bad}'").failed(2, "not JSON").sent_nothing();
    for line in ["set nope {}", "parameter set nope '{\"a\": 1}'"] {
        let ran = cloud.run(&format!("configuration {line}"));
        assert_eq!(ran.failed(3, "no configuration has the name or ID 'nope'").changes(), [""; 0]);
    }
}

#[test] // docs/server-behaviour.md 64
fn hidden_values_are_never_written_back() {
    let cloud = cloud_with_secret();
    assert_eq!(values(&cloud, "c1")["my_password"], "***");
    for line in ["set c1 --name n", "set c1 '{\"my_password\": \"***\", \"local_infile\": 1}'"] {
        let ran = cloud.run(&format!("configuration {line}"));
        ran.failed(2, "the service hides the value of 'my_password'").failed(2, "hint: give all");
        assert_eq!(ran.changes(), [""; 0]);
    }
    let ran = cloud
        .run("configuration parameter set c1 '{\"my_password\": \"***\", \"local_infile\": 1}'");
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (0, "the value of 'my_password' is not changed, because the service hides it\n")
    );
    assert_eq!(ran.bodies, [json!({"configuration": {"values": {"local_infile": 1}}})]);
    let ran = cloud.run("configuration set c1 '{\"my_password\": \"new\"}' --name n");
    assert_eq!(ran.bodies[0]["configuration"]["values"], json!({"my_password": "new"}));
}

#[test] // docs/server-behaviour.md 64
fn values_hidden_inside_a_text_are_never_written_back() {
    let cloud = cloud();
    let text = |text: &str| format!("'{{\"collation_server\": \"{text}\"}}'");
    cloud.ok(&format!("configuration set c1 {}", text("x password=s3cret y")));
    assert_eq!(values(&cloud, "c1"), json!({"collation_server": "x password=*** y"}));
    for line in [
        "set c1 --description d".to_owned(),
        format!("set c1 {}", text("x password=*** z")),
        format!("parameter set c1 {}", text("x password=*** z")),
        format!("create c2 {}", text("x password=*** y")),
    ] {
        let ran = cloud.run(&format!("configuration {line}"));
        ran.failed(2, "the service hides the value of 'collation_server'");
        assert_eq!(ran.changes(), [""; 0], "{line}");
    }
    let ran = cloud.run(&format!("configuration set c1 {}", text("x password=new y")));
    assert_eq!(ran.changes().len(), 1, "{ran:?}");
}

#[test]
fn delete_takes_several_groups_and_prints_nothing() {
    let cloud = cloud().with_instances(&["db1"]);
    cloud.ok("configuration attach db1 c1 --wait");
    let ran = cloud.run("configuration delete c1 slow nope");
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert!(
        ran.err.contains("configuration 'c1': A configuration group cannot be deleted"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("no configuration has the name or ID 'nope'"), "{}", ran.err);
    assert_eq!(cloud.ok("configuration list -f value -c Name"), "c1\n");
}

#[test]
fn attach_and_detach_send_what_the_reference_sends() {
    let cloud = cloud().with_instances(&["db1"]);
    let group = id(&cloud, "c1");
    let ran = cloud.run("configuration attach db1 c1");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(ran.bodies, [json!({"instance": {"configuration": group}})]);
    assert!(ran.changes()[0].starts_with("PUT /instances/"));
    let attached = cloud.ok("configuration instances c1 -f value -c Name");
    assert_eq!(attached, "db1\n");
    let ran = cloud.run("configuration detach db1 --wait -f json");
    assert_eq!((ran.code, &ran.bodies[0]), (0, &json!({"instance": {"configuration": null}})));
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&shown["status"], shown.get("configuration")), (&json!("ACTIVE"), None));
    assert_eq!(cloud.ok("configuration instances c1 -f value"), "");
}

#[test] // docs/server-behaviour.md 20
fn a_group_cannot_be_detached_before_the_restart_that_it_needs() {
    let cloud = cloud().with_instances(&["db1"]);
    let ran = cloud.run("configuration attach db1 slow --wait -f value -c status");
    assert_eq!((ran.code, ran.out.as_str()), (0, "RESTART_REQUIRED\n"));
    assert!(ran.err.ends_with("restart: 'trove instance restart db1'\n"), "{}", ran.err);
    let busy = cloud.run("configuration detach db1");
    busy.failed(1, "currently: RESTART_REQUIRED. (HTTP 400)").failed(1, "hint: restart it first");
    cloud.ok("instance restart db1 --wait");
    assert_eq!(cloud.run("configuration detach db1").code, 0);
}

#[test]
fn a_change_names_the_instances_to_restart() {
    let cloud = cloud().with_instances(&["db1", "db2", "db3"]);
    cloud.ok("instance create db4 --replica-of db1 --wait");
    let told = |line: &str| {
        let ran = cloud.run(line);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{line}: {ran:?}");
        let Some(names) = ran
            .err
            .strip_prefix("the change takes effect after a restart: 'trove instance restart ")
        else {
            assert_eq!(ran.err, "", "{line}");
            return Vec::new();
        };
        let names = names.strip_suffix("'\n").unwrap().split(' ').map(str::to_owned);
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    assert_eq!(told("configuration attach db1 c1"), [""; 0]);
    assert_eq!(told("configuration attach db2 slow"), ["db2"]);
    assert_eq!(told("instance update db3 --configuration slow"), ["db2", "db3"]);
    assert_eq!(told("configuration set c1 '{\"connect_timeout\": 30}'"), [""; 0]);
    let slow = "'{\"innodb_buffer_pool_size\": 8388608}'";
    assert_eq!(told(&format!("configuration parameter set c1 {slow}")), ["db1", "db4"]);
    cloud.ok("instance restart db1 db4 --wait");
    assert_eq!(told("configuration set c1 --name c2"), ["db1", "db4"]);
    cloud.ok("instance restart db1 db4 --wait");
    assert_eq!(told("configuration detach db1"), ["db1"]);
}

#[test]
fn a_change_succeeds_even_if_its_effect_cannot_be_checked() {
    let cloud = Cloud::answering(|line| {
        let asks = line.starts_with("GET /configurations/") && line.ends_with("/instances");
        asks.then(|| (403, json!({"forbidden": {"code": 403, "message": "no"}})))
    });
    cloud.ok("configuration create c1 '{\"connect_timeout\": 20}'");
    let ran = cloud.run("configuration set c1 '{\"connect_timeout\": 30}'");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert!(ran.asked.last().unwrap().ends_with("/instances"), "{:?}", ran.asked);
}

#[test] // docs/server-behaviour.md 20
fn a_second_group_is_not_attached() {
    let cloud = cloud().with_instances(&["db1"]);
    cloud.ok("configuration attach db1 c1 --wait");
    cloud
        .run("configuration attach db1 slow")
        .failed(1, "already has a Configuration Group attached");
}

#[test]
fn an_unknown_group_or_instance_is_refused_before_anything_changes() {
    let cloud = cloud().with_instances(&["db1"]);
    for (line, says) in [
        ("attach db1 nope", "no configuration has the name or ID 'nope'"),
        ("attach nope c1", "no instance has the name or ID 'nope'"),
        ("detach nope", "no instance has the name or ID 'nope'"),
        ("instances nope", "no configuration has the name or ID 'nope'"),
        ("default nope", "no instance has the name or ID 'nope'"),
    ] {
        let ran = cloud.run(&format!("configuration {line}"));
        assert_eq!(ran.failed(3, says).changes(), [""; 0]);
    }
}

#[test]
fn attach_and_detach_apply_to_the_replicas_too() {
    let cloud = cloud().with_instances(&["db1"]);
    cloud.ok("instance create db2 --replica-of db1 --wait");
    cloud.ok("configuration attach db1 c1 --wait");
    let attached = cloud.ok("configuration instances c1 -f value -c Name --sort-column Name");
    assert_eq!(attached, "db1\ndb2\n");
    let limited = cloud.run("configuration instances c1 -f value -c Name --limit 1");
    assert_eq!(limited.out.lines().count(), 1);
    assert!(limited.err.starts_with("1 shown, more exist"), "{}", limited.err);
}

#[test]
fn default_shows_the_settings_of_an_instance() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let shown = cloud.json("configuration default db1");
    assert_eq!((&shown["port"], &shown["max_connections"]), (&json!(3306), &json!(400)));
    assert_eq!(cloud.ok("configuration default db1 -f value -c port"), "3306\n");
}

#[test] // docs/server-behaviour.md 57
fn missing_limits_of_parameters_are_shown_as_dashes() {
    let cloud = Cloud::new();
    let by_id = cloud.ok(&format!("configuration parameter list {VERSION} -f csv --quote minimal"));
    let by_name =
        cloud.ok("configuration parameter list 8.0.32 --datastore mysql -f csv --quote minimal");
    assert_eq!(by_id, by_name);
    let lines: Vec<_> = by_id.lines().collect();
    assert_eq!(lines[0], "Name,Type,Min Size,Max Size,Restart Required");
    for line in ["connect_timeout,integer,2,31536000,False", "collation_server,string,-,-,False"] {
        assert!(lines.contains(&line), "{by_id}");
    }
}

#[test] // docs/server-behaviour.md 58
fn a_parameter_is_shown_as_the_service_sent_it() {
    let cloud = Cloud::new();
    let ran =
        cloud.run("configuration parameter show 8.0.32 local_infile --datastore mysql -f json");
    assert_eq!(ran.asked, ["GET /datastores/mysql/versions/8.0.32/parameters/local_infile"]);
    assert_eq!(
        serde_json::from_str::<Value>(&ran.out).unwrap(),
        json!({"datastore_version_id": VERSION, "max": 1, "min": 0, "name": "local_infile", "restart_required": false, "type": "integer"})
    );
    let ran = cloud.run(&format!("configuration parameter show {VERSION} nope"));
    ran.failed(3, "no configuration parameter has the name or ID 'nope'");
}

#[test]
fn the_name_of_a_version_needs_its_datastore() {
    let cloud = Cloud::new();
    for line in ["list 8.0.32", "show 8.0.32 local_infile"] {
        let ran = cloud.run(&format!("configuration parameter {line}"));
        ran.failed(2, "hint: to give a name, add --datastore DATASTORE").sent_nothing();
    }
    let unknown = cloud.run("configuration parameter list 9 --datastore mysql");
    unknown.failed(1, "Datastore version '9' cannot be found.");
}

#[test]
fn output_that_cannot_be_printed_is_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    let parameters = format!("parameter list {VERSION}");
    let parameter = format!("parameter show {VERSION} local_infile");
    for (line, wrong_format) in [
        ("list", "shell"),
        ("instances c1", "shell"),
        (&parameters, "shell"),
        ("show c1", "csv"),
        ("create c1 {}", "csv"),
        (&parameter, "csv"),
        ("attach db1 c1 --wait", "csv"),
        ("detach db1 --wait", "csv"),
    ] {
        let line = format!("configuration {line}");
        cloud.run(&format!("{line} -c nonsense")).failed(2, "'nonsense'").sent_nothing();
        cloud.run(&format!("{line} -f {wrong_format}")).failed(2, "printed as").sent_nothing();
    }
    // Which settings there are is not known in advance.
    cloud.run("configuration default db1 -f csv").failed(2, "printed as").sent_nothing();
}
