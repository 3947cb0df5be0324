//! `trove cluster`. No datastore of the sandbox has clusters, so a made-up answer stands before it.

use crate::prelude::*;

const ID: &str = "cccccccc-0000-4000-8000-000000000001";
const TWIN: &str = "cccccccc-0000-4000-8000-000000000002";
const ONE: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const TWO: &str = "aaaaaaaa-0000-4000-8000-000000000002";

fn shown(id: &str, name: &str, task: &str) -> Value {
    json!({
        "id": id, "name": name, "links": [],
        "task": {"id": 1, "name": task, "description": "No tasks for the cluster."},
        "created": "2026-01-01T00:00:00", "updated": "2026-01-02T00:00:00",
        "datastore": {"type": "mariadb", "version": "10.4"},
        "ip": [{"address": "10.0.0.5", "type": "private"}, {"address": "10.0.0.7"}],
        "instances": [
            {"id": ONE, "name": "m1", "type": "member", "status": "ACTIVE", "flavor": {"id": "2"},
             "volume": {"size": 2}, "links": []},
            {"id": TWO, "name": "m2", "type": "member", "status": "ACTIVE", "flavor": {"id": "2"},
             "links": []},
        ],
    })
}

/// A cloud with one cluster, that accepts everything.
fn cloud() -> Cloud {
    let clu1 = || shown(ID, "clu1", "NONE");
    Cloud::answering(move |line| {
        let (method, path) = line.split_once(' ')?;
        let (path, _) = path.split_once('?').unwrap_or((path, ""));
        let module = json!({"id": "x", "name": "mod1", "type": "ping", "md5": "d41d8",
                            "created": "2026-01-01T00:00:00", "updated": "2026-01-01T00:00:00"});
        Some(
            match (method, path.trim_start_matches('/').split('/').collect::<Vec<_>>().as_slice()) {
                ("GET", ["clusters"]) => (200, json!({"clusters": [clu1()]})),
                ("POST", ["clusters"]) => (200, json!({"cluster": shown(ID, "cl", "BUILDING")})),
                ("GET", ["clusters", id]) if *id == ID => (200, json!({"cluster": clu1()})),
                ("POST", ["clusters", id]) if *id == ID => (202, json!({"cluster": clu1()})),
                ("DELETE", ["clusters", id]) if *id == ID => (202, Value::Null),
                ("GET", ["clusters", _, "instances", one]) => {
                    (200, json!({"instance": {"id": one, "name": "m1", "status": "ACTIVE"}}))
                }
                ("GET", ["instances", _, "modules"]) => (200, json!({"modules": [module]})),
                _ => return None,
            },
        )
    })
}

#[test]
fn list_and_show_are_the_reference_clients() {
    let cloud = cloud();
    assert_eq!(
        cloud.ok("cluster list -f csv"),
        format!(
            "\"ID\",\"Name\",\"Datastore\",\"Datastore Version\",\"Task Name\"\n\
             \"{ID}\",\"clu1\",\"mariadb\",\"10.4\",\"NONE\"\n"
        )
    );
    let row = |field: &str, value: &str| format!("| {field:<17} | {value:<36} |\n");
    let rule = format!("+{:-<19}+{:-<38}+\n", "", "");
    let rows = [
        row("created", "2026-01-01T00:00:00"),
        row("datastore", "mariadb"),
        row("datastore_version", "10.4"),
        row("id", ID),
        row("instance_count", "2"),
        row("ip", "10.0.0.5, 10.0.0.7"),
        row("name", "clu1"),
        row("task_description", "No tasks for the cluster."),
        row("task_name", "NONE"),
        row("updated", "2026-01-02T00:00:00"),
    ];
    let table = format!("{rule}{}{rule}{}{rule}", row("Field", "Value"), rows.concat());
    assert_eq!(cloud.ok("cluster show clu1"), table);
    let ran = cloud.run("cluster list --limit 1 --marker x");
    assert_eq!(ran.asked, ["GET /clusters?limit=1&marker=x"]);
    cloud.run("cluster list -c Nonsense").failed(2, "'Nonsense'").sent_nothing();
}

#[test]
fn the_instances_and_modules_of_a_cluster_are_listed() {
    let cloud = cloud();
    let instances = format!(
        "\"ID\",\"Name\",\"Flavor ID\",\"Size\",\"Status\"\n\"{ONE}\",\"m1\",\"2\",2,\"ACTIVE\"\n\"{TWO}\",\"m2\",\"2\",\"\",\"ACTIVE\"\n"
    );
    assert_eq!(cloud.ok("cluster list instances clu1 -f csv"), instances);
    assert_eq!(cloud.ok("cluster instance list clu1 -f csv"), instances);
    assert_eq!(cloud.ok("cluster instance show clu1 m2 -f value -c id"), format!("{TWO}\n"));
    let ran = cloud.run("cluster modules clu1 -f csv");
    assert!(
        ran.out.starts_with("\"instance_name\",\"Module Name\",\"Module Type\",\"md5\",\"created\",\"updated\"\n\"m1\",\"mod1\",\"ping\","),
        "{ran:?}"
    );
    assert_eq!(ran.asked[2..].len(), 2, "{:?}", ran.asked);
    for line in ["list instances clu1", "instance list clu1", "modules clu1"] {
        cloud.run(&format!("cluster {line} -c Nonsense")).failed(2, "'Nonsense'").sent_nothing();
    }
}

