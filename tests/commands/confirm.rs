//! The question before something is deleted.

use crate::support::cloud::Cloud;
use crate::support::every_command::commands;
use serde_json::Value;

/// Every command that deletes, and its question.
const QUESTIONS: [(&str, &str); 16] = [
    ("instance delete a", "delete instance 'a'?"),
    ("instance force delete a b", "delete 2 instances: 'a', 'b'?"),
    ("backup delete a", "delete backup 'a'?"),
    ("backup strategy delete", "delete the backup strategy of the whole project?"),
    ("backup strategy delete --instance a", "delete the backup strategy of instance 'a'?"),
    ("cluster delete a b c d e f g", "delete 7 clusters: 'a', 'b', 'c', 'd', 'e' and 2 more?"),
    ("cluster force delete a", "delete cluster 'a'?"),
    ("configuration delete a", "delete configuration 'a'?"),
    ("datastore delete a", "delete datastore 'a'?"),
    ("datastore version delete a --datastore b", "delete datastore version 'a'?"),
    ("db delete a app", "delete database 'app'?"),
    ("user delete a u", "delete user 'u'?"),
    ("module delete a", "delete module 'a'?"),
    ("mgmt configuration parameter delete v p", "delete configuration parameter 'p'?"),
    ("instance delete 'a\u{1b}[2J'", "delete instance 'a\\x1b[2J'?"),
    ("database instance delete a", "delete instance 'a'?"),
];

#[test]
fn a_command_typed_at_a_prompt_asks_and_sends_nothing_without_a_yes() {
    let cloud = Cloud::new();
    for (line, question) in QUESTIONS {
        for answer in ["n\n", "\n", "", "yess\n"] {
            let ran = cloud.at_prompt(line, answer);
            ran.failed(1, "aborted; nothing was deleted").sent_nothing();
            assert!(ran.err.starts_with(&format!("{question} [y/N] ")), "{line}: {}", ran.err);
        }
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
