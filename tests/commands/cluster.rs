//! `trove cluster`, also of a service whose clusters have what those of MariaDB lack.

use crate::support::cloud::{Cloud, MEMBERS};
use serde_json::{Value, json};

const ID: &str = "cccccccc-0000-4000-8000-000000000001";
const VERSION: &str = "11.4.8";

/// A service with one MongoDB cluster, which accepts every change.
fn mongodb() -> Cloud {
    Cloud::answering(|line| {
        let cluster = json!({
            "id": ID, "name": "clu1", "links": [],
            "task": {"id": 2, "name": "BUILDING", "description": "Building the initial cluster."},
            "created": "2026-01-01T00:00:00", "updated": "2026-01-02T00:00:00",
            "datastore": {"type": "mongodb", "version": "4.0"}, "instances": [],
        });
        match line.split_once(' ')? {
            ("GET", path) if path.starts_with("/clusters?") || path == "/clusters" => {
                Some((200, json!({ "clusters": [cluster] })))
            }
            ("POST", "/clusters") => Some((200, json!({ "cluster": cluster }))),
            ("POST", _) => Some((202, json!({ "cluster": cluster }))),
            _ => None,
        }
    })
}

fn id_of(cloud: &Cloud) -> String {
    cloud.ok("cluster show clu1 -f value -c id").trim_end().to_owned()
}

/// Names and IDs of the members, the oldest first.
fn members(cloud: &Cloud) -> Vec<(String, String)> {
    let out = cloud.ok("cluster instance list clu1 -f value -c Name -c ID --sort-column Name");
    let pairs = out.lines().map(|line| line.split_once(' ').unwrap());
    pairs.map(|(id, name)| (name.to_owned(), id.to_owned())).collect()
}

#[test]
fn a_cluster_is_created_changed_and_deleted() {
    let cloud = Cloud::new();
    let create =
        format!("cluster create clu1 mariadb 10.11.14 {MEMBERS} --wait -f value -c task_name");
    let ran = cloud.run(&create);
    assert_eq!((ran.code, ran.out.as_str()), (0, "NONE\n"), "{}", ran.err);
    assert!(
        ran.err.starts_with("cluster 'clu1': BUILDING (0 of 3 members ACTIVE) ("),
        "{}",
        ran.err
    );
    let count = || cloud.ok("cluster show clu1 -f value -c instance_count");
    assert_eq!(count(), "3\n");
    let ran = cloud.run("cluster grow clu1 --instance flavor=2,volume=1,name=four --wait -f value -c instance_count");
    assert_eq!((ran.code, ran.out.as_str()), (0, "4\n"), "{}", ran.err);
    let ran = cloud.run("cluster shrink clu1 four --wait -f value -c instance_count");
    assert_eq!((ran.code, ran.out.as_str()), (0, "3\n"), "{}", ran.err);
    let ran = cloud.run("cluster restart clu1 --wait -f value -c task_name");
    assert_eq!((ran.code, ran.out.as_str()), (0, "NONE\n"), "{}", ran.err);
    let ran = cloud.run("cluster upgrade clu1 11.4.8 --wait -f value -c datastore_version");
    assert_eq!((ran.code, ran.out.as_str()), (0, "11.4.8\n"), "{}", ran.err);
    let ran = cloud.run("cluster delete clu1 --wait");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(cloud.ok("cluster list -f value"), "");
    assert_eq!(cloud.ok("instance list --include-clustered -f value"), "");
}

#[test]
fn list_and_show_have_the_reference_clients_columns() {
    let cloud = Cloud::new().with_cluster("clu1");
    let id = id_of(&cloud);
    assert_eq!(
        cloud.ok("cluster list -f csv"),
        format!(
            "\"ID\",\"Name\",\"Datastore\",\"Datastore Version\",\"Task Name\"\n\
             \"{id}\",\"clu1\",\"mariadb\",\"{VERSION}\",\"NONE\"\n"
        )
    );
    let shown = cloud.json("cluster show clu1");
    let keys: Vec<&String> = shown.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "created",
            "datastore",
            "datastore_version",
            "id",
            "instance_count",
            "ip",
            "name",
            "task_description",
            "task_name",
            "updated"
        ]
    );
    assert_eq!(shown["task_description"], "No tasks for the cluster.");
    assert_eq!(shown["ip"].as_str().unwrap().split(", ").count(), 3);
    assert_eq!(cloud.json(&format!("cluster show {id}")), shown);
    let ran = cloud.run(&format!("cluster list --limit 1 --marker {id} -f value"));
    assert_eq!(ran.asked, [format!("GET /clusters?limit=1&marker={id}")]);
    assert_eq!(ran.out, "");
    cloud.run("cluster list -c Nonsense").failed(2, "'Nonsense'").sent_nothing();
}

