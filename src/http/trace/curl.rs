//! A request as a curl command, without its secrets.

use crate::http::options::ClientOptions;
use crate::http::redact;
use crate::http::trace::visible::visible;
use crate::http::transport::Request;
use http::header::ACCEPT;
use serde_json::Value;
use std::fmt::Write as _;

/// Encloses the name of a shell variable in a redacted body: a private-use character, which JSON does
/// not escape.
pub(super) const VARIABLE: char = '\u{e0d5}';

/// Writes `request` as a command for a shell in which the secrets are variables.
pub(super) fn curl(request: &Request, options: &ClientOptions) -> String {
    let mut line = format!("curl -g -i -X {}", request.method());
    connection(&mut line, request, options);
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        match redact::header(name) {
            Some(variable) => add(&mut line, &format!("-H \"{name}: ${variable}\"")),
            None => add(&mut line, &format!("-H {}", quoted(&format!("{name}: {value}")))),
        }
    }
    if !request.headers().contains_key(ACCEPT) {
        add(&mut line, "-H 'accept: application/json'");
    }
    if !request.body().is_empty() {
        add(&mut line, &format!("--data-raw {}", data(request.body())));
    }
    add(&mut line, &quoted(&redact::url(&request.uri().to_string())));
    line
}

fn connection(line: &mut String, request: &Request, options: &ClientOptions) {
    let mut file = |flag: &str, path: Option<&std::path::PathBuf>| {
        if let Some(path) = path {
            add(line, &format!("{flag} {}", quoted(&path.display().to_string())));
        }
    };
    let scheme = request.uri().scheme_str().unwrap_or_default();
    if scheme == "https" {
        file("--cacert", options.cacert.as_ref().filter(|_| options.verify));
        file("--cert", options.cert.as_ref());
        file("--key", options.key.as_ref());
        if !options.verify {
            add(line, "--insecure");
        }
    }
    if let Some(proxy) = options.proxies.of_scheme(scheme) {
        add(line, &format!("--proxy {}", quoted(&redact::url(proxy))));
        if let Some(exempt) = &options.proxies.exempt {
            add(line, &format!("--noproxy {}", quoted(exempt)));
        }
    }
}

fn add(line: &mut String, word: &str) {
    line.push(' ');
    line.push_str(word);
}

/// Writes the body as a word for the shell. A body that is not JSON is the form of a login.
fn data(body: &[u8]) -> String {
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return "\"$OS_BODY\"".into();
    };
    redact::json_with(&mut value, &|name| {
        let name: String =
            name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        format!("{VARIABLE}OS_{}{VARIABLE}", name.to_ascii_uppercase())
    });
    let mut word = String::new();
    for (i, part) in value.to_string().split(VARIABLE).enumerate() {
        // A name of this form is harmless in a shell, wherever it came from.
        let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if i % 2 == 1 && part.starts_with("OS_") && part.chars().all(is_name) {
            let _ = write!(word, "\"${part}\"");
        } else {
            word.push_str(&quoted(part));
        }
    }
    word
}

/// Writes `text` as one word for a shell, without control characters: JSON can spell them as
/// `\u001b`, and elsewhere they are not valid.
fn quoted(text: &str) -> String {
    format!("'{}'", visible(text, false).replace('\'', r"'\''"))
}
