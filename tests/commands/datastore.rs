//! `trove datastore` and `trove datastore version`

use crate::support::cloud::Cloud;
use serde_json::json;

const VERSION: &str = "b00000b0-00b0-0b00-00b0-000b000000bb";

#[test]
fn list_shows_ids_and_names() {
    let out = Cloud::new().ok("datastore list -f csv");
    assert!(out.starts_with("\"ID\",\"Name\"\n") && out.contains(",\"mysql\"\n"), "{out}");
}

#[test]
fn show_names_the_versions_and_the_default() {
    let shown = Cloud::new().json("datastore show mysql");
    assert_eq!(shown["default_version"], "8.0.32");
    assert!(shown["versions (id)"].as_str().unwrap().contains(&format!("8.0.32 ({VERSION})")));
    Cloud::new().run("datastore show oracle").failed(3, "no datastore has the name or ID 'oracle'");
}

#[test] // docs/server-behaviour.md 70
fn only_administrators_see_inactive_versions() {
    let cloud = Cloud::new();
    assert!(!cloud.ok("datastore version list mysql -f value -c Name").contains("5.7.29"));
    assert!(cloud.admin("datastore version list mysql -f value -c Name").out.contains("5.7.29"));
}

#[test]
fn a_version_is_shown_by_id_or_by_name_in_its_datastore() {
    let cloud = Cloud::new();
    assert_eq!(cloud.ok(&format!("datastore version show {VERSION} -f value -c name")), "8.0.32\n");
    let by_name = cloud.ok("datastore version show 8.0.32 --datastore mysql -f value -c id");
    assert_eq!(by_name, format!("{VERSION}\n"));
}

#[test]
fn the_name_of_a_version_needs_its_datastore() {
    let cloud = Cloud::new();
    cloud.run("datastore version show 8.0.32").failed(2, "hint: to give a name").sent_nothing();
    let ran = cloud.run("datastore version show 1.0 --datastore mysql");
    ran.failed(3, "no datastore version has the name or ID '1.0'");
}

#[test] // docs/server-behaviour.md 28
fn an_unknown_version_is_not_found_for_400_and_404() {
    let unknown = "00000000-0000-4000-8000-000000000000";
    Cloud::new().run(&format!("datastore version show {unknown}")).failed(3, "error: ");
}

const IMAGE: &str = "c00000c0-00c0-0c00-00c0-000c000000cc";

fn create(cloud: &Cloud, words: &str) -> crate::support::cloud::Ran {
    let ran = cloud.admin(&format!("datastore version create {words}"));
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    ran
}

#[test] // docs/server-behaviour.md 60
fn create_shows_the_id_of_the_new_version() {
    let cloud = Cloud::new();
    let ran = create(&cloud, &format!("9.0 mysql mysql {IMAGE} --active"));
    assert_eq!(ran.changes(), ["POST /mgmt/datastore-versions"]);
    assert_eq!(
        ran.bodies,
        [
            json!({"version": {"name": "9.0", "datastore_name": "mysql", "datastore_manager": "mysql",
            "image_tags": [], "packages": [], "active": true, "default": false, "image": IMAGE}})
        ]
    );
    let id = cloud.ok("datastore version show 9.0 --datastore mysql -f value -c id");
    assert_eq!(ran.err, format!("datastore version '9.0' has the ID {id}"));
}

#[test]
fn create_makes_the_datastore_and_sends_every_option() {
    let cloud = Cloud::new();
    let ran = create(
        &cloud,
        "11 maria mariadb '' --registry-ext r --repl_strategy s --active --image-tags trove,maria \
         --default --version-number 11.4 --packages a=1,b",
    );
    assert_eq!(
        ran.bodies,
        [
            json!({"version": {"name": "11", "datastore_name": "maria", "datastore_manager": "mariadb",
            "image_tags": ["trove", "maria"], "packages": ["a=1", "b"], "active": true,
            "default": true, "registry_ext": "r", "repl_strategy": "s", "version": "11.4"}})
        ]
    );
    assert_eq!(cloud.ok("datastore show maria -f value -c default_version"), "11\n");
}