#[test] // docs/server-behaviour.md 44
fn members_are_found_by_their_cluster() {
    let cloud = Cloud::new().with_cluster("clu1");
    let all = cloud.ok("cluster list instances clu1 -f csv");
    assert!(all.starts_with("\"ID\",\"Name\",\"Flavor ID\",\"Size\",\"Status\"\n"), "{all}");
    assert_eq!(cloud.ok("cluster instance list clu1 -f csv"), all);
    let members = members(&cloud);
    let (name, id) = &members[1];
    assert!(all.contains(&format!("\"{id}\",\"{name}\",\"2\",1,\"ACTIVE\"\n")), "{all}");
    for member in [name, id] {
        let shown =
            cloud.ok(&format!("cluster instance show clu1 {member} -f value -c id -c name"));
        assert_eq!(shown, format!("{id}\n{name}\n"));
    }
    assert_eq!(cloud.ok("instance list -f value"), "");
    let ran = cloud.run(&format!("cluster shrink clu1 {name} {}", members[0].1));
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"shrink": [{"id": id}, {"id": members[0].1}]})]);
    for line in ["list instances clu1", "instance list clu1", "modules clu1"] {
        cloud.run(&format!("cluster {line} -c Nonsense")).failed(2, "'Nonsense'").sent_nothing();
    }
}

#[test]
fn shrink_takes_only_members() {
    let cloud = Cloud::new().with_instances(&["db1"]).with_cluster("clu1");
    let stranger = cloud.ok("instance show db1 -f value -c id").trim_end().to_owned();
    for name in ["db1", "m9", &stranger] {
        let ran = cloud.run(&format!("cluster shrink clu1 {} {name}", members(&cloud)[0].0));
        let message = format!("no member of the cluster has the name or ID '{name}'");
        assert_eq!(ran.failed(3, &message).changes(), [""; 0]);
    }
    let all = members(&cloud);
    let ran = cloud.run(&format!("cluster shrink clu1 {} {} {}", all[0].0, all[1].0, all[2].0));
    ran.failed(1, "Must leave at least one instance in the cluster when shrinking. (HTTP 400)");
}

#[test]
fn the_modules_of_all_members_are_listed() {
    let cloud = Cloud::new();
    assert_eq!(cloud.piped("module create mod1 ping -", "message=hi\n").code, 0);
    let add = "--instance flavor=2,volume=1,module=mod1";
    cloud.ok(&format!("cluster create clu1 mariadb {VERSION} {add} {add} {add} --wait"));
    let ran = cloud.run("cluster modules clu1 -f csv");
    let mut lines = ran.out.lines();
    assert_eq!(
        lines.next(),
        Some("\"instance_name\",\"Module Name\",\"Module Type\",\"md5\",\"created\",\"updated\"")
    );
    let member = &members(&cloud)[0].0;
    assert!(ran.out.contains(&format!("\"{member}\",\"mod1\",\"ping\",")), "{ran:?}");
    assert_eq!(lines.count(), 3);
}

#[test]
fn create_sends_what_the_reference_sends() {
    let ran = mongodb().run(
        "cluster create cl mongodb 4.0 --instance flavor=m1.small,volume=2 \
         --instance 'flavor=3,volume=1,availability_zone=munich,type=b,type=a' \
         --extended-properties num_mongos=2,num_configsvr=3 --locality affinity -f json",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.bodies,
        [json!({"cluster": {
            "name": "cl", "datastore": {"type": "mongodb", "version": "4.0"},
            "instances": [
                {"flavorRef": "2", "volume": {"size": "2"}},
                {"flavorRef": "3", "volume": {"size": "1"}, "availability_zone": "munich", "type": ["b", "a"]},
            ],
            "locality": "affinity",
            "extended_properties": {"num_mongos": "2", "num_configsvr": "3"},
        }})]
    );
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["task_name"], "BUILDING");
}

