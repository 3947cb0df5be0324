//! Imports: none from a higher layer, and no circles of files.

use crate::rules::modules::{Crate, Imports, Paths};
use crate::rules::{check, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

/// The layers from the ground up, each with the modules in it. A file may import from its own layer and those below.
/// ARCHITECTURE.md has the same list from the top down.
const LAYERS: &[&[&str]] = &[
    &["error", "clock", "secret", "hazard", "json"],
    &["http"],
    &["config"],
    &["auth"],
    &["api"],
    &["output"],
    &["sandbox"],
    &["cli"],
    &["main.rs", "lib.rs"],
];

/// The imports of all files of the library.
fn imports(paths: Paths) -> BTreeMap<String, Imports> {
    static LIBRARY: OnceLock<Crate> = OnceLock::new();
    let all = LIBRARY.get_or_init(|| Crate::read(root(), "src/lib.rs")).imports(paths);
    assert!(all.len() > 200, "{}", all.len());
    all
}

fn layer(file: &str) -> Option<usize> {
    let below = file.strip_prefix("src/")?;
    let name = match below.split_once('/') {
        Some((folder, _)) => folder,
        None if ["main.rs", "lib.rs"].contains(&below) => below,
        None => below.trim_end_matches(".rs"),
    };
    LAYERS.iter().position(|modules| modules.contains(&name))
}

/// The groups of files that lead to each other by their imports.
fn circles(imports: &BTreeMap<String, Imports>) -> Vec<BTreeSet<&str>> {
    let reached = |from: &str| -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open = vec![from.to_owned()];
        while let Some(file) = open.pop() {
            for next in imports.get(&file).into_iter().flat_map(BTreeMap::keys) {
                if found.insert(next.as_str()) {
                    open.push(next.clone());
                }
            }
        }
        found
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (file.as_str(), reached(file))).collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|files| files.contains(to));
    let circle = |file: &&str| -> BTreeSet<&str> {
        reached[*file].iter().copied().filter(|other| leads(other, file)).collect()
    };
    let found: BTreeSet<_> = reached.keys().map(circle).filter(|circle| circle.len() > 1).collect();
    found.into_iter().collect()
}

/// The arrows of a circle, with the names that each stands for.
fn shown(circle: &BTreeSet<&str>, imports: &BTreeMap<String, Imports>) -> Vec<String> {
    let inside = imports.iter().filter(|(from, _)| circle.contains(from.as_str()));
    let mut arrows = arrows(inside);
    arrows.retain(|arrow| circle.iter().any(|to| arrow.contains(&format!("-> {to}:"))));
    let first = format!("a circle of {} files:\n    {}", circle.len(), arrows[0]);
    let rest = arrows[1..].iter().map(|arrow| format!("    {arrow}"));
    [first].into_iter().chain(rest).collect()
}

/// Imports in the form `from -> to: names`.
fn arrows<'i>(imports: impl Iterator<Item = (&'i String, &'i Imports)>) -> Vec<String> {
    let arrows = imports.flat_map(|(from, imports)| {
        imports.iter().map(move |(to, names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            format!("{from} -> {to}: {}", names.join(", "))
        })
    });
    arrows.collect()
}

/// Checks a rule that has one break for each arrow of a circle.
#[track_caller]
fn check_circles(rule: &str, paths: Paths) {
    let imports = imports(paths);
    let circles = circles(&imports);
    check(rule, circles.iter().flat_map(|circle| shown(circle, &imports)));
}

#[test]
fn no_files_import_from_each_other_in_a_circle() {
    check_circles("circles", Paths::FromTheRoot);
}

#[test]
fn no_folder_and_its_files_import_from_each_other() {
    check_circles("circles of a folder and its files", Paths::All);
}

#[test]
fn no_file_imports_from_a_higher_layer() {
    let mut imports = imports(Paths::All);
    for (from, imports) in &mut imports {
        let own = layer(from).unwrap_or_else(|| panic!("'{from}' is in no layer"));
        imports.retain(|to, _| layer(to) > Some(own));
    }
    check("layers", arrows(imports.iter()).into_iter());
}

#[test]
fn architecture_md_has_the_same_layers() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let block = text.split_once("\n```layers\n").map(|(_, rest)| rest).unwrap();
    let block = block.split_once("\n```").map(|(block, _)| block).unwrap();
    let named: Vec<Vec<&str>> = block
        .lines()
        .map(|line| line.split("  ").next().unwrap().split(", ").collect())
        .rev()
        .collect();
    assert_eq!(named, LAYERS, "the block ```layers in ARCHITECTURE.md");
}

/// The imports of a crate of these files, in order: the root is the first.
fn imports_of(files: &[(&str, &str)]) -> BTreeMap<String, Imports> {
    let directory = tempfile::tempdir().unwrap();
    for (name, source) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, source).unwrap();
    }
    Crate::read(directory.path(), files[0].0).imports(Paths::All)
}

#[test]
fn an_import_is_of_the_file_that_defines_the_name() {
    let imports = imports_of(&[
        ("src/lib.rs", "mod a; mod b; mod tools; pub use a::Deep;"),
        (
            "src/a/mod.rs",
            "mod deep; mod other; pub use deep::{Deep, Named as Renamed}; pub use other::*; pub struct Own;",
        ),
        (
            "src/a/deep.rs",
            "pub struct Deep; pub struct Named; fn f() { use crate::tools::{self, Tool}; tools::work(); }",
        ),
        ("src/a/other.rs", "pub enum Starred { One }"),
        (
            "src/b.rs",
            "use crate::a::{Own, Renamed, Starred}; use std::fmt; fn f(_: crate::Deep) { fmt::x(); Starred::One; }",
        ),
        (
            "src/tools.rs",
            "pub struct Tool; pub fn work() {} macro_rules! m { () => { $crate::a::Own } } pub(crate) use m;",
        ),
    ]);
    let expected = [
        "src/a/deep.rs -> src/tools.rs: Tool, work",
        "src/b.rs -> src/a/deep.rs: Deep, Renamed",
        "src/b.rs -> src/a/mod.rs: Own",
        "src/b.rs -> src/a/other.rs: Starred",
        "src/tools.rs -> src/a/mod.rs: a::Own",
    ];
    assert_eq!(arrows(imports.iter()), expected);
}

#[test]
fn imports_of_tests_do_not_count() {
    let imports = imports_of(&[
        ("src/lib.rs", "mod a; mod b; #[cfg(test)] mod tests;"),
        (
            "src/a.rs",
            "#[cfg(test)] mod tests { use crate::b::B; } #[cfg(test)] use crate::b::B; #[test] fn f() { crate::b::B; }",
        ),
        ("src/b.rs", "use crate::a; #[cfg(not(test))] fn f() { a::A }"),
        ("src/tests.rs", "use crate::b::B;"),
    ]);
    assert_eq!(arrows(imports.iter()), ["src/b.rs -> src/a.rs: A"]);
}

#[test]
fn a_circle_is_shown_with_all_its_arrows() {
    let imports = imports_of(&[
        ("src/lib.rs", "mod a; mod b; mod c;"),
        ("src/a.rs", "use crate::b::{B, b};"),
        ("src/b.rs", "use crate::a::A; use crate::c::C;"),
        ("src/c.rs", ""),
    ]);
    let circles = circles(&imports);
    let [circle] = circles.as_slice() else { panic!("{circles:?}") };
    let told =
        ["a circle of 2 files:\n    src/a.rs -> src/b.rs: B, b", "    src/b.rs -> src/a.rs: A"];
    assert_eq!(shown(circle, &imports), told);
}
