//! Pipes and closed streams.

use crate::support::home::{Home, Outcome};
use crate::support::site::{Site, json};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

/// Three times the capacity of a pipe.
const ROWS: usize = 1500;

fn crowd() -> Site {
    Site::answering(|_| {
        let row = |n: usize| {
            json!({"id": format!("{n:08}-0000-4000-8000-000000000000"), "name": format!("db{n}"),
                "status": "ACTIVE", "datastore": {"type": "mysql", "version": "8"},
                "flavor": {"id": "2"}, "volume": {"size": 1}, "region": "RegionOne"})
        };
        json(200, &json!({"instances": (0..ROWS).map(row).collect::<Vec<Value>>()}))
    })
}

#[test]
fn a_reader_that_closes_early_ends_the_command_silently() {
    let site = crowd();
    let home = Home::facing(&site.url());
    for format in ["table", "json", "yaml", "csv", "value", "raw"] {
        let mut command = home.command(&format!("instance list -f {format}"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        // The pipe is closed at the end of the statement, and the rest has no reader.
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.len() > 1, "{format}: {line:?}");
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{format}");
    }
}

#[test]
fn a_reader_of_the_help_may_close_early() {
    let home = Home::bare();
    let mut command = home.program("/bin/bash");
    let trove = crate::support::home::TROVE;
    command
        .arg("-c")
        .arg(format!("{trove} instance create --help | head -c 1; exit ${{PIPESTATUS[0]}}"));
    assert_eq!(Outcome::of(command).worked_silently().out, "C");
}

#[cfg(unix)]
#[test]
fn output_that_is_closed_is_an_error() {
    let site = crowd();
    let home = Home::facing(&site.url());
    let trove = crate::support::home::TROVE;
    let run = |words: &str| {
        let mut command = home.program("/bin/sh");
        command.arg("-c").arg(format!("{trove} {words} >&-"));
        Outcome::of(command)
    };
    for words in ["instance list -f json", "--version", "instance list --help", "config list"] {
        let ended = run(words).saying("standard output is closed");
        assert_eq!(ended.status, Some(1), "{words}: {ended:?}");
    }
    // Nothing is written, so nothing is lost.
    let id = "00000000-0000-4000-8000-000000000000";
    assert_eq!(
        run(&format!("instance reboot {id}")).status,
        home.run(&format!("instance reboot {id}")).status
    );
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let site = crowd();
    let home = Home::facing(&site.url());
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for words in [
        "instance list",
        "instance list -f json",
        "instance list -f csv",
        "instance list -f raw",
        "instance list -f value --limit 1",
        "sandbox env",
        "--help",
        "--version",
    ] {
        let mut command = home.command(words);
        command.stdin(Stdio::null()).stdout(full()).stderr(Stdio::piped());
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{words}: {err}");
        assert!(err.starts_with("error: cannot write the output: No space left"), "{words}: {err}");
        assert_eq!(err.lines().count(), 1, "{words}: {err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_standard_error_changes_nothing() {
    let site = crowd();
    let home = Home::facing(&site.url());
    for (words, status) in [
        ("--debug --timing instance list -f json", 0),
        ("instance show", 2),
        ("instance list -c x", 2),
    ] {
        let mut command = home.command(words);
        let full = File::options().write(true).open("/dev/full").unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(full);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{words}");
    }
}

#[test]
fn other_closed_streams_do_no_harm() {
    let site = crowd();
    let home = Home::facing(&site.url());
    let run = |redirection: &str| {
        let mut command = home.program("/bin/bash");
        let trove = crate::support::home::TROVE;
        command.arg("-c").arg(format!("exec {trove} instance list -f json {redirection}"));
        Outcome::of(command)
    };
    for redirection in ["<&-", "2>&-", "<&- 2>&-"] {
        run(redirection).worked_silently();
    }
    // Nobody can be told, but the status tells.
    assert_eq!(run("<&- >&- 2>&-").status, Some(1));
}

#[test]
fn a_pipe_gets_the_bytes_of_the_service() {
    const NAME: &str = "a\u{1b}[31m\u{7}\u{9b}\u{202e}é";
    let site = Site::answering(|_| {
        json(200, &json!({"instances": [{"id": "1", "name": NAME, "status": "ACTIVE"}]}))
    });
    let home = Home::facing(&site.url());
    let printed = |format: &str| {
        home.run(&format!("instance list -c Name -f {format}")).worked_silently().out
    };
    assert_eq!(printed("value"), format!("{NAME}\n"));
    let rows: Value = serde_json::from_str(&printed("json")).unwrap();
    assert_eq!(rows, json!([{"Name": NAME}]));
    let raw = home.run("instance list -f raw").worked_silently().out;
    let row: Value = serde_json::from_str(&raw).unwrap();
    assert_eq!(row["name"], NAME);
}
