//! `trove generate`.

use crate::support::cloud::Cloud;
use serde_json::{Value, json};

#[test]
fn the_tree_describes_every_command_and_marks_the_hidden_ones() {
    let tree: Value = serde_json::from_str(&Cloud::new().ok("generate tree")).unwrap();
    let child = |command: &Value, name: &str| -> Value {
        let below = command["subcommands"].as_array().unwrap();
        below.iter().find(|below| below["name"] == name).unwrap().clone()
    };
    let backup = child(&tree, "backup");
    assert_eq!(child(&backup, "list")["hidden"], false);
    assert_eq!(child(&backup, "execution")["hidden"], true);
    assert!(!backup["about"].as_str().unwrap().is_empty());
}

#[test]
fn the_names_of_the_legacy_client_lead_to_commands_or_nowhere() {
    let names: Value = serde_json::from_str(&Cloud::new().ok("generate legacy")).unwrap();
    assert_eq!(names["backup-list-instance"], json!(["backup", "list", "instance"]));
    assert_eq!(names["secgroup-list"], Value::Null);
}
