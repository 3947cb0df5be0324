//! The question before something is deleted.

use crate::support::cloud::{Cloud, MEMBERS};
use crate::support::every_command::commands;
use serde_json::Value;

/// Every command that deletes, and its question. `ID` is any ID.
const QUESTIONS: [(&str, &str); 16] = [
    ("instance delete a", "delete instance 'a' (ID): mysql 8.0.32, 1 GB, just created, 1 replica?"),
    (
        "instance force delete a r",
        "  instance 'a' (ID): mysql 8.0.32, 1 GB, just created, 1 replica\n  \
         instance 'r' (ID): mysql 8.0.32, 1 GB, just created, a replica of ID\ndelete 2 instances?",
    ),
    ("backup delete b", "delete backup 'b' (ID): mysql 8.0.32, 0.14 GB, just created?"),
    ("backup strategy delete", "delete the backup strategy of the whole project?"),
    ("backup strategy delete --instance a", "delete the backup strategy of instance 'a'?"),
    ("cluster delete c nope", "delete cluster 'c' (ID): mariadb 11.4.8, just created, 3 members?"),
    ("cluster force delete c", "delete cluster 'c' (ID): mariadb 11.4.8, just created, 3 members?"),
    ("configuration delete g", "delete configuration 'g' (ID): mysql 8.0.32, just created?"),
    ("datastore delete mysql", "delete datastore 'mysql' (ID)?"),
    (
        "datastore version delete 8.0.32 --datastore mysql",
        "delete datastore version '8.0.32' (ID)?",
    ),
    ("db delete a app", "delete database 'app' of instance 'a'?"),
    ("user delete a u", "delete user 'u' of instance 'a'?"),
    ("module delete m", "delete module 'm' (ID): all, just created?"),
    (
        "mgmt configuration parameter delete VERSION max_connections",
        "delete configuration parameter 'max_connections' (integer)?",
    ),
    (
        "instance delete 'e\u{1b}[2J'",
        "delete instance 'e\\x1b[2J' (ID): mysql 8.0.32, 1 GB, just created?",
    ),
    (
        "database instance delete a",
        "delete instance 'a' (ID): mysql 8.0.32, 1 GB, just created, 1 replica?",
    ),
];

/// A cloud with something of everything.
fn cloud() -> Cloud {
    let cloud = Cloud::new();
    let create = "--flavor 2 --size 1 --datastore mysql --databases app --users u:p:app --wait";
    cloud.ok(&format!("instance create a {create}"));
    cloud.ok(&format!("instance create 'e\u{1b}[2J' {create}"));
    cloud.ok("backup create b --instance a --wait");
    cloud.ok("instance create r --replica-of a --wait");
    cloud.ok(&format!("cluster create c mariadb 11.4.8 {MEMBERS} --wait"));
    assert_eq!(cloud.piped("module create m ping -", "message=hi\n").code, 0);
    cloud.ok("configuration create g {} --datastore mysql --datastore-version 8.0.32");
    cloud
}

#[test]
fn a_command_typed_at_a_prompt_looks_first_and_changes_nothing_without_a_yes() {
    let cloud = cloud();
    let version = cloud.json("datastore version show 8.0.32 --datastore mysql");
    for (line, question) in QUESTIONS {
        for answer in ["n\n", "\n", "", "yess\n"] {
            let line = line.replace("VERSION", version["id"].as_str().unwrap());
            let ran = match line.starts_with("mgmt ") {
                true => cloud.admin_at_prompt(&line, answer),
                false => cloud.at_prompt(&line, answer),
            };
            assert_eq!(ran.failed(1, "aborted; nothing was deleted").changes(), [""; 0]);
            let asked = without_ids(&ran.err);
            assert!(asked.starts_with(&format!("{question} [y/N] ")), "{line}: {asked}");
        }
    }
}

/// The text with `ID` for each ID.
fn without_ids(text: &str) -> String {
    let is_id = |c: char| c.is_ascii_hexdigit() || c == '-';
    let mut words = text.split_inclusive(|c| !is_id(c)).map(|word| {
        let id = word.trim_end_matches(|c| !is_id(c));
        if id.len() == 36 { word.replace(id, "ID") } else { word.to_owned() }
    });
    words.by_ref().collect()
}

#[test]
fn what_is_not_there_is_not_asked_about() {
    let cloud = cloud();
    for (line, says) in [
        ("instance delete nope", "no instance has the name or ID 'nope'"),
        ("cluster delete nope", "no cluster has the name or ID 'nope'"),
        ("backup delete nope", "no backup has the name or ID 'nope'"),
        ("configuration delete nope", "no configuration has the name or ID 'nope'"),
        ("db delete a nope", "no database has the name or ID 'nope'"),
        ("user delete a nope", "User nope@% cannot be found"),
        ("backup strategy delete --instance nope", "no instance has the name or ID 'nope'"),
    ] {
        let ran = cloud.at_prompt(line, "y\n");
        assert_eq!(ran.failed(3, says).changes(), [""; 0]);
        assert!(!ran.err.contains("[y/N]"), "{}", ran.err);
    }
}

#[test]
fn the_answer_yes_deletes() {
    for yes in ["y\n", "Yes\n"] {
        let cloud = Cloud::new().with_instances(&["db1"]);
        let ran = cloud.at_prompt("instance delete db1", yes);
        assert_eq!((ran.code, ran.changes().len()), (0, 1), "{}", ran.err);
    }
}

#[test]
fn an_option_answers_the_question_and_a_script_is_not_asked() {
    let cloud = Cloud::new().with_instances(&["db1", "db2"]);
    for ran in [cloud.at_prompt("-y instance delete db1", ""), cloud.run("instance delete db2")] {
        assert_eq!((ran.code, ran.changes().len()), (0, 1), "{}", ran.err);
        assert!(!ran.err.contains("[y/N]"), "{}", ran.err);
    }
}

#[test]
fn every_command_that_deletes_asks() {
    let tree: Value = serde_json::from_str(&Cloud::new().ok("generate tree")).unwrap();
    let deleting = commands(&tree).into_iter().map(|command| command.path);
    let deleting: Vec<String> = deleting.filter(|path| path.ends_with(" delete")).collect();
    assert!(deleting.len() > 10, "{deleting:?}");
    for path in deleting {
        let asked = QUESTIONS.iter().any(|(line, _)| line.starts_with(&path));
        // It sends no request: its service no longer exists.
        assert!(asked || path == "backup execution delete", "{path} deletes without a question");
    }
}
