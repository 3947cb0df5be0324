//! `trove quota`

use crate::support::cloud::Cloud;
use serde_json::{Value, json};
use troveclient::sandbox::seed;

#[test]
fn show_finds_a_project_by_name_in_keystone() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let ran = cloud.admin("quota show demo -f csv");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.asked, [format!("GET /mgmt/quotas/{}", seed::DEMO.project_id)]);
    assert!(ran.out.starts_with("\"Resource\",\"In Use\",\"Reserved\",\"Limit\"\n"), "{}", ran.out);
    assert!(ran.out.contains("\"instances\",1,0,100\n"), "{}", ran.out);
    cloud.admin("quota show nobody").failed(3, "no project has the name or ID 'nobody'");
}

#[test]
fn show_takes_an_id_without_looking_it_up() {
    let unknown = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let ran = Cloud::new().admin(&format!("quota show {unknown} -f json"));
    assert_eq!(ran.asked, [format!("GET /mgmt/quotas/{unknown}")]);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows[0], json!({"Resource": "instances", "In Use": 0, "Reserved": 0, "Limit": 100}));
}

#[test]
fn everybody_may_see_the_quotas_of_their_own_project() {
    let cloud = Cloud::new();
    let own = cloud.ok("quota show -f value -c Resource");
    assert_eq!(own, "instances\nram\nbackups\nvolumes\n");
    // Only administrators may look up projects; the own project is in the token.
    assert_eq!(cloud.ok("quota show demo -f value -c Resource"), own);
    cloud.run("quota show admin").failed(4, "identity:list_projects");
    let other = seed::ADMIN.project_id;
    cloud.run(&format!("quota show {other}")).failed(4, "Operation not allowed for tenant");
}

#[test]
fn update_sets_one_limit_or_several_in_one_request() {
    let cloud = Cloud::new();
    let ran = cloud.admin("quota update demo instances 1");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.changes(), [format!("PUT /mgmt/quotas/{}", seed::DEMO.project_id)]);
    assert_eq!(ran.bodies, [json!({"quotas": {"instances": 1}})]);
    assert!(ran.out.contains("| instances | 1     |"), "{}", ran.out);
    let ran = cloud.admin("quota update demo instances -1 volumes 30 -f json");
    assert_eq!(ran.bodies, [json!({"quotas": {"instances": -1, "volumes": 30}})]);
    assert_eq!(ran.out, "{\n  \"instances\": -1,\n  \"volumes\": 30\n}\n");
}

#[test]
fn a_quota_is_enforced() {
    let cloud = Cloud::new();
    assert_eq!(cloud.admin("quota update demo instances 0").code, 0);
    let ran = cloud.run("instance create db1 --flavor 2 --size 1 --datastore mysql");
    ran.failed(1, "Quota exceeded for resources: ['instances'].");
}

#[test]
fn an_invalid_limit_is_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for line in ["instances -2", "instances many", "instances 1 ram", "instances 1.5"] {
        cloud.admin(&format!("quota update demo {line}")).failed(2, "error: ").sent_nothing();
    }
    cloud.admin("quota update demo instances").failed(2, "<LIMIT>").sent_nothing();
}

#[test] // docs/server-behaviour.md 66
fn one_wrong_resource_among_several_changes_nothing() {
    let cloud = Cloud::new();
    let ran = cloud.admin("quota update demo instances 1 disks 2");
    ran.failed(
        2,
        "there is no quota of 'disks'\nhint: the quotas are instances, ram, backups, volumes",
    );
    assert!(ran.changes().is_empty());
    // The service checks a single resource itself.
    cloud.admin("quota update demo disks 2").failed(3, "Unknown quota resources disks.");
}

#[test] // docs/server-behaviour.md 26
fn update_is_for_administrators() {
    let ran = Cloud::new().run("quota update demo instances 1");
    ran.failed(4, "User does not have admin privileges.");
    assert_eq!(ran.asked.len(), 1, "a refusal is not asked twice: {:?}", ran.asked);
}
