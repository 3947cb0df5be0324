//! Rules of the source text: sizes, style, and words.

use crate::rules::modules::{group_end, without_tests};
use crate::rules::rust::{Kind, Token, tokens};
use crate::rules::{check, root, sources};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// A file of Rust, and its tokens.
struct Source {
    /// Its path in the repository.
    name: String,
    text: String,
    tokens: Vec<Token>,
}

/// The files below `src` and `tests`.
fn all() -> &'static [Source] {
    static ALL: OnceLock<Vec<Source>> = OnceLock::new();
    ALL.get_or_init(read_all)
}

fn read_all() -> Vec<Source> {
    let read = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        Source { tokens: tokens(&text), name, text }
    };
    let found: Vec<Source> = ["src", "tests"]
        .iter()
        .flat_map(|folder| sources(folder))
        .map(|path| read(&path))
        .collect();
    assert!(found.len() > 300, "{}", found.len());
    found
}

impl Source {
    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.name.starts_with(place))
    }

    /// A place in it, as an editor opens it.
    fn at(&self, token: &Token, what: &str) -> String {
        format!("{}:{}: {what}", self.name, token.line)
    }

    /// Whether all of it is for tests.
    fn is_test(&self) -> bool {
        self.name.starts_with("tests/")
            || self.name.starts_with("src/testing/")
            || self.name.ends_with("/tests.rs")
            || self.name.contains("/tests/")
    }
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

#[test]
fn every_file_is_short_and_begins_with_what_it_is() {
    for source in all() {
        let lines = source.text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", source.name);
        let first = source.text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "{} begins with '{first}'", source.name);
    }
}

#[test]
fn every_function_is_short() {
    let mut wrong = Vec::new();
    for source in all() {
        for (at, token) in source.tokens.iter().enumerate().filter(|(_, token)| token.is("fn")) {
            let lines = function_end(&source.tokens[at..]).map_or(0, |end| end + 1 - token.line);
            if lines > 60 {
                let name = &source.tokens[at + 1].text;
                wrong.push(source.at(token, &format!("{name} has {lines} lines")));
            }
        }
    }
    check("long functions", wrong.into_iter());
}

/// The last line of the function that begins with these tokens; none if it has no body.
fn function_end(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0;
    for token in tokens {
        match token.text.as_str() {
            _ if token.kind != Kind::Mark => {}
            ";" if depth == 0 => return None,
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return Some(token.line);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn the_library_names_no_command_and_no_option() {
    const LIBRARY: &[&str] =
        &["src/api/", "src/auth/", "src/http/", "src/config/", "src/output/", "src/error/"];
    let mut wrong = Vec::new();
    for source in all().iter().filter(|source| source.is_in(LIBRARY)) {
        let strings = source.tokens.iter().filter(|token| token.kind == Kind::Text);
        let named = strings
            .filter(|token| ["'trove ", "--os-"].iter().any(|words| token.text.contains(words)));
        wrong.extend(named.map(|token| source.at(token, &token.text)));
    }
    check("command words in the library", wrong.into_iter());
}

#[test]
fn paths_begin_at_the_crate() {
    let mut wrong = Vec::new();
    for source in all() {
        let code = source.tokens.iter().filter(|token| token.kind != Kind::Comment);
        let code: Vec<Token> = code.cloned().collect();
        let is_up = |tokens: &[Token], words: &[&str]| {
            words.iter().zip(tokens).all(|(word, token)| token.is(word))
        };
        let far = code.windows(3).filter(|tokens| is_up(tokens, &["super", "::", "super"]));
        wrong.extend(far.map(|tokens| source.at(&tokens[0], "super::super")));
        let code = if source.is_test() { code } else { without_tests(code) };
        let near = code
            .windows(3)
            .filter(|tokens| is_up(tokens, &["super", "::"]) && !tokens[2].is("super"))
            .filter(|tokens| !source.is_test() || !tokens[2].is("*"))
            .filter(|tokens| !is_in_block(&source.tokens, tokens[0].line));
        wrong.extend(near.map(|tokens| source.at(&tokens[0], "super::")));
    }
    check("paths with super", wrong.into_iter());
}

/// Whether a line is in a module that has no file of its own: what is above that is in the same file.
fn is_in_block(tokens: &[Token], line: usize) -> bool {
    (0..tokens.len().saturating_sub(2)).any(|at| {
        let opens = tokens[at].is("mod") && tokens[at + 1].is_word() && tokens[at + 2].is("{");
        let end = || tokens[group_end(tokens, at + 2) - 1].line;
        opens && (tokens[at].line..=end()).contains(&line)
    })
}

#[test]
fn a_module_with_children_is_a_folder_with_a_mod_rs() {
    for source in all() {
        let path = root().join(&source.name);
        let folder = path.with_extension("");
        assert!(!folder.is_dir(), "{} stands beside the folder of its name", source.name);
    }
}

#[test]
fn no_comment_cites_a_document_that_is_not_here() {
    let mut wrong = Vec::new();
    for source in all() {
        // What lists of the tests say in strings is read as a comment is.
        let is_read =
            |kind| kind == Kind::Comment || kind == Kind::Text && source.is_in(&["tests/"]);
        for token in source.tokens.iter().filter(|token| is_read(token.kind)) {
            let missing = missing(&token.text);
            wrong.extend(missing.iter().map(|word| source.at(token, word)));
        }
    }
    check("citations", wrong.into_iter());
}

/// The documents, and the numbers of entries in them, that a text names and that are not in the repository.
fn missing(text: &str) -> Vec<&str> {
    const DOCUMENTS: &[&str] = &["PITFALLS", "CLIENT_GAPS", "REFERENCE", "NOTES", "DESIGN"];
    // The ID of a recorded case is a word of its own.
    if !text.contains(' ') {
        return Vec::new();
    }
    let (mut found, mut entries) = (Vec::new(), None);
    for word in text.split(|c: char| !c.is_alphanumeric() && !"_./-".contains(c)) {
        let word = word.trim_matches(|c| ".-/".contains(c));
        let number = word.trim_start_matches(['D', 'W']);
        let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        if word.ends_with(".md") {
            entries = fs::read_to_string(root().join(word)).ok();
            found.extend(entries.is_none().then_some(word));
        } else if let Some(entries) = entries.as_ref().filter(|_| is_number) {
            let is_known = entries.contains(&format!("\n### {word}."));
            found.extend((!is_known).then_some(word));
        } else if DOCUMENTS.contains(&word) || is_number && word != number && word.len() <= 3 {
            found.push(word);
        } else if !word.is_empty() {
            entries = None;
        }
    }
    found
}
