//! Rules of the house that no compiler knows.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn no_dependency_is_one_that_costs_too_much() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let names: Vec<_> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"ring") && names.contains(&"reqwest"), "that is no lock file");
    for banned in
        ["openssl-sys", "native-tls", "aws-lc-sys", "aws-lc-rs", "regex", "h2", "serde_yaml"]
    {
        assert!(!names.contains(&banned), "{banned}");
    }
}

fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn every_file_is_short_and_begins_with_what_it_is() {
    let files: Vec<_> =
        ["src", "tests"].iter().flat_map(|directory| sources(&root().join(directory))).collect();
    assert!(files.len() > 100, "{}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", file.display());
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "{} begins with '{first}'", file.display());
    }
}
