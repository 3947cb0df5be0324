//! What is known, and hiding it.

use crate::http::known_secrets::forms::forms;
use crate::http::redact;
use crate::json;
use crate::secret::{MASK, is_secret};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;
use zeroize::Zeroizing;

/// A shorter text may be part of any word.
const SHORTEST: usize = 6;
/// The length of the longest body that is looked at.
const LONGEST: usize = 1 << 20;

/// The secrets that a process has come to know: of its settings, and of the requests that it has sent.
/// [`hide`](Self::hide) finds them in any text, whoever wrote it. Clones share what they know.
///
/// Text is only kept when it is noted; what is secret in it is looked at when something is to be hidden.
#[derive(Clone, Default)]
pub struct KnownSecrets {
    store: Arc<Mutex<Store>>,
}

#[derive(Default)]
struct Store {
    noted: Vec<Noted>,
    /// What has been found in `noted`, and in how much of it.
    found: Found,
    read: usize,
}

/// Something that may have secrets.
enum Noted {
    Secret(Zeroizing<String>),
    Named { name: String, value: Zeroizing<String> },
    Body(Zeroizing<Vec<u8>>),
}

#[derive(Default)]
struct Found {
    secrets: Vec<Zeroizing<String>>,
    /// The names of users, projects and clouds: one that is its own password stays readable.
    names: BTreeSet<String>,
}

impl fmt::Debug for KnownSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownSecrets").finish_non_exhaustive()
    }
}

impl KnownSecrets {
    /// Notes a secret.
    pub fn note(&self, secret: &str) {
        let is_it =
            |noted: &Noted| matches!(noted, Noted::Secret(other) if other.as_str() == secret);
        let mut store = self.lock();
        // Every request has the same token.
        if !store.noted.iter().any(is_it) {
            store.noted.push(Noted::Secret(Zeroizing::new(secret.to_owned())));
        }
    }

    /// Notes the value of a setting, a variable or a parameter. Its name decides whether the value is a
    /// secret, the name of a user, project or cloud, or a URL that may have a secret.
    pub fn note_named(&self, name: &str, value: &str) {
        let value = Zeroizing::new(value.to_owned());
        self.add(Noted::Named { name: name.to_owned(), value });
    }

    /// Notes the body of a request or an answer: JSON, or a form.
    pub fn note_body(&self, body: &[u8]) {
        // What is longer is a catalog, or a list.
        if !body.is_empty() && body.len() <= LONGEST {
            self.add(Noted::Body(Zeroizing::new(body.to_owned())));
        }
    }

    fn add(&self, noted: Noted) {
        self.lock().noted.push(noted);
    }

    /// Returns `text` with `***` in the place of every known secret of six characters and more, in each
    /// spelling that JSON, HTML or a URL has for it.
    #[must_use]
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut store = self.lock();
        store.find();
        let Found { secrets, names } = &store.found;
        let mut known: Vec<Cow<'_, str>> = secrets
            .iter()
            .filter(|secret| secret.chars().count() >= SHORTEST && !names.contains(secret.as_str()))
            .flat_map(|secret| forms(secret))
            .collect();
        // What has another within it is replaced first.
        known.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
        known.dedup();
        let mut clean = Cow::Borrowed(text);
        for secret in known {
            if clean.contains(&*secret) {
                clean = clean.replace(&*secret, MASK).into();
            }
            if let Some(cut) = without_beginning(&clean, &secret) {
                clean = cut.into();
            }
        }
        clean
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `text` without the beginning of `secret` in front of an ellipsis, where text was cut in its middle.
fn without_beginning(text: &str, secret: &str) -> Option<String> {
    let (head, tail) = text.split_once('…')?;
    let longer = secret.char_indices().rev().map(|(end, _)| end).take_while(|end| *end >= SHORTEST);
    let beginning = longer.filter_map(|end| secret.get(..end)).find(|part| head.ends_with(part))?;
    Some(format!("{}{MASK}…{tail}", head.strip_suffix(beginning)?))
}

impl Store {
    /// Looks at what has been noted since the last time.
    fn find(&mut self) {
        let Self { noted, found, read } = self;
        for new in noted.iter().skip(*read) {
            match new {
                Noted::Secret(secret) => found.secret(secret),
                Noted::Named { name, value } => found.named(name, value),
                Noted::Body(body) => found.body(body),
            }
        }
        *read = noted.len();
    }
}

impl Found {
    /// The lines of a secret such as a private key may be repeated one by one.
    fn secret(&mut self, secret: &str) {
        self.secrets.push(Zeroizing::new(secret.to_owned()));
        let lines = secret.lines().filter(|_| secret.contains('\n'));
        self.secrets.extend(lines.map(|line| Zeroizing::new(line.to_owned())));
    }

    fn named(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        // A command tells how to get a secret. Its errors name it.
        if name.ends_with("_command") {
            return;
        }
        if is_secret(&name) {
            self.secret(value);
        } else if ["name", "cloud", "_id"].iter().any(|end| name.ends_with(end)) {
            self.names.insert(value.to_owned());
        } else if name.contains("proxy") || name.contains("url") || value.contains("://") {
            self.url(value);
        }
    }

    /// What stands before the `@` of a URL, with or without its scheme, and its secret parameters.
    fn url(&mut self, text: &str) {
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if let Some((user_info, _)) = authority.rsplit_once('@') {
            let secret = user_info.split_once(':').map_or(user_info, |(_, password)| password);
            self.secret(secret);
            self.secret(&percent_decode_str(secret).decode_utf8_lossy());
        }
        if let Ok(url) = Url::parse(text) {
            let secrets = url.query_pairs().filter(|(name, _)| is_secret(name));
            secrets.for_each(|(_, secret)| self.secret(&secret));
        }
    }

    fn body(&mut self, body: &[u8]) {
        match json::parse(body) {
            Ok(value) => self.json(&value),
            Err(_) => {
                for (name, value) in url::form_urlencoded::parse(body) {
                    self.named(&name, &value);
                }
            }
        }
    }

    fn json(&mut self, value: &Value) {
        redact::each_secret(value, &mut |secret| self.secrets_of(secret));
        self.texts_of(value);
    }

    /// All texts of a value that is a secret as a whole.
    fn secrets_of(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.secret(text),
            Value::Number(number) => self.secret(&number.to_string()),
            Value::Array(items) => items.iter().for_each(|item| self.secrets_of(item)),
            Value::Object(members) => members.values().for_each(|member| self.secrets_of(member)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// The names in a body, and the URLs that have a secret.
    fn texts_of(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member {
                        Value::String(text) if name == "name" => {
                            self.names.insert(text.clone());
                        }
                        _ => self.texts_of(member),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.texts_of(item)),
            Value::String(text) if text.contains("://") => self.url(text),
            _ => {}
        }
    }
}
