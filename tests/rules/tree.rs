//! Rules that hold for the whole tree of commands.

use crate::support::cloud::Cloud;
use crate::support::every_command::commands;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Lists that the service gives whole: it knows no pages of them.
const WHOLE: [&str; 18] = [
    "backup strategy list",
    "cluster instance list",
    "cluster list instances",
    "cluster modules",
    "config list",
    "configuration parameter list",
    "datastore list",
    "datastore version list",
    "flavor list",
    "limit list",
    "log list",
    "mgmt cluster list",
    "mgmt configuration parameter list",
    "mgmt datastore version list",
    "module list",
    "module list instance",
    "user show access",
    "volume type list",
];

/// The last words of commands that change nothing.
const READING: [&str; 23] = [
    "count",
    "default",
    "diagnostics",
    "doctor",
    "env",
    "health",
    "hwinfo",
    "instance",
    "instances",
    "legacy",
    "list",
    "modules",
    "ping",
    "query",
    "retrieve",
    "root-history",
    "save",
    "serve",
    "show",
    "status",
    "tail",
    "token",
    "tree",
];

/// Changes that are made when the service has answered.
const AT_ONCE: [&str; 31] = [
    "auth logout",
    "backup execution delete",
    "backup strategy create",
    "backup strategy delete",
    "config trust",
    "configuration create",
    "configuration delete",
    "configuration parameter set",
    "configuration set",
    "datastore delete",
    "datastore version create",
    "datastore version delete",
    "datastore version set",
    "mgmt cluster reset task",
    "mgmt cluster reset-task",
    "mgmt configuration parameter create",
    "mgmt configuration parameter delete",
    "mgmt configuration parameter update",
    "module apply",
    "module create",
    "module delete",
    "module remove",
    "module update",
    "quota update",
    "root disable",
    "root enable",
    "sandbox reset",
    "user grant access",
    "user revoke access",
    // Passwords leave no trace that could be waited for.
    "user set-passwords",
    // It waits without being told to.
    "instance wait",
];

/// The options of every command that can be run, by its path.
fn options() -> BTreeMap<String, Vec<String>> {
    let tree: Value = serde_json::from_str(&Cloud::new().ok("generate tree")).unwrap();
    commands(&tree).into_iter().map(|command| (command.path, command.options)).collect()
}

fn last(path: &str) -> &str {
    path.rsplit(' ').next().unwrap()
}

fn has(options: &[String], wanted: &[&str]) -> bool {
    wanted.iter().all(|wanted| options.iter().any(|option| option == wanted))
}

#[test]
fn every_paged_list_has_the_options_of_pages() {
    let commands = options();
    let is_list = |path: &str| {
        ["list", "instances"].contains(&last(path)) || path.starts_with("backup list ")
    };
    for (path, options) in commands.iter().filter(|(path, _)| is_list(path)) {
        let paged = has(options, &["limit", "marker", "all"]);
        assert_ne!(paged, WHOLE.contains(&path.as_str()), "{path}: {options:?}");
    }
    assert!(WHOLE.iter().all(|path| commands.contains_key(*path)));
}

#[test]
fn every_change_that_takes_time_can_be_waited_for() {
    let commands = options();
    let reads = |path: &str| READING.contains(&last(path)) || path == "user show access";
    let changes = |path: &str| !reads(path) || path == "instance reset status";
    for (path, options) in commands.iter().filter(|(path, _)| changes(path)) {
        let waits = has(options, &["wait"]);
        assert_ne!(waits, AT_ONCE.contains(&path.as_str()), "{path}: {options:?}");
    }
    assert!(AT_ONCE.iter().all(|path| commands.contains_key(*path)));
}

#[test]
fn every_name_of_the_legacy_client_leads_to_a_command() {
    let commands = options();
    let names: Value = serde_json::from_str(&Cloud::new().ok("generate legacy")).unwrap();
    let names = names.as_object().unwrap();
    for (name, path) in names.iter().filter(|(_, path)| path.is_array()) {
        let words = path.as_array().unwrap().iter().map(|word| word.as_str().unwrap());
        let path = words.collect::<Vec<_>>().join(" ");
        assert!(commands.contains_key(&path), "{name} leads to '{path}'");
    }
    assert!(names.len() > 100, "{}", names.len());
}

#[test]
fn every_command_takes_the_option_yes() {
    let tree: Value = serde_json::from_str(&Cloud::new().ok("generate tree")).unwrap();
    let global = tree["args"].as_array().unwrap();
    assert!(global.iter().any(|arg| arg["long"] == json!(["yes"])), "{global:?}");
}
