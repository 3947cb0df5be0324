//! Tokens of Rust's source text, as far as the rules need them.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or a keyword.
    Word,
    /// `::`, or one character.
    Mark,
    /// A string; its text is without the quotes, with the commonest escapes resolved.
    Text,
    /// A comment; its text begins with `//` or `/*`.
    Comment,
    /// A number, a character or a lifetime.
    Other,
}

/// A token and the line that it begins in.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Token {
    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Mark) && self.text == text
    }

    pub(crate) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// The tokens of a file, without its white space.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { rest: source, line: 1 };
    let mut found = Vec::new();
    while let Some(first) = reader.rest.chars().next() {
        let line = reader.line;
        if first.is_whitespace() {
            reader.take(first.len_utf8());
            continue;
        }
        let (kind, text) = reader.token(first);
        found.push(Token { kind, text, line });
    }
    found
}

struct Reader<'s> {
    rest: &'s str,
    line: usize,
}

impl<'s> Reader<'s> {
    fn take(&mut self, length: usize) -> &'s str {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn token(&mut self, first: char) -> (Kind, String) {
        let rest = self.rest;
        if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            return (Kind::Comment, self.take(end).to_owned());
        }
        if rest.starts_with("/*") {
            return (Kind::Comment, self.block_comment());
        }
        if let Some(prefix) = string_prefix(rest) {
            return (Kind::Text, self.string(prefix));
        }
        if first == '\'' || rest.starts_with("b'") {
            return (Kind::Other, self.quoted());
        }
        if first.is_alphabetic() || first == '_' {
            let raw = if rest.starts_with("r#") { 2 } else { 0 };
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let end = rest[raw..].find(|c| !is_part(c)).map_or(rest.len(), |end| end + raw);
            return (Kind::Word, self.take(end)[raw..].to_owned());
        }
        if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            return (Kind::Other, self.take(end).to_owned());
        }
        let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
        (Kind::Mark, self.take(length).to_owned())
    }

    fn block_comment(&mut self) -> String {
        let (mut depth, mut end) = (0, 0);
        while end < self.rest.len() {
            match &self.rest[end..] {
                rest if rest.starts_with("/*") => (depth, end) = (depth + 1, end + 2),
                rest if rest.starts_with("*/") => (depth, end) = (depth - 1, end + 2),
                rest => end += rest.chars().next().map_or(1, char::len_utf8),
            }
            if depth == 0 {
                break;
            }
        }
        self.take(end).to_owned()
    }

    /// A string, where `prefix` is what stands before its first quote.
    fn string(&mut self, prefix: &str) -> String {
        self.take(prefix.len() + 1);
        if prefix.contains('r') {
            let close = format!("\"{}", "#".repeat(prefix.matches('#').count()));
            let end = self.rest.find(&close).unwrap();
            let text = self.take(end).to_owned();
            self.take(close.len());
            return text;
        }
        let mut end = 0;
        while !self.rest[end..].starts_with('"') {
            let escaped = usize::from(self.rest[end..].starts_with('\\'));
            end += escaped;
            end += self.rest[end..].chars().next().unwrap().len_utf8();
        }
        let text = unescaped(self.take(end));
        self.take(1);
        text
    }

    /// A character or a lifetime.
    fn quoted(&mut self) -> String {
        let start = self.rest.find('\'').unwrap() + 1;
        let mut chars = self.rest[start..].chars();
        let (first, second) = (chars.next().unwrap(), chars.next());
        if first == '\\' {
            // The character behind the backslash may be a quote.
            let end = self.rest[start + 2..].find('\'').unwrap() + start + 3;
            return self.take(end).to_owned();
        }
        if second == Some('\'') {
            return self.take(start + first.len_utf8() + 1).to_owned();
        }
        let rest = &self.rest[start..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.take(start + end).to_owned()
    }
}

/// What stands before the first quote if a string begins here.
fn string_prefix(rest: &str) -> Option<&str> {
    let end = rest.find(|c| !matches!(c, 'b' | 'c' | 'r' | '#'))?;
    let (prefix, rest) = rest.split_at(end);
    let letters = prefix.trim_end_matches('#');
    let fits = matches!(letters, "" | "b" | "c") && prefix == letters
        || matches!(letters, "r" | "br" | "cr");
    (fits && rest.starts_with('"')).then_some(prefix)
}

fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escaped = rest[at + 1..].chars().next().unwrap();
        rest = &rest[at + 1 + escaped.len_utf8()..];
        match escaped {
            '\n' => rest = rest.trim_start(),
            'n' => out.push('\n'),
            't' => out.push('\t'),
            '"' | '\'' | '\\' => out.push(escaped),
            other => out.extend(['\\', other]),
        }
    }
    out + rest
}

#[test]
fn tokens_are_told_apart() {
    let source = r##"
        use a::{b as c}; // "no string"
        /* one /* two */ "no string" */
        let x: &'a str = "it's \"\\\" \
                          here"; let y = 'x'; let z = '\''; let r#type = r#"raw "quotes" \n"#;
        b"bytes" br"raw" 1_000.5e3
    "##;
    let all = tokens(source);
    let of = |kind| -> Vec<&str> {
        all.iter().filter(|token| token.kind == kind).map(|token| token.text.as_str()).collect()
    };
    assert_eq!(of(Kind::Text), ["it's \"\\\" here", "raw \"quotes\" \\n", "bytes", "raw"]);
    assert_eq!(of(Kind::Comment).len(), 2);
    let words =
        ["use", "a", "b", "as", "c", "let", "x", "str", "let", "y", "let", "z", "let", "type"];
    assert_eq!(of(Kind::Word), words);
    assert_eq!(of(Kind::Other), ["'a", "'x'", "'\\''", "1_000", "5e3"]);
    assert_eq!(all.last().unwrap().line, 6);
}
