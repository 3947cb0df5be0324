//! Every command has a test, a file, an answer in the sandbox, and its place in the README.

use crate::rules::rust::{Kind, Token, tokens};
use crate::rules::{check, root, sources};
use crate::support::cloud::{Cloud, Ran};
use crate::support::every_command::{Command, LEFT_OUT, LINES, command_of, commands};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Commands that send nothing to a route of the database service.
const WITHOUT_REQUESTS: &[&str] = &[
    "auth logout",
    "auth status",
    "auth token",
    "backup execution delete",
    "config list",
    "config show",
    "config trust",
    "generate legacy",
    "generate tree",
    "health",
    "sandbox env",
    "sandbox status",
];

fn tree() -> Value {
    serde_json::from_str(&Cloud::new().ok("generate tree")).unwrap()
}

/// Functions that take what a command line says, not a command line.
const EXPECTING: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "contains",
    "ends_with",
    "failed",
    "hiding",
    "hinting",
    "saying",
    "starts_with",
];

/// The strings of a file that may be command lines.
fn strings(tokens: &[Token]) -> Vec<&str> {
    let mut found = Vec::new();
    // What each open bracket belongs to.
    let mut calls: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" | "{" if token.kind == Kind::Mark => {
                let before = tokens[..at].iter().rev().find(|token| !token.is("!"));
                calls.push(before.filter(|token| token.is_word()).map_or("", |token| &token.text));
            }
            ")" | "]" | "}" if token.kind == Kind::Mark => {
                calls.pop();
            }
            text if token.kind == Kind::Text => {
                // `&format!("…")` is what its caller takes.
                let call = calls.iter().rev().find(|call| **call != "format");
                if call.is_none_or(|call| !EXPECTING.contains(call)) {
                    found.push(text);
                }
            }
            _ => {}
        }
    }
    found
}

/// The commands that are named at the beginning of a string in these files.
fn commands_in(tree: &Value, sources: impl Iterator<Item = String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        let tokens = tokens(&source);
        found.extend(strings(&tokens).into_iter().filter_map(|text| command_of(tree, text)));
    }
    found
}

#[test]
fn every_command_has_a_test_that_runs_it() {
    let tree = tree();
    let files = sources("tests/commands").into_iter().chain(sources("tests/process"));
    let tested = commands_in(&tree, files.map(|file| fs::read_to_string(file).unwrap()));
    let all = commands(&tree);
    let missing = all.iter().filter(|command| !tested.contains(&command.path));
    check("commands without a test", missing.map(|command| command.path.clone()));
}

#[test]
fn a_command_is_not_tested_by_the_name_of_another() {
    let tree = tree();
    let tested = |source: &str| -> Vec<String> {
        commands_in(&tree, [source.to_owned()].into_iter()).into_iter().collect()
    };
    assert_eq!(tested(r#"f("instance")"#), ["instance"]);
    assert_eq!(tested(r#"f("backup list instance a")"#), ["backup list instance"]);
    assert_eq!(tested(r#"f(&format!("A=b --debug user show {name}"))"#), ["user show"]);
    assert_eq!(
        tested(r#"f(["db list x"], x.saying("db delete a"), assert!(y, "db create"))"#),
        ["db list"]
    );
    assert_eq!(tested("// \"db list\"\nf(\"the db list\")"), [""; 0]);
}

#[test]
fn every_command_is_in_the_list_of_command_lines() {
    let tree = tree();
    let known: BTreeSet<String> =
        LINES.iter().filter_map(|(line, _)| command_of(&tree, line)).collect();
    let missing = commands(&tree).into_iter().map(|command| command.path);
    let missing = missing.filter(|path| !known.contains(path) && !LEFT_OUT.contains(&&**path));
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0], "add a line to every_command.rs");
}

#[test]
fn the_sandbox_answers_every_command() {
    let tree = tree();
    let cloud = Cloud::new();
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("module"), "message=hello\n").unwrap();
    let mut wrong = Vec::new();
    for (line, code) in LINES {
        let ran = cloud.admin_at(home.path(), line);
        // So that nothing is still being done.
        cloud.wait(600);
        let path = command_of(&tree, line).unwrap();
        let is_silent = WITHOUT_REQUESTS.contains(&&*path);
        if i32::from(ran.code) != *code
            || !ran.unserved.is_empty()
            || ran.asked.is_empty() != is_silent
        {
            let Ran { code, err, asked, unserved, .. } = ran;
            wrong.push(format!("{line}: {code} {err} asked {asked:?}, not served {unserved:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} commands:\n{}", wrong.len(), wrong.join("\n"));
}

/// The files that a command may be in, below the folder of all commands.
fn places(path: &str) -> Vec<String> {
    let words: Vec<String> = path.split(' ').map(|word| word.replace('-', "_")).collect();
    let (noun, verb) = words.split_first().unwrap();
    let mut stems = vec![noun.clone()];
    for (at, word) in verb.iter().enumerate() {
        let separators: &[&str] = if at == 0 { &["/"] } else { &["/", "_"] };
        let longer = |stem: &String| -> Vec<String> {
            separators.iter().map(|separator| format!("{stem}{separator}{word}")).collect()
        };
        stems = stems.iter().flat_map(longer).collect();
    }
    stems.iter().flat_map(|stem| [format!("{stem}.rs"), format!("{stem}/mod.rs")]).collect()
}

#[test]
fn every_command_has_a_file_of_its_name() {
    let below = root().join("src/cli/commands");
    let is_missing =
        |command: &Command| places(&command.path).iter().all(|place| !below.join(place).exists());
    let all = commands(&tree());
    let missing = all.iter().filter(|command| is_missing(command));
    check(
        "commands without a file",
        missing.map(|command| format!("{}: {}", command.path, places(&command.path)[0])),
    );
}

const BEGIN: &str = "<!-- commands:begin -->\n";
const END: &str = "<!-- commands:end -->";

/// The table of commands in the README.
fn table(tree: &Value) -> String {
    let mut verbs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for command in commands(tree).into_iter().filter(|command| !command.hidden) {
        let (noun, verb) = command.path.split_once(' ').unwrap_or((&command.path, ""));
        verbs
            .entry(noun.to_owned())
            .or_default()
            .extend((!verb.is_empty()).then(|| format!("`{verb}`")));
    }
    let mut text = "| noun | | verbs |\n|---|---|---|\n".to_owned();
    for noun in tree["subcommands"].as_array().unwrap() {
        let name = noun["name"].as_str().unwrap();
        if let Some(verbs) = verbs.get(name) {
            let about = noun["about"].as_str().unwrap();
            text.push_str(&format!("| `trove {name}` | {about} | {} |\n", verbs.join(" ")));
        }
    }
    text
}

#[test]
fn the_readme_has_every_command() {
    let file = root().join("README.md");
    let text = fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let table = table(&tree());
    if std::env::vars().any(|(name, value)| (&*name, &*value) == ("TROVE_BLESS", "1")) {
        fs::write(&file, [before, BEGIN, &table, END, after].concat()).unwrap();
    } else {
        assert_eq!(found, table, "run the tests with TROVE_BLESS=1");
    }
}
