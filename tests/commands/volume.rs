//! `trove volume type`

use crate::support::cloud::Cloud;
use serde_json::json;

#[test]
fn list_shows_the_volume_types_of_a_datastore_version() {
    let cloud = Cloud::new();
    let line = "volume type list --datastore-type mysql --datastore-version-id";
    let types = cloud.json(&format!("{line} 8.0.32"));
    let ceph = json!({"ID": "ceph", "Name": "ceph", "Is Public": true, "Description": ""});
    assert!(types.as_array().unwrap().contains(&ceph), "{types}");
    cloud.run(&format!("{line} 99")).failed(3, "no datastore version has the name or ID '99'");
    cloud
        .run("volume type list --datastore-type mysql")
        .failed(2, "--datastore-version-id")
        .sent_nothing();
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let line = "volume type list --datastore-type mysql --datastore-version-id 8.0.32";
    for options in ["-c nonsense", "-f shell"] {
        Cloud::new().run(&format!("{line} {options}")).failed(2, "").sent_nothing();
    }
}