#[test]
fn create_sends_what_the_reference_sends() {
    let ran = cloud().run(
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
    assert_eq!((&shown["task_name"], &shown["instance_count"]), (&json!("BUILDING"), &json!(2)));
}

#[test]
fn create_waits_until_it_is_ready() {
    let ran = cloud()
        .run("cluster create cl mariadb 10.4 --instance flavor=2 --wait -f value -c task_name");
    assert_eq!((ran.code, ran.out.as_str()), (0, "NONE\n"), "{}", ran.err);
    assert!(ran.err.starts_with("cluster 'cl': NONE ("), "{}", ran.err);
}

#[test]
fn create_and_grow_refuse_before_anything_is_sent() {
    let cloud = cloud();
    for (options, says) in [
        ("", "no instance for the cluster"),
        ("--instance volume=2", "an instance needs flavor=NAME"),
        ("--instance flavor=2,volume=0", "'0' is not a size"),
        ("--instance flavor=2,flavor=3", "'flavor' is there twice"),
        ("--instance flavor=2,colour=red", "'colour' is not known"),
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
    cloud.run(&format!("{create},name=x")).failed(2, "a cluster that grows").sent_nothing();
    cloud.run("cluster grow clu1").failed(2, "hint: --instance").sent_nothing();
    let ran = cloud.run("cluster create cl mongodb 4.0 --instance flavor=huge");
    assert_eq!(ran.failed(3, "no flavor has the name or ID 'huge'").changes(), [""; 0]);
}

#[test]
fn grow_sends_the_type_as_text_and_related_to_without_one() {
    let cloud = cloud();
    let ran = cloud.run(
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
fn pitfall_44_shrink_finds_members_by_name() {
    let cloud = cloud();
    let ran = cloud.run(&format!("cluster shrink clu1 m1 {TWO}"));
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"shrink": [{"id": ONE}, {"id": TWO}]})]);
    let ran = cloud.run("cluster shrink clu1 m1 m9");
    assert_eq!(
        ran.failed(3, "no member of the cluster has the name or ID 'm9'").changes(),
        [""; 0]
    );
}

#[test]
fn each_verb_is_the_servers_word_for_it() {
    let cloud = cloud();
    let group = "eeeeeeee-0000-4000-8000-000000000001";
    for (line, body) in [
        ("upgrade clu1 10.5".to_owned(), json!({"upgrade": {"datastore_version": "10.5"}})),
        ("restart clu1".into(), json!({"restart": {}})),
        ("reset status clu1".into(), json!({"reset-status": {}})),
        (
            format!("configuration attach clu1 {group}"),
            json!({"configuration_attach": {"configuration_id": group}}),
        ),
        ("configuration detach clu1".into(), json!({"configuration_detach": {}})),
    ] {
        let ran = cloud.run(&format!("cluster {line}"));
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{line}: {}", ran.err);
        assert_eq!(ran.changes(), [format!("POST /clusters/{ID}")]);
        assert_eq!(ran.bodies, [body]);
        let ran = cloud.run(&format!("cluster {line} --wait -f value -c task_name"));
        assert_eq!((ran.code, ran.out.as_str()), (0, "NONE\n"), "{line}: {}", ran.err);
    }
}

#[test]
fn delete_says_nothing_and_tries_all() {
    let cloud = cloud();
    let ran = cloud.run("cluster delete clu1 nope");
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert_eq!(ran.err, "error: no cluster has the name or ID 'nope'\n");
    assert_eq!(ran.changes(), [format!("DELETE /clusters/{ID}")]);
    for line in ["cluster force delete clu1", "cluster delete clu1 --force"] {
        let ran = cloud.run(line);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        assert_eq!(
            ran.changes(),
            [format!("POST /clusters/{ID}"), format!("DELETE /clusters/{ID}")]
        );
        assert_eq!(ran.bodies, [json!({"reset-status": {"force_delete": true}})]);
    }
}

#[test]
fn two_of_one_name_are_an_error_with_both_ids() {
    let cloud = Cloud::answering(|line| {
        let twins = [shown(ID, "clu1", "NONE"), shown(TWIN, "clu1", "NONE")];
        (line == "GET /clusters").then(|| (200, json!({"clusters": twins})))
    });
    for verb in ["show", "delete", "restart", "list instances", "modules", "reset status"] {
        let ran = cloud.run(&format!("cluster {verb} clu1"));
        assert_eq!(
            ran.failed(3, "2 clusters are called 'clu1'").failed(3, TWIN).changes(),
            [""; 0]
        );
    }
}

#[test]
fn a_busy_cluster_is_an_error_with_a_hint() {
    let cloud = Cloud::answering(|line| {
        let message = "This action cannot be performed on the cluster while the current cluster task is 'DELETING'.";
        let busy = json!({"unprocessableEntity": {"code": 422, "message": message}});
        line.starts_with("POST /clusters/").then_some((422, busy))
    });
    cloud
        .run(&format!("cluster restart {ID}"))
        .failed(1, "task is 'DELETING'. (HTTP 422)")
        .failed(1, "hint: the cluster may be busy");
}

#[test]
fn a_datastore_without_clusters_says_so() {
    let cloud = Cloud::new();
    assert_eq!(cloud.ok("cluster list -f json"), "[]\n");
    cloud.run("cluster show nope").failed(3, "no cluster has the name or ID 'nope'");
    let ran = cloud.run("cluster create cl mysql 8.0.32 --instance flavor=2,volume=1");
    ran.failed(1, "Clusters not supported for mysql-8.0.32. (HTTP 501)");
}
