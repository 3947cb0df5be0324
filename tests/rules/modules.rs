//! The modules of a crate, and which file imports what from which other.

use crate::rules::rust::{Kind, Token, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A path of segments, from the root of the crate.
type ModulePath = Vec<String>;

/// The names that a file imports from others, by the file that defines them.
pub(crate) type Imports = BTreeMap<String, BTreeSet<String>>;

/// A module, without its tests.
#[derive(Default)]
struct Module {
    file: String,
    children: BTreeSet<String>,
    defined: BTreeSet<String>,
    uses: Vec<Use>,
    /// Paths of two or more segments outside of `use`.
    inline: Vec<Vec<String>>,
}

/// One name of a `use`.
#[derive(Debug, Clone, PartialEq)]
struct Use {
    path: Vec<String>,
    /// The name that it has here; `*` for all.
    name: String,
    is_public: bool,
}

/// All modules of a crate.
pub(crate) struct Crate {
    modules: BTreeMap<ModulePath, Module>,
}

/// Which paths in the code of a file count as imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paths {
    FromTheRoot,
    All,
}

/// What a path leads to.
enum Target {
    Module(ModulePath),
    /// Something that a module defines.
    Item(ModulePath),
}

impl Crate {
    /// Reads a crate from its root file, as in `src/lib.rs`.
    pub(crate) fn read(directory: &Path, root: &str) -> Self {
        let mut found = Self { modules: BTreeMap::new() };
        found.read_file(directory, root, Vec::new());
        found
    }

    fn read_file(&mut self, directory: &Path, file: &str, path: ModulePath) {
        let source = fs::read_to_string(directory.join(file)).unwrap();
        for (child, file) in self.add(file, path.clone(), &source) {
            let candidates = [format!("{file}.rs"), format!("{file}/mod.rs")];
            let file = candidates.iter().find(|file| directory.join(file).exists());
            let file = file.unwrap_or_else(|| panic!("there is no {candidates:?}"));
            self.read_file(directory, file, [path.clone(), vec![child]].concat());
        }
    }

    /// Adds the modules of a file, and returns the names of those in other files, and where they are.
    fn add(&mut self, file: &str, path: ModulePath, source: &str) -> Vec<(String, String)> {
        let tokens = without_tests(tokens(source));
        let mut parser = Parser { tokens: &tokens, at: 0, file, elsewhere: Vec::new() };
        parser.module(path, &mut self.modules);
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let below = match name {
            "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
            name => format!("{folder}/{}", name.trim_end_matches(".rs")),
        };
        parser.elsewhere.into_iter().map(|name| (name.clone(), format!("{below}/{name}"))).collect()
    }

    /// The imports of every file: its `use` lines, and the paths from the root of the crate in its code. `Paths::All`
    /// has paths that begin at one of its own children too.
    pub(crate) fn imports(&self, paths: Paths) -> BTreeMap<String, Imports> {
        let mut all: BTreeMap<String, Imports> = BTreeMap::new();
        for (path, module) in &self.modules {
            let imports = all.entry(module.file.clone()).or_default();
            for (file, name) in self.imports_of(path, module, paths) {
                if file != module.file {
                    imports.entry(file).or_default().insert(name);
                }
            }
        }
        all
    }

