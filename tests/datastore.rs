//! `trove datastore` and `trove datastore version`

use crate::prelude::*;

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

#[test]
fn pitfall_70_others_than_administrators_see_active_versions_only() {
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
fn a_version_by_name_needs_its_datastore() {
    let cloud = Cloud::new();
    cloud.run("datastore version show 8.0.32").failed(2, "hint: to give a name").sent_nothing();
    let ran = cloud.run("datastore version show 1.0 --datastore mysql");
    ran.failed(3, "no datastore version has the name or ID '1.0'");
}

#[test]
fn pitfall_28_an_unknown_version_is_not_found_whatever_the_status() {
    let unknown = "00000000-0000-4000-8000-000000000000";
    Cloud::new().run(&format!("datastore version show {unknown}")).failed(3, "error: ");
}
