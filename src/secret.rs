//! Secrets: the type that holds one, and the rule that knows one by the name of its key.

use std::fmt;
use zeroize::Zeroizing;

/// Stands wherever a secret would be shown.
pub(crate) const MASK: &str = "***";

/// Parts of a name that make it a secret wherever they stand, separators aside.
const PARTS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pswd",
    "secret",
    "credential",
    "privatekey",
    "apikey",
    "accesskey",
    "clientassertion",
    // These too are hidden in the values of configuration groups (oslo_utils/strutils.py).
    "adminpass",
    "encryptedkey",
    "newpass",
    "sslkey",
];

/// Ends of a name that make it a secret, separators aside.
const ENDS: &[&str] = &[
    "token",
    "pass",
    "passkey",
    "pwd",
    "jwt",
    "cookie",
    "signature",
    "codeverifier",
    "authorizationcode",
    "authcode",
    "devicecode",
    "verificationcode",
    "otpcode",
    "pincode",
    "authkey",
    "encryptionkey",
    "masterkey",
    "sessionkey",
    "sharedkey",
    "signingkey",
    "storagekey",
    "tempurlkey",
];

/// Last words that make a name a secret. They are too short to be looked for inside of words.
const LAST_WORDS: &[&str] =
    &["otp", "totp", "pin", "pw", "sig", "assertion", "authorization", "bearer"];

/// Names that are a secret as a whole: `contents` is the payload of a module, which Trove itself
/// keeps encrypted (trove/module/models.py), `blob` that of a Keystone credential, `code` what an
/// identity provider gives a browser.
const NAMES: &[&str] = &["blob", "code", "contents"];

/// Last words that only describe a secret: where it is, how it is called, how long it is good.
const DESCRIPTIONS: &[&str] = &[
    "type", "endpoint", "url", "uri", "file", "path", "name", "ref", "href", "at", "expires",
    "expiry",
];

/// Words whose ID is public. The ID of a token is the token.
const PUBLIC_IDS: &[&str] = &["credential", "key"];

/// Words that end as a secret does, and are none.
const HARMLESS: &[&str] = &["bypass", "compass"];

/// A password, a token: wiped from memory when dropped, and `[secret]` in every debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes charge of `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Takes charge of a line of a file or of standard input, without its end and without the byte
    /// order mark that some editors write; or returns why it is no text.
    pub(crate) fn from_line(line: &[u8]) -> Result<Self, &'static str> {
        if [&b"\xff\xfe"[..], b"\xfe\xff"].iter().any(|mark| line.starts_with(mark)) {
            return Err("it is UTF-16: save it as UTF-8");
        }
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        std::str::from_utf8(line).map(Self::new).map_err(|_| "it is not UTF-8")
    }

    /// The text itself, for the one place that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

/// Whether the value under this name must not be shown: of a setting, a member of a JSON object, a
/// form field or a query parameter, spelled `client_secret`, `client-secret` or `clientSecret`.
#[must_use]
pub fn is_secret(key: &str) -> bool {
    let mut words = words(key);
    // The ID of a key is public. The ID of a token is the token.
    if words.len() > 1 && words.last().is_some_and(|last| last == "id") {
        words.pop();
        if words.last().is_some_and(|word| PUBLIC_IDS.contains(&word.as_str())) {
            return false;
        }
    }
    let Some(last) = words.last() else { return false };
    if DESCRIPTIONS.contains(&last.as_str()) || HARMLESS.contains(&last.as_str()) {
        return false;
    }
    let name = words.concat();
    let is_one = |list: &[&str], text: &str| {
        list.contains(&text) || text.strip_suffix('s').is_some_and(|one| list.contains(&one))
    };
    let ends = |end: &&str| name.ends_with(end) || name.trim_end_matches('s').ends_with(end);
    NAMES.contains(&name.as_str())
        || is_one(LAST_WORDS, last)
        || PARTS.iter().any(|part| name.contains(part))
        || ENDS.iter().any(ends)
}

