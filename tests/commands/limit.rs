//! `trove limit`

use crate::support::cloud::Cloud;
use serde_json::json;

#[test]
fn a_table_begins_with_the_absolute_limits() {
    let out = Cloud::new().ok("limit list");
    let expected = "\
+---------------+----------+
| Property      | Value    |
+---------------+----------+
| max_backups   | 100      |
| max_instances | 100      |
| max_ram       | -1       |
| max_volumes   | 1000     |
| verb          | ABSOLUTE |
+---------------+----------+
+---------+--------+-----------+--------+
|   Value | Verb   | Remaining | Unit   |
+---------+--------+-----------+--------+
| 1000000 | POST   |   1000000 | MINUTE |
";
    assert!(out.starts_with(expected), "{out}");
}

#[test]
fn formats_for_programs_have_only_the_rates() {
    let cloud = Cloud::with_faults("rate=5/min");
    let rates = cloud.json("limit list");
    let get = rates.as_array().unwrap().iter().find(|rate| rate["Verb"] == "GET").unwrap();
    assert_eq!(*get, json!({"Value": 5, "Verb": "GET", "Remaining": 4, "Unit": "MINUTE"}));
    assert_eq!(cloud.ok("limit list -f value -c Verb"), "POST\nPUT\nDELETE\nGET\nPOST\n");
    let raw = cloud.ok("limit list -f raw");
    assert!(raw.starts_with("{\"verb\":\"ABSOLUTE\""), "{raw}");
}

#[test]
fn show_has_the_absolute_limits_for_programs() {
    let cloud = Cloud::new();
    cloud.admin("quota update demo backups 7");
    let limits = cloud.json("limit show");
    assert_eq!((&limits["max_backups"], limits.get("verb")), (&json!(7), None));
}

#[test]
fn an_unknown_column_is_refused_before_anything_is_sent() {
    Cloud::new().run("limit list -c Nothing").failed(2, "error: ").sent_nothing();
    Cloud::new().run("limit list -f shell").failed(2, "error: ").sent_nothing();
}
