//! `trove flavor`

use crate::support::cloud::Cloud;
use serde_json::json;

#[test]
fn list_shows_every_flavor_with_numbers_as_numbers() {
    let flavors = Cloud::new().json("flavor list");
    let small = flavors.as_array().unwrap().iter().find(|row| row["Name"] == "m1.small").unwrap();
    assert_eq!(
        *small,
        json!({"ID": 2, "Name": "m1.small", "RAM": 2048, "vCPUs": 10, "Disk": 20, "Ephemeral": 0})
    );
}

#[test] // docs/server-behaviour.md 55
fn an_id_that_is_not_a_number_is_shown() {
    let out = Cloud::new().ok("flavor list -f value -c ID --sort-column RAM");
    assert!(out.lines().any(|id| id == "custom"), "{out}");
}

#[test]
fn list_takes_a_datastore_and_a_version_together() {
    let cloud = Cloud::new();
    let id = "b00000b0-00b0-0b00-00b0-000b000000bb";
    for version in [id, "8.0.32"] {
        let ran = cloud.run(&format!(
            "flavor list --datastore-type mysql --datastore-version-id {version} -f value"
        ));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(ran.asked.last(), Some(&format!("GET /datastores/mysql/versions/{id}/flavors")));
    }
    cloud
        .run("flavor list --datastore-type mysql")
        .failed(2, "--datastore-version-id")
        .sent_nothing();
}

#[test] // docs/server-behaviour.md 69
fn an_unknown_version_does_not_give_all_flavors() {
    let unknown = "00000000-0000-4000-8000-000000000000";
    let line = format!("flavor list --datastore-type mysql --datastore-version-id {unknown}");
    Cloud::new().run(&line).failed(3, "no datastore version has the name or ID");
}

#[test]
fn show_takes_a_name_or_an_id() {
    let cloud = Cloud::new();
    assert_eq!(cloud.ok("flavor show m1.small -f value -c id"), "2\n");
    assert_eq!(cloud.ok("flavor show 2 -f value -c name"), "m1.small\n");
    assert_eq!(cloud.ok("flavor show custom -f value -c name"), "custom.small\n");
    cloud.run("flavor show 99").failed(3, "error: no flavor has the name or ID '99'");
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for line in ["list -c nonsense", "list -f shell", "show 2 -c nonsense", "show 2 -f csv"] {
        cloud.run(&format!("flavor {line}")).failed(2, "").sent_nothing();
    }
    assert_eq!(cloud.ok("flavor show 2 -f value -c local_storage"), "0\n");
}
