//! Connects a client to its cloud, as the settings say.

use crate::config::{Env, Settings, Verify};
use crate::http::{ClientOptions, RetryPolicy};

/// The service's official type in the catalog.
pub(super) const SERVICE: &str = "database";

/// The retries that the settings ask for. The number for connections also counts for error
/// statuses, unless these have their own.
pub(super) fn retry_policy(settings: &Settings) -> RetryPolicy {
    let known = RetryPolicy::default();
    let retries = settings.connect_retries(SERVICE).unwrap_or(known.retries);
    RetryPolicy {
        retries,
        delay: settings.connect_retry_delay(SERVICE),
        status_retries: settings.status_code_retries(SERVICE).unwrap_or(retries),
        status_delay: settings.status_code_retry_delay(SERVICE),
        statuses: settings.retriable_status_codes(SERVICE),
    }
}

/// Returns the connection options of the settings.
pub(crate) fn client_options(settings: &Settings, env: &Env) -> ClientOptions {
    let (verify, cacert) = match settings.verify() {
        // Like every client built on Python's requests: only where no CA is configured.
        Verify::System => {
            let bundle =
                ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"].iter().find_map(|name| env.get(name));
            (true, bundle.map(Into::into))
        }
        Verify::File(file) => (true, Some(file)),
        Verify::Off => (false, None),
    };
    let (cert, key) = settings.client_cert().unzip();
    ClientOptions {
        verify,
        cacert,
        cert,
        key: key.flatten(),
        tls13_only: settings.requires_tls13(),
        timeout: settings.timeout(),
        proxies: settings.proxies(env),
        ..ClientOptions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Source;
    use std::time::Duration;

    #[test]
    fn the_settings_set_the_number_and_the_delay_of_retries() {
        let by = |keys: &[(&'static str, &'static str)]| {
            retry_policy(&Settings::from_parts("one", keys.iter().copied(), [], Source::Given))
        };
        assert_eq!(by(&[]), RetryPolicy::default());
        let never = by(&[("connect_retries", "0")]);
        assert_eq!((never.retries, never.status_retries), (0, 0));
        let own = by(&[
            ("connect_retries", "1"),
            ("database_status_code_retries", "5"),
            ("status_code_retry_delay", "0.5"),
            ("database_retriable_status_codes", "500,503"),
        ]);
        assert_eq!((own.retries, own.status_retries), (1, 5));
        assert_eq!((own.delay, own.status_delay), (None, Some(Duration::from_millis(500))));
        assert_eq!(own.statuses, Some(vec![500, 503]));
    }

    #[test]
    fn the_ca_bundles_of_other_programs_are_used_if_none_is_configured() {
        let env: Env =
            [("REQUESTS_CA_BUNDLE", "/r.pem"), ("CURL_CA_BUNDLE", "/c.pem")].into_iter().collect();
        let ca = |keys: &[(&'static str, &'static str)]| {
            let settings = Settings::from_parts("one", keys.iter().copied(), [], Source::Given);
            client_options(&settings, &env).cacert
        };
        assert_eq!(ca(&[]), Some("/r.pem".into()));
        assert_eq!(ca(&[("cacert", "/own.pem")]), Some("/own.pem".into()));
        let off = Settings::from_parts("one", [("verify", "")], [], Source::Given);
        assert_eq!(client_options(&off, &env).cacert, None);
    }
}