#[test]
fn a_version_without_an_image_or_an_inactive_default_is_refused() {
    let cloud = Cloud::new();
    for words in ["9.0 mysql mysql", &format!("9.0 mysql mysql {IMAGE} --default")] {
        let ran = cloud.admin(&format!("datastore version create {words}"));
        ran.failed(2, "hint: ").sent_nothing();
    }
    let ran = cloud.admin(&format!("datastore version create 8.0.32 mysql mysql {IMAGE}"));
    ran.failed(1, "The datastore version '8.0.32(8.0.32)' already exists.");
}

#[test]
fn a_version_is_changed_by_name_in_its_datastore() {
    let cloud = Cloud::new();
    create(&cloud, &format!("9.0 mysql mysql {IMAGE}"));
    let ran = cloud.admin("datastore version set 9.0 --datastore mysql --enable --image-tags a,b");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"active": true, "image_tags": ["a", "b"]})]);
    let ran = cloud.admin("datastore version set 9.0 --datastore mysql --version-name 9 --default");
    assert_eq!(ran.bodies, [json!({"default": true}), json!({"name": "9"})]);
    assert_eq!(cloud.ok("datastore show mysql -f value -c default_version"), "9\n");
    cloud
        .admin("datastore version set 9 --enable")
        .failed(2, "hint: to give a name")
        .sent_nothing();
    let ran = cloud.admin("datastore version set 7 --datastore mysql --enable");
    ran.failed(3, "no datastore version has the name or ID '7'");
}

#[test]
fn an_empty_text_removes_what_a_version_may_lack() {
    let cloud = Cloud::new();
    let ran =
        cloud.admin(&format!("datastore version set {VERSION} --image-tags '' --packages ''"));
    assert_eq!((ran.code, ran.asked.len()), (0, 1), "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"image_tags": [], "packages": []})]);
    for option in ["--registry-ext", "--repl-strategy", "--version-name", "--image"] {
        let ran = cloud.admin(&format!("datastore version set {VERSION} {option} ''"));
        ran.failed(2, &format!("{option} cannot be empty")).sent_nothing();
    }
    cloud.admin(&format!("datastore version set {VERSION}")).failed(2, "nothing to change");
}

#[test]
fn versions_and_datastores_in_use_are_not_deleted() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    create(&cloud, &format!("1 tmp mysql {IMAGE}"));
    create(&cloud, &format!("2 tmp mysql {IMAGE}"));
    cloud.admin("datastore delete tmp").failed(1, "Datastore versions exist for datastore tmp.");
    let ran = cloud.admin("datastore version delete 1 2 --datastore tmp");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(ran.changes().len(), 2);
    let ran = cloud.admin("datastore delete tmp");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.asked, ["DELETE /datastores/tmp"]);
    cloud.admin("datastore delete tmp").failed(3, "Datastore 'tmp' cannot be found.");
    let ran = cloud.admin(&format!("datastore version delete {VERSION}"));
    ran.failed(1, "Datastore version is in use by instance.");
    assert_eq!(ran.asked, [format!("DELETE /mgmt/datastore-versions/{VERSION}")]);
    cloud.admin("datastore version delete 8.0.32").failed(2, "hint: to give a name").sent_nothing();
    cloud.run("datastore delete mysql").failed(4, "datastore:delete");
}

#[test] // docs/server-behaviour.md 1
fn a_datastore_with_a_dot_in_its_name_is_deleted_by_its_id() {
    let cloud = Cloud::new();
    create(&cloud, &format!("1 tmp.x mysql {IMAGE}"));
    assert_eq!(cloud.admin("datastore version delete 1 --datastore tmp.x").code, 0);
    let ran = cloud.admin("datastore delete tmp.x");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.changes()[0].ends_with("tmp.x"), "{:?}", ran.asked);
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for line in [
        "list -c nonsense",
        "list -f shell",
        "show mysql -c nonsense",
        "show mysql -f csv",
        "version list mysql -c nonsense",
        "version list mysql -f shell",
        "version show 8.0.32 --datastore mysql -c nonsense",
        &format!("version show {VERSION} -f csv"),
    ] {
        cloud.run(&format!("datastore {line}")).failed(2, "").sent_nothing();
    }
    let ran = cloud.admin(&format!("datastore version show {VERSION} -f value -c registry_ext"));
    assert_eq!(ran.code, 0, "{}", ran.err);
}