    fn imports_of(
        &self,
        path: &ModulePath,
        module: &Module,
        paths: Paths,
    ) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let file = |path: &ModulePath| self.modules[path].file.clone();
        for import in &module.uses {
            let target = self.resolve(path, &import.path, 0);
            let name = import.path.last().unwrap().clone();
            match target {
                // A module gives its children's names as its own: whoever imports them imports from the child.
                Some(Target::Item(of) | Target::Module(of))
                    if import.is_public && of.len() > path.len() && of.starts_with(path) => {}
                Some(Target::Item(of)) => found.push((file(&of), name)),
                // What is taken from it is in the code.
                Some(Target::Module(_)) if module.takes_from(&import.name) => {}
                Some(Target::Module(of)) => found.push((file(&of), name)),
                None => {}
            }
        }
        for inline in &module.inline {
            let first = &inline[0];
            let import = module.uses.iter().find(|import| import.name == *first);
            let leads_inside = ["crate", "self", "super"].contains(&first.as_str())
                || paths == Paths::All && module.children.contains(first)
                || import.is_some_and(|import| {
                    matches!(self.resolve(path, &import.path, 0), Some(Target::Module(_)))
                });
            if let Some(Target::Item(of)) =
                leads_inside.then(|| self.resolve(path, inline, 0)).flatten()
            {
                found.push((file(&of), inline[1..].join("::")));
            }
        }
        found
    }

    /// Follows a path from a module; none if it leads out of the crate.
    fn resolve(&self, from: &ModulePath, path: &[String], depth: usize) -> Option<Target> {
        // Two modules may import everything from each other.
        if depth > 16 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.walk(&Vec::new(), rest, depth),
            "self" => self.walk(from, rest, depth),
            "super" => {
                let above = from.iter().take(from.len().checked_sub(1)?).cloned().collect();
                self.walk_up(&above, rest, depth)
            }
            _ => {
                let module = &self.modules[from];
                let known = module.children.contains(first)
                    || module.defined.contains(first)
                    || module
                        .uses
                        .iter()
                        .any(|import| import.name == *first && import.path.as_slice() != path);
                known.then(|| self.walk(from, path, depth)).flatten()
            }
        }
    }

    fn walk_up(&self, from: &ModulePath, path: &[String], depth: usize) -> Option<Target> {
        match path.first().map(String::as_str) {
            Some("super") => self.resolve(from, path, depth),
            _ => self.walk(from, path, depth),
        }
    }

    fn walk(&self, from: &ModulePath, path: &[String], depth: usize) -> Option<Target> {
        let Some((first, rest)) = path.split_first() else {
            return Some(Target::Module(from.clone()));
        };
        let module = &self.modules[from];
        if module.children.contains(first) {
            return self.walk(&[from.clone(), vec![first.clone()]].concat(), rest, depth);
        }
        if module.defined.contains(first) {
            return Some(Target::Item(from.clone()));
        }
        if let Some(import) = module.uses.iter().find(|import| import.name == *first) {
            return match self.resolve(from, &import.path, depth + 1)? {
                Target::Module(of) => self.walk(&of, rest, depth + 1),
                item => Some(item),
            };
        }
        let globs = module.uses.iter().filter(|import| import.name == "*");
        let mut found = globs.filter_map(|import| {
            let Target::Module(of) = self.resolve(from, &import.path, depth + 1)? else {
                return None;
            };
            self.provides(&of, first).then(|| self.walk(&of, path, depth + 1)).flatten()
        });
        // What a macro defines is seen by nobody here.
        found.next().or_else(|| Some(Target::Item(from.clone())))
    }

    fn provides(&self, module: &ModulePath, name: &String) -> bool {
        let module = &self.modules[module];
        module.children.contains(name)
            || module.defined.contains(name)
            || module.uses.iter().any(|import| import.name == *name)
    }
}

impl Module {
    fn takes_from(&self, name: &str) -> bool {
        self.inline.iter().any(|path| path[0] == name)
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    file: &'t str,
    /// The modules in files of their own.
    elsewhere: Vec<String>,
}

impl Parser<'_> {
    /// Reads a module up to the end of its block or file.
    fn module(&mut self, path: ModulePath, into: &mut BTreeMap<ModulePath, Module>) {
        let mut module = Module { file: self.file.to_owned(), ..Module::default() };
        let mut depth = 0;
        while let Some(token) = self.tokens.get(self.at) {
            match token.text.as_str() {
                "{" if token.kind == Kind::Mark => depth += 1,
                "}" if token.kind == Kind::Mark && depth == 0 => break,
                "}" if token.kind == Kind::Mark => depth -= 1,
                "use" if token.is_word() && !self.is_next("<") => {
                    let is_public = self.is_public();
                    self.at += 1;
                    self.use_tree(&[], is_public, &mut module.uses);
                }
                "mod" if token.is_word() && self.tokens[self.at + 1].is_word() => {
                    let name = self.tokens[self.at + 1].text.clone();
                    module.children.insert(name.clone());
                    self.at += 2;
                    if self.tokens[self.at].is("{") {
                        self.at += 1;
                        self.module([path.clone(), vec![name]].concat(), into);
                    } else {
                        self.elsewhere.push(name);
                    }
                }
                word if token.is_word() => {
                    if depth == 0 && DEFINING.contains(&word) {
                        module.defined.extend(self.defined_name());
                    }
                    module.inline.extend(self.inline_path());
                }
                _ => {}
            }
            self.at += 1;
        }
        into.insert(path, module);
    }

    fn is_next(&self, text: &str) -> bool {
        self.tokens.get(self.at + 1).is_some_and(|token| token.is(text))
    }