/// The words of a name in lower case, without the number at its end: `adminPass2` is `admin`, `pass`.
fn words(key: &str) -> Vec<String> {
    let key = key.trim_end_matches(|c: char| c.is_ascii_digit() || !c.is_alphanumeric());
    let mut words: Vec<String> = vec![String::new()];
    let mut previous = ' ';
    let mut rest = key.chars().peekable();
    while let Some(c) = rest.next() {
        // A word begins at the capital of `apiKey`, and at the last one of `OSPassword`.
        let begins = c.is_uppercase()
            && (previous.is_lowercase()
                || previous.is_uppercase() && rest.peek().is_some_and(|next| next.is_lowercase()));
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        previous = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_secret_without_its_end_and_the_mark_of_an_editor() {
        for (line, secret) in [
            (&b"s3cret"[..], Ok("s3cret")),
            (b"s3cret\r", Ok("s3cret")),
            (b"\xef\xbb\xbfs3cret\r", Ok("s3cret")),
            (b"\xef\xbb\xbf", Ok("")),
            (b" two words ", Ok(" two words ")),
            (b"\xff\xfes\0", Err("it is UTF-16: save it as UTF-8")),
            (b"\xfe\xff\0s", Err("it is UTF-16: save it as UTF-8")),
            (b"\xff", Err("it is not UTF-8")),
        ] {
            assert_eq!(Secret::from_line(line), secret.map(Secret::from), "{line:?}");
        }
    }

    #[test]
    fn a_secret_never_shows_in_debug_output() {
        let text = format!("{:?} {:#?}", Secret::new("s3cret"), Some(Secret::new("s3cret")));
        assert!(!text.contains("s3cret"), "{text}");
        assert_eq!(Secret::from("s3cret").expose(), "s3cret");
    }

    /// Keys that must be masked, in each spelling. A `password_command` tells how to get at one.
    const SECRETS: &str = "password adminPass admin_password passwd user_passwd pswd pass db_pass pwd pw passphrase \
        key_passphrase private_key private_key_passphrase ssh_private_key api_key x_api_key \
        access_key secret_access_key ssl_key signing_key encryption_key encrypted_key session_key \
        shared_key master_key storage_key temp_url_key auth_key pass_key secret secrets \
        client_secret application_credential_secret oauth2_client_secret secret_id token tokens \
        auth_token os_token access_token refresh_token id_token token_id passcode pass_code otp totp \
        my_otp pin card_pin pin_code code authorization_code auth_code device_code code_verifier \
        verification_code credential credentials user_credential client_assertion assertion \
        saml_assertion authorization proxy_authorization bearer cookie set_cookie jwt signature \
        temp_url_sig blob contents password_command token2 api_key_2";

    /// Keys that must stay readable, in each spelling.
    const READABLE: &str = "_ 2 username user_id user_domain_name project_name auth_url auth_type auth auth_methods \
        keystone password_file password_path passcode_file private_key_file ssl_key_file \
        ssl_key_path key key_file keys key_name public_key keypair access_key_id api_key_id \
        private_key_id application_credential_id application_credential_name token_endpoint \
        access_token_endpoint access_token_type token_url token_uri secret_name secret_ref \
        secret_href password_ref credential_type client_assertion_type password_expires_at \
        token_expiry client_id oauth2_client_id oauth2_endpoint device_authorization_endpoint \
        code_challenge_method idp_otp_key status_code retriable_status_codes user_code \
        identity_provider protocol cert cacert bypass bypass_url compass passive passthrough mapping \
        pinned spin author signed tokenless tokenizer cookie_name region_name monkey system_scope \
        trust_id contents_type blobs_at";

    /// The name as it is, in `hyphens`, in `camelCase`, in `CamelCase`, and in `CAPITALS`.
    fn spellings(name: &str) -> [String; 5] {
        let capital = |word: &str| {
            let mut chars = word.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars).collect::<String>()
        };
        let pascal: String = name.split('_').map(capital).collect();
        let first = name.split('_').next().unwrap_or_default();
        let camel = format!("{first}{}", pascal.get(first.len()..).unwrap_or_default());
        [name.to_owned(), name.replace('_', "-"), camel, pascal, name.to_ascii_uppercase()]
    }

    #[test]
    fn keys_of_secrets_are_known_in_each_spelling_and_no_others() {
        assert!(!is_secret("") && !is_secret("_"));
        for (names, secret) in [(SECRETS, true), (READABLE, false)] {
            for spelling in names.split_whitespace().flat_map(spellings) {
                assert_eq!(is_secret(&spelling), secret, "{spelling}");
            }
        }
    }

    #[test]
    fn words_are_told_apart_by_separators_and_capitals() {
        for (key, wanted) in [
            ("adminPass2", vec!["admin", "pass"]),
            ("OSPassword", vec!["os", "password"]),
            ("X-Auth_Token.", vec!["x", "auth", "token"]),
            ("oauth2_client", vec!["oauth2", "client"]),
            ("", vec![]),
        ] {
            assert_eq!(words(key), wanted, "{key}");
        }
    }
}
