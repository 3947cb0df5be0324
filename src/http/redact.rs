//! Removes secrets from headers, JSON and URLs before they are logged.

use crate::secret::{MASK, is_secret};
use http::HeaderName;
use serde_json::Value;
use std::borrow::Cow;
use url::Url;

/// Headers whose value is a secret, and the shell variable that replaces the value in a `curl` command.
const HEADERS: &[(&str, &str)] = &[
    ("authorization", "OS_AUTHORIZATION"),
    ("cookie", "OS_COOKIE"),
    ("openstack-auth-receipt", "OS_AUTH_RECEIPT"),
    ("proxy-authorization", "PROXY_AUTHORIZATION"),
    ("set-cookie", "OS_COOKIE"),
    ("x-auth-key", "OS_PASSWORD"),
    ("x-auth-token", "OS_TOKEN"),
    ("x-service-token", "OS_SERVICE_TOKEN"),
    ("x-storage-token", "OS_TOKEN"),
    ("x-subject-token", "OS_SUBJECT_TOKEN"),
];

/// The last words of the first line of a PEM file that holds a private key.
const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// The shell variable for the secret in a header, or none if the header is harmless.
#[must_use]
pub fn header(name: &HeaderName) -> Option<&'static str> {
    let known = HEADERS.iter().find(|(secret, _)| *secret == name.as_str());
    let other = is_secret(name.as_str()).then_some("OS_SECRET");
    known.map(|(_, variable)| *variable).or(other)
}

/// Whether the value of this header is known to be a secret.
pub(crate) fn is_secret_header(name: &HeaderName) -> bool {
    HEADERS.iter().any(|(secret, _)| *secret == name.as_str())
}

