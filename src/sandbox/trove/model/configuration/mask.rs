//! Masks secrets in values (oslo_utils/strutils.py, `mask_dict_password`).

use regex_lite::{Regex, RegexBuilder};
use serde_json::{Map, Value};

/// The words that names of secrets contain.
const SECRETS: &[&str] = &[
    "adminpass",
    "admin_pass",
    "password",
    "admin_password",
    "auth_token",
    "new_pass",
    "auth_password",
    "secret_uuid",
    "secret",
    "sys_pswd",
    "token",
    "configdrive",
    "chappassword",
    "encrypted_key",
    "private_key",
    "fernetkey",
    "sslkey",
    "passphrase",
    "cephclusterfsid",
    "octaviaheartbeatkey",
    "rabbitcookie",
    "cephmanilaclientkey",
    "pacemakerremoteauthkey",
    "designaterndckey",
    "cephadminkey",
    "heatauthencryptionkey",
    "cephclientkey",
    "keystonecredential",
    "barbicansimplecryptokek",
    "cephrgwkey",
    "swifthashsuffix",
    "migrationsshkey",
    "cephmdskey",
    "cephmonkey",
    "chapsecret",
];

/// Patterns of a secret after its name (`KEY`), and their replacements. The last one also deletes later
/// text in quotes, as the server does.
const PATTERNS: &[(&str, &str)] = &[
    (r#"(KEY[0-9]*\s*[=]\s*["'])[^"']*(["'])"#, "${1}***${2}"),
    (r#"(KEY[0-9]*\s*[=]\s*["])[^"]*(["])"#, "${1}***${2}"),
    (r"(KEY[0-9]*\s*[=]\s*['])[^']*(['])", "${1}***${2}"),
    (r#"(KEY[0-9]*\s+["'])[^"']*(["'])"#, "${1}***${2}"),
    (r#"([-]{2}KEY[0-9]*\s+)[^'^"^=^\s]+([\s]*)"#, "${1}***${2}"),
    (r"(<KEY[0-9]*>)[^<]*(</KEY[0-9]*>)", "${1}***${2}"),
    (r#"(["']KEY[0-9]*["']\s*:\s*["'])[^"']*(["'])"#, "${1}***${2}"),
    (r#"(['"][^"']*KEY[0-9]*['"]\s*:\s*u?['"])[^"']*(['"])"#, "${1}***${2}"),
    (r#"(['"][^'"]*KEY[0-9]*['"]\s*,\s*'--?[A-z]+'\s*,\s*u?['"])[^"']*(['"])"#, "${1}***${2}"),
    (r"(KEY[0-9]*\s*--?[A-z]+\s*)\S+(\s*)", "${1}***${2}"),
    (r#"(KEY[0-9]*\s*[=]\s*)[^\s^'^"]+"#, "${1}***"),
    (r#"(['"][^"']*KEY[0-9]*['"]\s*:\s*u?['"].*['"])[^"']*(['"])"#, "${1}"),
];

/// Replaces secrets in values by stars.
pub(crate) fn mask(values: &Map<String, Value>) -> Map<String, Value> {
    let show = |(key, value): (&String, &Value)| {
        let shown = match value {
            _ if secrets_in(key).next().is_some() => "***".into(),
            Value::String(text) => mask_text(text).into(),
            other => other.clone(),
        };
        (key.clone(), shown)
    };
    values.iter().map(show).collect()
}

fn secrets_in(text: &str) -> impl Iterator<Item = &'static str> {
    let text = text.to_lowercase();
    SECRETS.iter().copied().filter(move |secret| text.contains(secret))
}

fn mask_text(text: &str) -> String {
    let mut masked = text.to_owned();
    for secret in secrets_in(text) {
        for (pattern, replacement) in PATTERNS {
            if let Some(pattern) = compile(&pattern.replace("KEY", secret)) {
                masked = pattern.replace_all(&masked, *replacement).into_owned();
            }
        }
    }
    masked
}

fn compile(text: &str) -> Option<Regex> {
    RegexBuilder::new(text).case_insensitive(true).dot_matches_new_line(true).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert!(PATTERNS.iter().all(|(pattern, _)| compile(pattern).is_some()));
    }

    /// The expected texts are those of oslo.utils 10.
    #[test]
    fn texts_are_masked_as_the_server_does() {
        for (text, shown) in [
            ("SET PASSWORD = 'abc'", "SET PASSWORD = '***'"),
            ("SET @token=abc, b=2", "SET @token=*** b=2"),
            (r#"password = "a'b" x"#, r#"password = "***" x"#),
            ("--password abc def", "--password *** def"),
            ("<password>abc</password>", "<password>***</password>"),
            (r#"{"password": "abc", 'token2' : 'x'}"#, r#"{"password": "***", 'token2' : '}"#),
            ("password 'abc'", "password '***'"),
            ("IDENTIFIED BY 'abc'", "IDENTIFIED BY 'abc'"),
            ("my_secret1=abc;d", "my_secret1=***"),
            ("secret", "secret"),
            ("passwordx=abc", "passwordx=abc"),
            ("MASTER_PASSWORD='a b', X=1", "MASTER_PASSWORD='***', X=1"),
            ("token --t abc d", "token --t *** d"),
            ("cp %p x --passphrase abc", "cp %p x --passphrase ***"),
            ("gpg --passphrase=abc %p", "gpg --passphrase=*** %p"),
            ("sslkey=/etc/x.key sslcert=y", "sslkey=*** sslcert=y"),
            ("fernetkey=x", "fernetkey=***"),
            (r#""password": "abc", "b": "c""#, r#""password": "***", "b": ""#),
            ("'adminpass', '--x', 'abc'", "'adminpass', '--x', '***'"),
        ] {
            assert_eq!(mask_text(text), shown, "{text}");
        }
    }

    #[test]
    fn values_of_secret_names_are_masked_whatever_their_type() {
        let values = [("Fernetkey", 5.into()), ("tokens", "x".into()), ("toke", 5.into())];
        let values = values.map(|(key, value): (&str, Value)| (key.to_owned(), value));
        let shown: Vec<_> = mask(&values.into_iter().collect()).into_values().collect();
        assert_eq!(shown, [Value::from("***"), "***".into(), 5.into()]);
    }
}
