//! How to reach a cloud: what its settings say, and where they say nothing the environment.

use super::client::SERVICE;
use crate::config::env::CA_BUNDLES;
use crate::config::{Env, Settings, Verify};
use crate::http::{ClientOptions, Proxies, RetryPolicy, Tries};
use serde_json::Value;
use std::path::PathBuf;

/// TLS, timeout and proxies.
pub(super) fn options(settings: &Settings, env: &Env) -> ClientOptions {
    let bundle = || CA_BUNDLES.iter().find_map(|name| env.get(name)).map(PathBuf::from);
    let (verify, cacert) = match settings.verify() {
        Verify::System => (true, bundle()),
        Verify::File(file) => (true, Some(file)),
        Verify::Off => (false, None),
    };
    let (cert, key) = settings.client_cert().unzip();
    ClientOptions {
        verify,
        cacert,
        cert,
        key: key.flatten(),
        timeout: settings.timeout(),
        proxies: proxies(settings, env),
        ..ClientOptions::default()
    }
}

/// What is tried again, and how often.
pub(super) fn policy(settings: &Settings) -> RetryPolicy {
    let tries = |count: Option<u32>, delay: &str| Tries {
        retries: count.unwrap_or(Tries::default().retries),
        delay: settings.retry_delay(SERVICE, delay),
    };
    let failures = settings.retries(SERVICE, "connect_retries");
    let statuses = settings.retries(SERVICE, "status_code_retries").or(failures);
    RetryPolicy {
        failures: tries(failures, "connect_retry_delay"),
        statuses: tries(statuses, "status_code_retry_delay"),
        retriable: settings.retriable_status_codes(SERVICE),
    }
}

/// The proxies of this cloud: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` among its
/// settings go before the variables of these names, also where they are empty or false.
fn proxies(settings: &Settings, env: &Env) -> Proxies {
    // Not `Env::get`: an empty variable hides another.
    let variable = |name: &str| {
        env.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    };
    let of_env = Proxies::from_lookup(variable);
    let own =
        |keys: &[&str], of_env: Option<String>| match keys.iter().find_map(|key| settings.get(key))
        {
            Some(setting) => text(&setting.value),
            None => of_env,
        };
    Proxies {
        http: own(&["http_proxy", "all_proxy"], of_env.http),
        https: own(&["https_proxy", "all_proxy"], of_env.https),
        exempt: own(&["no_proxy"], of_env.exempt),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Array(items) => {
            Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Source;
    use serde_json::json;
    use std::time::Duration;

    fn settings(keys: &[(&str, Value)]) -> Settings {
        let mut settings = Settings::from_parts("one", [], [], Source::Given);
        for (key, value) in keys {
            settings.set(key, value.clone(), Source::Given);
        }
        settings
    }

    #[test]
    fn the_bundles_of_the_environment_count_only_where_nothing_is_configured() {
        let env: Env = [("CURL_CA_BUNDLE", "/curl.pem"), ("REQUESTS_CA_BUNDLE", "/requests.pem")]
            .into_iter()
            .collect();
        let trusted = |keys: &[(&str, Value)]| {
            let options = options(&settings(keys), &env);
            (options.verify, options.cacert.map(|file| file.display().to_string()))
        };
        assert_eq!(trusted(&[]), (true, Some("/requests.pem".into())));
        assert_eq!(trusted(&[("cacert", json!("/mine.pem"))]), (true, Some("/mine.pem".into())));
        assert_eq!(trusted(&[("verify", json!(false))]), (false, None));
        let env: Env = [("CURL_CA_BUNDLE", "/curl.pem")].into_iter().collect();
        assert_eq!(options(&settings(&[]), &env).cacert, Some("/curl.pem".into()));
    }

    #[test]
    fn the_proxies_of_a_cloud_go_before_those_of_the_environment() {
        let env: Env =
            [("http_proxy", "http://e:1"), ("HTTPS_PROXY", "http://e:2"), ("NO_PROXY", "x")]
                .into_iter()
                .collect();
        let found = |keys: &[(&str, Value)]| {
            let Proxies { http, https, exempt } = proxies(&settings(keys), &env);
            [http, https, exempt].map(Option::unwrap_or_default)
        };
        assert_eq!(found(&[]), ["http://e:1", "http://e:2", "x"]);
        assert_eq!(
            found(&[("https_proxy", json!("http://c:3")), ("no_proxy", json!(["a", "b"]))]),
            ["http://e:1", "http://c:3", "a,b"]
        );
        assert_eq!(found(&[("all_proxy", json!("http://c:4"))]), ["http://c:4", "http://c:4", "x"]);
        for off in [json!(false), json!(null), json!("")] {
            assert_eq!(found(&[("all_proxy", off)]), ["", "", "x"]);
        }
    }

    #[test]
    fn an_empty_lower_case_variable_hides_the_upper_case_one() {
        let env = [("http_proxy", ""), ("HTTP_PROXY", "http://e:1")].into_iter().collect();
        assert_eq!(proxies(&settings(&[]), &env), Proxies::default());
    }

    #[test]
    fn the_ways_to_try_again_are_read() {
        let found = policy(&settings(&[]));
        assert_eq!(found, RetryPolicy::default());
        let found = policy(&settings(&[
            ("database_connect_retries", json!("0")),
            ("status_code_retries", json!(2)),
            ("status_code_retry_delay", json!(0.2)),
            ("retriable_status_codes", json!([500])),
        ]));
        let delay = Some(Duration::from_millis(200));
        assert_eq!(found.failures, Tries { retries: 0, delay: None });
        assert_eq!(found.statuses, Tries { retries: 2, delay });
        assert_eq!(found.retriable, Some(vec![500]));
    }
}