/// Shows each value of a request's or an answer's body that is a secret to `visit`.
pub(crate) fn each_secret(body: &Value, visit: &mut dyn FnMut(&Value)) {
    match body {
        Value::Object(members) => {
            for (name, member) in members {
                if !is_secret(name) || is_status(name, member) {
                    each_secret(member, visit);
                } else if is_section(name, member) {
                    each_secret(member, visit);
                    member.get("id").filter(|_| name == "token").into_iter().for_each(&mut *visit);
                } else {
                    visit(member);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_secret(item, visit)),
        Value::String(text) if text.contains(PRIVATE_KEY) => visit(body),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces every secret in a request's or an answer's body by `***`.
pub fn json(body: &mut Value) {
    json_with(body, &|_| MASK.into());
}

/// Replaces every secret in a request's or an answer's body by the `replacement` for its name.
pub fn json_with(body: &mut Value, replacement: &dyn Fn(&str) -> String) {
    Redaction { replacement, is_body: true }.redact(body);
}

/// Replaces all values below a secret name by `***`, at any depth of `value`.
pub(crate) fn strictly(value: &mut Value) {
    Redaction { replacement: &|_| MASK.into(), is_body: false }.redact(value);
}

struct Redaction<'r> {
    replacement: &'r dyn Fn(&str) -> String,
    /// Whether the parts of a body that are named like secrets, and are none, stay readable.
    is_body: bool,
}

impl Redaction<'_> {
    fn redact(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    if !is_secret(name) || self.is_body && is_status(name, member) {
                        self.redact(member);
                    } else if self.is_body && is_section(name, member) {
                        self.redact(member);
                        self.redact_id(name, member);
                    } else {
                        self.mask(name, member);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item)),
            // Not by its name: the setting `key` is the path of a file.
            Value::String(text) if text.contains(PRIVATE_KEY) => *text = MASK.into(),
            Value::String(text) if !self.is_body && has_user_info(text) => *text = url(text),
            Value::String(text) => {
                if let Cow::Owned(clean) = url_in(text) {
                    *text = clean;
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Masks the ID of a token, which is the token.
    fn redact_id(&self, name: &str, section: &mut Value) {
        if name == "token"
            && let Some(id) = section.get_mut("id")
        {
            self.mask(name, id);
        }
    }

    /// Masks `value`; in a body keeps its shape, null and booleans, which tell nothing.
    fn mask(&self, name: &str, value: &mut Value) {
        match value {
            Value::Null => {}
            _ if !self.is_body => *value = (self.replacement)(name).into(),
            Value::Bool(_) => {}
            Value::Number(_) | Value::String(_) => *value = (self.replacement)(name).into(),
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask(name, item)),
            Value::Object(members) => {
                members.values_mut().for_each(|member| self.mask(name, member));
            }
        }
    }
}

/// Whether this is the HTTP status in an error body, as in `"code": 404` or `"code": "404 Not Found"`.
fn is_status(name: &str, member: &Value) -> bool {
    let number = match member {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.split(' ').next().and_then(|word| word.parse().ok()),
        _ => None,
    };
    name == "code" && number.is_some_and(|number| (100..600).contains(&number))
}

/// Whether this is a part of a login or of its answer, which Keystone names after the login method
/// (`identity.password.user`, `token.project`): only some of it is secret.
fn is_section(name: &str, member: &Value) -> bool {
    match name {
        "password" | "totp" => member.get("user").is_some(),
        "application_credential" | "passwordCredentials" | "token" => member.is_object(),
        _ => false,
    }
}

/// Returns `text` as a URL without its password and without the values of secret parameters. Text
/// that is no URL loses everything before its last `@`.
#[must_use]
pub fn url(text: &str) -> String {
    let has_host = Url::parse(text).is_ok_and(|url| url.has_host());
    match text.rsplit_once('@') {
        // As in `user:password@host`, where the scheme is missing.
        Some((_, rest)) if !has_host && !text.contains("://") => format!("{MASK}@{rest}"),
        _ => url_in(text).into_owned(),
    }
}

/// Whether a user and a password stand before an `@`, as in a URL whose scheme is missing.
fn has_user_info(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) && !text.contains(' ')
}

/// Returns `text` as it is, unless it has a URL's secrets.
fn url_in(text: &str) -> Cow<'_, str> {
    let Ok(parsed) = Url::parse(text) else {
        return match text.split_once("://").zip(text.rsplit_once('@')) {
            Some(((scheme, _), (_, rest))) => Cow::Owned(format!("{scheme}://{MASK}@{rest}")),
            None => Cow::Borrowed(text),
        };
    };
    let secret_query = parsed.query_pairs().any(|(name, _)| is_secret(&name));
    // What stands alone before the `@` of a server or a proxy is a token as often as a name.
    let is_token = parsed.password().is_none()
        && !parsed.username().is_empty()
        && matches!(
            parsed.scheme(),
            "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h"
        );
    if parsed.password().is_none() && !is_token && !secret_query {
        return Cow::Borrowed(text);
    }
    let mut clean = parsed.clone();
    if is_token && clean.set_username(MASK).is_err() {
        return Cow::Borrowed(MASK);
    }
    if clean.password().is_some() && clean.set_password(Some(MASK)).is_err() {
        return Cow::Borrowed(MASK);
    }
    if secret_query {
        let pairs = parsed.query_pairs().map(|(name, value)| {
            let value = if is_secret(&name) { MASK.into() } else { value };
            (name, value)
        });
        clean.query_pairs_mut().clear().extend_pairs(pairs);
    }
    Cow::Owned(clean.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const SECRET: &str = "s3cr3t-Value";

    #[test]
    fn a_login_keeps_its_shape_and_loses_its_secrets() {
        let mut login = json!({"auth": {
            "identity": {
                "methods": ["password", "token", "totp", "application_credential"],
                "password": {"user": {"name": "demo", "domain": {"id": "default"}, "password": SECRET}},
                "token": {"id": SECRET},
                "totp": {"user": {"id": "u", "passcode": SECRET}},
                "application_credential": {"id": "ac", "secret": SECRET}},
            "scope": {"project": {"name": "demo"}}}});
        json(&mut login);
        let identity = &login["auth"]["identity"];
        assert_eq!(identity["methods"][0], "password");
        assert_eq!(identity["password"]["user"]["name"], "demo");
        assert_eq!(identity["password"]["user"]["domain"]["id"], "default");
        assert_eq!(identity["application_credential"]["id"], "ac");
        for secret in ["/password/user/password", "/token/id", "/totp/user/passcode"] {
            assert_eq!(identity.pointer(secret), Some(&json!(MASK)), "{secret}");
        }
        assert!(!login.to_string().contains(SECRET));
    }

    #[test]
    fn trove_passwords_modules_and_urls_are_masked() {
        let mut body = json!({
            "users": [{"name": "u", "password": SECRET, "databases": [{"name": "d"}]}],
            "user": {"name": "root", "password": SECRET},
            "instance": {"adminPass": SECRET, "status": "ACTIVE", "password": 123_456},
            "module": {"name": "m", "contents": SECRET},
            "passwords": [SECRET, {"a": SECRET}],
            "access": {"token": {"id": SECRET, "tenant": {"id": "t"}}},
            "connection": "mysql://u:s3cr3t-Value@db:3306/d"});
        json(&mut body);
        let text = body.to_string();
        assert!(!text.contains(SECRET) && !text.contains("123456"), "{text}");
        assert_eq!(body["instance"]["status"], "ACTIVE");
        assert_eq!(body["access"]["token"]["tenant"]["id"], "t");
        assert_eq!(body["connection"], "mysql://u:***@db:3306/d");
    }

    #[test]
    fn an_error_is_left_as_it_is() {
        let error = json!({"message": "gone", "code": "403 Forbidden", "title": "Forbidden"});
        let mut same = error.clone();
        json(&mut same);
        assert_eq!(same, error);
    }

    #[test]
    fn urls_lose_passwords_and_secret_parameters_and_nothing_else() {
        for (url_with, shown) in [
            ("http://h:1/v1.0/p/instances?limit=2&marker=a%2Fb", None),
            ("http://me:pw@h/x", Some("http://me:***@h/x")),
            ("http://t0ken@h/x", Some("http://***@h/x")),
            ("mysql://me@h/x", None),
            ("https://h/o?temp_url_sig=abc&limit=1", Some("https://h/o?temp_url_sig=***&limit=1")),
            ("http://me:p@w@h:port/", Some("http://***@h:port/")),
            ("me:p@w@h:5000/v3", Some("***@h:5000/v3")),
            ("https://h/?code=abc&x-auth-token=abc", Some("https://h/?code=***&x-auth-token=***")),
        ] {
            assert_eq!(url(url_with), shown.unwrap_or(url_with));
        }
    }

    #[test]
    fn a_private_key_is_masked_whatever_its_name_is() {
        let pem = format!("-----BEGIN EC PRIVATE KEY-----\n{SECRET}\n-----END EC PRIVATE KEY-----");
        let mut value = json!({"key": pem, "cert": "/etc/client.pem"});
        json(&mut value);
        assert_eq!(value, json!({"key": MASK, "cert": "/etc/client.pem"}));
    }

    #[test]
    fn a_setting_is_masked_with_all_that_is_below_it() {
        let body = json!({"token": {"x": SECRET}, "code": 404, "totp": {"user": SECRET}, "pin": true, "otp": null});
        let mut settings = json!({"deeper": [body]});
        strictly(&mut settings);
        let masked = json!({"token": MASK, "code": MASK, "totp": MASK, "pin": MASK, "otp": null});
        assert_eq!(settings, json!({"deeper": [masked]}));
    }

    #[test]
    fn a_setting_that_must_be_a_url_is_parsed_as_a_url() {
        for (setting, shown) in [
            ("me:pw@keystone:5000/v3", "***@keystone:5000/v3"),
            ("https://me:pw@keystone:5000/v3", "https://me:***@keystone:5000/v3"),
            ("me@example.com", "me@example.com"),
            ("at 12:00 @ home", "at 12:00 @ home"),
        ] {
            let mut value = json!({"x": [setting]});
            strictly(&mut value);
            assert_eq!(value["x"][0], shown);
        }
    }

    #[test]
    fn headers_with_secrets_are_recognized() {
        assert_eq!(header(&HeaderName::from_static("x-auth-token")), Some("OS_TOKEN"));
        assert_eq!(header(&HeaderName::from_static("set-cookie")), Some("OS_COOKIE"));
        assert_eq!(header(&HeaderName::from_static("x-api-key")), Some("OS_SECRET"));
        assert_eq!(header(&HeaderName::from_static("accept")), None);
    }

    fn member_name() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("password".into()),
            Just("adminPass-word".into()),
            Just("client_secret".into()),
            Just("OS_PASSWORD".into()),
            Just("access_token".into()),
            Just("token".into()),
            Just("private_key".into()),
            // Not `secret_at` or `secret_ref`, which are no secrets.
            "[a-z_]{0,6}(secret|PASSWORD|passcode)[a-z]{0,6}",
        ]
    }

    /// JSON in which [`SECRET`] stands only where it must be masked.
    fn with_secrets() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<i32>().prop_map(|n| json!(n)),
            "[ -~]{0,8}".prop_map(|text| json!(text)),
        ];
        let held = prop_oneof![Just(json!(SECRET)), Just(json!([SECRET, [SECRET]]))];
        leaf.prop_recursive(4, 48, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                (prop::collection::vec(("[a-z]{1,8}", inner), 0..3), member_name(), held.clone())
                    .prop_map(|(members, name, secret)| {
                        let mut object = serde_json::Map::from_iter(members);
                        object.insert(name, secret);
                        Value::Object(object)
                    }),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_secret_of_a_random_json_survives(mut value in with_secrets()) {
            json(&mut value);
            prop_assert!(!value.to_string().contains(SECRET), "{value}");
        }

        #[test]
        fn masking_twice_is_masking_once(mut value in with_secrets()) {
            json(&mut value);
            let once = value.clone();
            json(&mut value);
            prop_assert_eq!(value, once);
        }

        #[test]
        fn no_password_of_a_url_survives(text in "(http|mysql|x)://[a-z]{0,3}:s3cr3t-Value@[ -~]{0,12}") {
            prop_assert!(!url(&text).contains(SECRET), "{}", url(&text));
        }
    }
}