    /// Whether `pub` or `pub(…)` stands before this token.
    fn is_public(&self) -> bool {
        let before = &self.tokens[..self.at];
        let from = before.iter().rposition(|token| token.is(";") || token.is("}") || token.is("{"));
        before[from.map_or(0, |from| from + 1)..].iter().any(|token| token.is("pub"))
    }

    /// The name of the item that this word begins.
    fn defined_name(&self) -> Option<String> {
        let mut rest = self.tokens[self.at + 1..].iter();
        let name =
            rest.find(|token| !["!", "mut", "fn"].iter().any(|skipped| token.is(skipped)))?;
        name.is_word().then(|| name.text.clone())
    }

    /// The path of two or more segments that begins here, which is passed over.
    fn inline_path(&mut self) -> Option<Vec<String>> {
        if self.at > 0 && self.tokens[self.at - 1].is("::") {
            return None;
        }
        let mut path = vec![self.tokens[self.at].text.clone()];
        while self.is_next("::") && self.tokens.get(self.at + 2).is_some_and(Token::is_word) {
            self.at += 2;
            path.push(self.tokens[self.at].text.clone());
        }
        (path.len() > 1).then_some(path)
    }

    /// Reads a tree of `use` from a path on, and stops at its last token.
    fn use_tree(&mut self, above: &[String], is_public: bool, into: &mut Vec<Use>) {
        let mut path = above.to_vec();
        let mut name = None;
        loop {
            let token = &self.tokens[self.at];
            if token.is("{") {
                self.at += 1;
                while !self.tokens[self.at].is("}") {
                    if self.tokens[self.at].is(",") {
                        self.at += 1;
                    } else {
                        self.use_tree(&path, is_public, into);
                        self.at += 1;
                    }
                }
                return;
            } else if token.is("as") {
                self.at += 1;
                name = Some(self.tokens[self.at].text.clone());
            } else if token.is("*") {
                name = Some("*".to_owned());
            } else if token.is("self") && !path.is_empty() {
                name = path.last().cloned();
            } else if token.is_word() {
                path.push(token.text.clone());
            }
            if self.is_next(",") || self.is_next("}") || self.is_next(";") {
                break;
            }
            self.at += 1;
        }
        let name = name.unwrap_or_else(|| path.last().unwrap().clone());
        into.push(Use { path, name, is_public });
    }
}

/// The words that begin an item.
const DEFINING: &[&str] =
    &["fn", "struct", "enum", "trait", "type", "const", "static", "union", "macro_rules"];

/// The tokens without comments, and without the items that are there in tests only.
pub(crate) fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let tokens: Vec<Token> =
        tokens.into_iter().filter(|token| token.kind != Kind::Comment).collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match attribute_end(&tokens, at) {
            Some(end) if is_for_tests(&tokens[at..end]) => at = item_end(&tokens, end),
            Some(end) => {
                kept.extend_from_slice(&tokens[at..end]);
                at = end;
            }
            None => {
                kept.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    kept
}

/// The end of the attribute that begins here.
fn attribute_end(tokens: &[Token], at: usize) -> Option<usize> {
    let open = tokens[at].is("#") && tokens.get(at + 1)?.is("[");
    open.then(|| group_end(tokens, at + 1))
}

fn is_for_tests(attribute: &[Token]) -> bool {
    let is = |at: usize, text: &str| attribute.get(at).is_some_and(|token| token.is(text));
    let not = attribute.iter().any(|token| token.is("not"));
    is(2, "test") || is(2, "cfg") && !not && attribute.iter().any(|token| token.is("test"))
}

/// The end of the group that this bracket opens.
pub(crate) fn group_end(tokens: &[Token], at: usize) -> usize {
    let (mut depth, mut at) = (0, at);
    loop {
        let opens = ["(", "[", "{"].iter().any(|open| tokens[at].is(open));
        let closes = [")", "]", "}"].iter().any(|close| tokens[at].is(close));
        depth += isize::from(opens) - isize::from(closes);
        at += 1;
        if depth == 0 {
            return at;
        }
    }
}

/// The end of the item that begins here, with its other attributes.
fn item_end(tokens: &[Token], at: usize) -> usize {
    let mut at = at;
    while at < tokens.len() {
        if tokens[at].is(";") {
            return at + 1;
        }
        let opens = ["(", "[", "{"].iter().any(|open| tokens[at].is(open));
        let ends = tokens[at].is("{");
        at = if opens { group_end(tokens, at) } else { at + 1 };
        if ends {
            return at;
        }
    }
    at
}
