//! The proxies that lead to a cloud.

use crate::config::env::Env;
use crate::config::key::Key;
use crate::config::settings::Settings;
use crate::http::Proxies;
use serde_json::Value;

impl Settings {
    /// Returns the proxies of this cloud: its settings `http_proxy`, `https_proxy`, `all_proxy` and
    /// `no_proxy` override the variables of these names, even when they are empty or false.
    pub(crate) fn proxies(&self, env: &Env) -> Proxies {
        // `Env::get` skips empty variables, which hide others here.
        let variable = |name: &str| {
            env.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
        };
        let of_env = Proxies::from_lookup(variable);
        let own =
            |keys: &[Key], of_env: Option<String>| match keys.iter().find_map(|key| self.get(*key))
            {
                Some(setting) => text(&setting.value),
                None => of_env,
            };
        Proxies {
            http: own(&[Key::HttpProxy, Key::AllProxy], of_env.http),
            https: own(&[Key::HttpsProxy, Key::AllProxy], of_env.https),
            exempt: own(&[Key::NoProxy], of_env.exempt),
        }
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

    fn settings(keys: &[(&str, Value)]) -> Settings {
        let mut settings = Settings::from_parts("one", [], [], Source::Given);
        for (key, value) in keys {
            settings.set(Key::find(key).unwrap(), value.clone(), Source::Given);
        }
        settings
    }

    #[test]
    fn the_proxies_of_a_cloud_override_those_of_the_environment() {
        let env: Env =
            [("http_proxy", "http://e:1"), ("HTTPS_PROXY", "http://e:2"), ("NO_PROXY", "x")]
                .into_iter()
                .collect();
        let found = |keys: &[(&str, Value)]| {
            let Proxies { http, https, exempt } = settings(keys).proxies(&env);
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
        assert_eq!(settings(&[]).proxies(&env), Proxies::default());
    }
}
