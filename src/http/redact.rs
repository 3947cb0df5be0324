//! Which headers, JSON members and parts of URLs never reach a log.

use http::HeaderName;
use serde_json::Value;
use std::borrow::Cow;
use url::Url;

/// What stands in logs where a secret was.
pub const MASK: &str = "***";

/// Headers whose value is a secret, and the shell variable that stands for it in a command line.
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

/// Words that make a member secret wherever they stand in its name, separators aside.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "privatekey",
    "apikey",
    "accesskey",
    "tempurlsig",
    "clientassertion",
    // These too are hidden in the values of configuration groups (oslo_utils/strutils.py).
    "adminpass",
    "encryptedkey",
    "newpass",
    "pswd",
    "sslkey",
];

/// Names that are secret as a whole: `contents` is the payload of a module, which Trove itself
/// keeps encrypted (trove/module/models.py), `blob` that of a Keystone credential.
const NAMES: &[&str] = &[
    "assertion",
    "blob",
    "codeverifier",
    "contents",
    "devicecode",
    "otp",
    "pass",
    "pw",
    "pwd",
    "signature",
];

/// The shell variable for the secret in a header, or none if the header is harmless.
#[must_use]
pub fn header(name: &HeaderName) -> Option<&'static str> {
    let known = HEADERS.iter().find(|(secret, _)| *secret == name.as_str());
    known.map(|(_, variable)| *variable)
}

/// Whether a member, form field or query parameter of this name holds a secret.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let name: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    NAMES.contains(&name.as_str())
        || name.ends_with("token")
        || name.ends_with("pass")
        || WORDS.iter().any(|word| name.contains(word))
}

/// Replaces every secret in `value` by [`MASK`].
pub fn json(value: &mut Value) {
    json_with(value, &|_| MASK.into());
}

/// Replaces every secret in `value` by what `instead` says for the name of its member.
pub fn json_with(value: &mut Value, instead: &dyn Fn(&str) -> String) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if !is_secret(name) {
                    json_with(member, instead);
                } else if is_section(name, member) {
                    section(name, member, instead);
                } else {
                    blot(name, member, instead);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| json_with(item, instead)),
        Value::String(text) => {
            if let Cow::Owned(clean) = url_in(text) {
                *text = clean;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Keystone names the parts of a login and of its answer after the method (`identity.password.user`,
/// `token.project`): what is around the secret is worth reading.
fn is_section(name: &str, member: &Value) -> bool {
    matches!(name, "password" | "token" | "passwordCredentials") && member.is_object()
}

fn section(name: &str, member: &mut Value, instead: &dyn Fn(&str) -> String) {
    json_with(member, instead);
    if name == "token"
        && let Some(id) = member.get_mut("id")
    {
        blot(name, id, instead);
    } else if name == "password" && member.get("user").is_none() {
        blot(name, member, instead);
    }
}

/// Replaces all that `value` holds, but null and booleans, which tell nothing.
fn blot(name: &str, value: &mut Value, instead: &dyn Fn(&str) -> String) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(_) | Value::String(_) => *value = Value::String(instead(name)),
        Value::Array(items) => items.iter_mut().for_each(|item| blot(name, item, instead)),
        Value::Object(members) => {
            members.values_mut().for_each(|member| blot(name, member, instead));
        }
    }
}

/// `text` as a URL without its password and without the values of secret parameters; text that
/// is no URL loses what stands before its last `@`.
#[must_use]
pub fn url(text: &str) -> String {
    url_in(text).into_owned()
}

fn url_in(text: &str) -> Cow<'_, str> {
    let Ok(parsed) = Url::parse(text) else {
        return match text.split_once("://").zip(text.rsplit_once('@')) {
            Some(((scheme, _), (_, rest))) => Cow::Owned(format!("{scheme}://{MASK}@{rest}")),
            None => Cow::Borrowed(text),
        };
    };
    let secret_query = parsed.query_pairs().any(|(name, _)| is_secret(&name));
    if parsed.password().is_none() && !secret_query {
        return Cow::Borrowed(text);
    }
    let mut clean = parsed.clone();
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
            ("https://h/o?temp_url_sig=abc&limit=1", Some("https://h/o?temp_url_sig=***&limit=1")),
            ("http://me:p@w@h:port/", Some("http://***@h:port/")),
        ] {
            assert_eq!(url(url_with), shown.unwrap_or(url_with));
        }
    }

    #[test]
    fn headers_with_tokens_are_known() {
        assert_eq!(header(&HeaderName::from_static("x-auth-token")), Some("OS_TOKEN"));
        assert_eq!(header(&HeaderName::from_static("set-cookie")), Some("OS_COOKIE"));
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
            "[a-z_]{0,6}(secret|PASSWORD|passcode)[a-z_]{0,6}",
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