#[test]
fn grow_sends_the_type_as_text_and_related_to_without_one() {
    let ran = mongodb().run(
        "cluster grow clu1 --instance flavor=m1.small,volume=2,name=n1,type=a,type=b,related_to=x,region=R \
         --instance flavor=2,related_to=y",
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(ran.changes(), [format!("POST /clusters/{ID}")]);
    assert_eq!(
        ran.bodies,
        [json!({"grow": [
            {"flavorRef": "2", "volume": {"size": "2"}, "type": "a,b", "related_to": "x",
             "name": "n1", "region_name": "R"},
            {"flavorRef": "2", "related_to": "y"},
        ]})]
    );
}

#[test]
fn create_and_grow_refuse_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (options, says) in [
        ("", "no instances are given"),
        ("--instance volume=2", "an instance needs flavor=NAME"),
        ("--instance flavor=2,volume=0", "'0' is not a size"),
        ("--instance flavor=2,flavor=3", "'flavor' is given twice"),
        ("--instance flavor=2,color=red", "unknown key 'color'"),
        ("--instance flavor=2,nic=port-id=P", "'port-id' is not allowed"),
        ("--instance flavor=2 --locality nowhere", "anti-affinity"),
    ] {
        let ran = cloud.run(&format!("cluster create cl mongodb 4.0 {options}"));
        ran.failed(2, says).sent_nothing();
    }
    let create = "cluster create cl mongodb 4.0 --instance flavor=2";
    for (options, says) in [
        ("--extended-properties num_mongos", "'num_mongos' is not KEY=VALUE"),
        ("-c nonsense", "nonsense"),
    ] {
        cloud.run(&format!("{create} {options}")).failed(2, says).sent_nothing();
    }
    cloud
        .run(&format!("{create},related_to=x"))
        .failed(2, "only for 'trove cluster grow'")
        .sent_nothing();
    cloud.run("cluster grow clu1").failed(2, "hint: add --instance").sent_nothing();
    let ran = cloud.run("cluster create cl mongodb 4.0 --instance flavor=huge");
    assert_eq!(ran.failed(3, "no flavor has the name or ID 'huge'").changes(), [""; 0]);
}

#[test]
fn a_refusal_is_shown_in_the_words_of_the_service() {
    let cloud = Cloud::new();
    let create = |options: &str| cloud.run(&format!("cluster create cl {options}"));
    create("mysql 8.0.32 --instance flavor=2,volume=1")
        .failed(1, "Clusters not supported for mysql-8.0.32. (HTTP 501)");
    create(&format!("mariadb {VERSION} --instance flavor=2,volume=1"))
        .failed(1, "must be at least 3. (HTTP 400)");
    create(&format!("mariadb {VERSION} {MEMBERS} --instance flavor=3,volume=1"))
        .failed(1, "The flavor for each instance in a cluster must be the same. (HTTP 400)");
    cloud.ok(&format!("cluster create cl mariadb {VERSION} {MEMBERS}"));
    cloud
        .run("cluster restart cl")
        .failed(1, "task is 'BUILDING'. (HTTP 422)")
        .failed(1, "hint: the cluster may be busy");
    cloud.run("cluster show nope").failed(3, "no cluster has the name or ID 'nope'");
}

#[test]
fn a_configuration_group_is_attached_and_detached() {
    let cloud = Cloud::new().with_cluster("clu1");
    for (name, values) in [("tuned", "{}"), ("large", "{\"innodb_buffer_pool_size\": 5242880}")] {
        cloud.ok(&format!("configuration create {name} '{values}' --datastore mariadb"));
    }
    let group = cloud.ok("configuration show tuned -f value -c id").trim_end().to_owned();
    let ran = cloud.run("cluster configuration attach clu1 tuned --wait -f value -c configuration");
    assert_eq!((ran.code, ran.out.as_str()), (0, format!("{group}\n").as_str()), "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"configuration_attach": {"configuration_id": group}})]);
    assert_eq!(cloud.ok("configuration instances tuned -f value -c ID").lines().count(), 3);
    let ran = cloud.run("cluster configuration attach clu1 large");
    ran.failed(2, &format!("cluster 'clu1' has another configuration group: {group}"));
    assert_eq!(ran.changes(), [""; 0]);
    cloud.run("configuration delete tuned").failed(1, "Detach the configuration group");
    let ran = cloud.run("cluster configuration detach clu1 --wait -f value -c task_name");
    assert_eq!((ran.code, ran.out.as_str()), (0, "NONE\n"), "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"configuration_detach": {}})]);
    assert_eq!(cloud.json("cluster show clu1").get("configuration"), None);
    // This value needs a restart, and the wait does not wait for that.
    cloud.ok("cluster configuration attach clu1 large --wait");
    let statuses = || cloud.ok("cluster instance list clu1 -f value -c Status");
    assert_eq!(statuses(), "RESTART_REQUIRED\n".repeat(3));
    cloud.ok("cluster restart clu1 --wait");
    assert_eq!(statuses(), "ACTIVE\n".repeat(3));
}

#[test]
fn administrators_reset_the_status_of_a_stuck_cluster() {
    let cloud = Cloud::with_faults("status=ERROR:bad*").with_cluster("clu1");
    let ran = cloud.run("cluster grow clu1 --instance flavor=2,volume=1,name=bad --wait");
    ran.failed(5, "its member '").failed(5, "' is in ERROR");
    let id = id_of(&cloud);
    cloud.run("cluster reset status clu1").failed(4, "Policy doesn't allow cluster:reset-status");
    let ran = cloud.admin(&format!("cluster reset status {id}"));
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"reset-status": {}})]);
    assert_eq!(cloud.ok("cluster show clu1 -f value -c task_name"), "NONE\n");
}

