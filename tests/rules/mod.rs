//! Rules that hold for the whole repository.

mod addresses;
mod commands;
mod layers;
mod modules;
mod rust;
mod source;
mod tree;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How often each rule is still broken; nothing may be added. A rule that is not here holds.
const BROKEN: &[(&str, usize)] = &[];

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Asserts that a rule is broken no more often than it is known to be.
#[track_caller]
fn check(rule: &str, wrong: impl Iterator<Item = String>) {
    let wrong: Vec<String> = wrong.collect();
    let known = BROKEN.iter().find(|(name, _)| *name == rule).map_or(0, |(_, known)| *known);
    assert!(wrong.len() <= known, "{rule}: {} (known: {known})\n{}", wrong.len(), wrong.join("\n"));
}

/// The Rust files below a folder of the repository, in order.
fn sources(folder: &str) -> Vec<PathBuf> {
    fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        for path in entries.collect::<BTreeSet<_>>() {
            if path.is_dir() {
                collect(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found
}
