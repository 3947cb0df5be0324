//! The help of every command and every option.

use crate::support::home::Home;
use std::collections::VecDeque;
use std::thread;

/// An entry of a help: a name, and the text about it.
struct Entry {
    name: String,
    text: String,
}

/// The entries of a help, indented by 2 to 6 columns, with their text, which is indented further.
fn entries(help: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut section = "";
    for line in help.lines() {
        let indent = line.len() - line.trim_start().len();
        match indent {
            0 if line.ends_with(':') => section = line,
            0 if !line.is_empty() => section = "",
            _ if section.is_empty() || line.trim().is_empty() => {}
            2..=6 => {
                let line = line.trim();
                // Commands have their text on the same line.
                let (name, text) = line.split_once("  ").unwrap_or((line, ""));
                entries.push(Entry { name: name.to_owned(), text: text.trim().to_owned() });
            }
            _ => {
                let entry = entries.last_mut().unwrap();
                entry.text = format!("{} {}", entry.text, line.trim()).trim().to_owned();
            }
        }
    }
    entries
}

/// The subcommands that a help lists.
fn commands(help: &str) -> Vec<String> {
    let below = help.split_once("\nCommands:\n").map_or("", |(_, below)| below);
    let lines = below.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_and_option_has_help_without_a_final_period() {
    let home = Home::bare();
    let (mut queue, mut leaves) = (VecDeque::from([String::new()]), 0);
    while !queue.is_empty() {
        // One level at a time, since each help needs a process.
        let level: Vec<_> = queue.drain(..).collect();
        let helps: Vec<(String, String)> = thread::scope(|scope| {
            let ask = |path: String| {
                let home = &home;
                scope.spawn(move || {
                    let ended = home.run(&format!("{path} --help")).worked_silently();
                    (path, ended.out)
                })
            };
            let running: Vec<_> = level.into_iter().map(ask).collect();
            running.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for (path, help) in helps {
            let about = help.lines().next().unwrap();
            assert!(about.len() > 3 && !about.ends_with('.'), "trove{path}: '{about}'");
            let explained = entries(&help);
            assert!(explained.len() > 3, "trove{path}: {help}");
            for Entry { name, text } in explained {
                assert!(text.len() > 3, "trove{path} {name} has no help");
                assert!(!text.ends_with('.'), "trove{path} {name}: '{text}'");
                let first = text.chars().next().unwrap();
                assert!(
                    first.is_uppercase() || !first.is_alphabetic(),
                    "trove{path} {name}: '{text}'"
                );
            }
            let below = commands(&help);
            leaves += usize::from(below.is_empty());
            queue.extend(below.into_iter().map(|name| format!("{path} {name}")));
        }
    }
    assert!(leaves > 20, "{leaves}");
}

#[test]
fn the_version_is_that_of_the_package() {
    let ended = Home::bare().run("--version").worked_silently();
    assert_eq!(ended.out, concat!("trove ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_line_without_a_command_shows_the_help_and_exits_with_2() {
    let ended = Home::bare().run("");
    assert_eq!((ended.status, ended.out.as_str()), (Some(2), ""), "{ended:?}");
    assert!(ended.err.contains("Usage: trove"), "{ended:?}");
}

#[test]
fn a_mistyped_command_gets_a_suggestion() {
    Home::bare().run("instanc list").failed(2).saying("'instance'");
    Home::bare().run("instance lst").failed(2).saying("'list'");
}