#[test]
fn delete_prints_nothing_and_tries_every_cluster() {
    let cloud = Cloud::new().with_cluster("clu1");
    let id = id_of(&cloud);
    let ran = cloud.run("cluster delete clu1 nope");
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert_eq!(ran.err, "error: no cluster has the name or ID 'nope'\n");
    assert_eq!(ran.changes(), [format!("DELETE /clusters/{id}")]);
    for line in ["cluster force delete clu1 --wait", "cluster delete clu1 --force --wait"] {
        let cloud = Cloud::new();
        cloud.ok(&format!("cluster create clu1 mariadb {VERSION} {MEMBERS}"));
        let id = id_of(&cloud);
        let ran = cloud.run(line);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        assert_eq!(
            ran.changes(),
            [format!("POST /clusters/{id}"), format!("DELETE /clusters/{id}")]
        );
        assert_eq!(ran.bodies, [json!({"reset-status": {"force_delete": true}})]);
    }
}

#[test]
fn an_ambiguous_name_is_an_error_with_both_ids() {
    let cloud = Cloud::new().with_cluster("clu1").with_cluster("clu1");
    let ids = cloud.ok("cluster list -f value -c ID");
    for verb in ["show", "delete", "restart", "list instances", "modules", "reset status"] {
        let ran = cloud.run(&format!("cluster {verb} clu1"));
        ran.failed(3, "2 clusters are called 'clu1'");
        for id in ids.lines() {
            assert_eq!(ran.failed(3, id).changes(), [""; 0]);
        }
    }
}

#[test]
fn root_works_on_members_and_not_on_a_cluster() {
    let cloud = Cloud::new().with_cluster("clu1");
    cloud.run("root show clu1").failed(1, "'show_root' operation is not supported for cluster.");
    let ran = cloud.run("root enable clu1");
    ran.failed(1, "The 'enable_root' operation is not supported for cluster. (HTTP 400)")
        .failed(1, "hint: name one of its members instead");
    assert_eq!(ran.changes(), [format!("POST /clusters/{}/root", id_of(&cloud))]);
    let member = &members(&cloud)[0].0;
    cloud.ok(&format!("root enable {member}"));
    assert_eq!(cloud.ok(&format!("root show {member} -f value")), "True\n");
    cloud.run("root show nope").failed(3, "no instance or cluster has the name or ID 'nope'");
}

#[test]
fn output_that_cannot_be_printed_is_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    let create = format!("create clu1 mariadb {VERSION} {MEMBERS}");
    for (line, wrong_format) in [
        ("list", "shell"),
        ("list instances clu1", "shell"),
        ("instance list clu1", "shell"),
        ("modules clu1", "shell"),
        ("restart clu1 clu2 --wait", "shell"),
        ("show clu1", "csv"),
        ("instance show clu1 m1", "csv"),
        (&create, "csv"),
        ("grow clu1 --instance flavor=2 --wait", "csv"),
        ("shrink clu1 m1 --wait", "csv"),
        ("restart clu1 --wait", "csv"),
        ("upgrade clu1 11.4.8 --wait", "csv"),
        ("configuration attach clu1 tuned --wait", "csv"),
        ("configuration detach clu1 --wait", "csv"),
        ("reset status clu1 --wait", "csv"),
    ] {
        let line = format!("cluster {line}");
        cloud.run(&format!("{line} -c nonsense")).failed(2, "'nonsense'").sent_nothing();
        cloud.run(&format!("{line} -f {wrong_format}")).failed(2, "printed as").sent_nothing();
    }
}
