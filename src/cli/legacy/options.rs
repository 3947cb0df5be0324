//! The global options that only the legacy client has.

use crate::cli::global_options::spec::{GlobalOption, value};
use crate::config::{Key, Settings, Source};
use clap::{Arg, ArgMatches, value_parser};

/// The values of these options.
#[derive(Debug, Default)]
pub(in crate::cli) struct LegacyOptions {
    timeout: Option<f64>,
    retries: Option<u32>,
    tls_min_version: Option<String>,
    tls_ciphers: Option<String>,
    profile: Option<String>,
}

impl LegacyOptions {
    /// Read only before the command, because commands have options of the same names.
    pub(in crate::cli) const OPTIONS: &[GlobalOption] = &[
        option("timeout", |arg| {
            arg.value_name("SECONDS").value_parser(seconds).help("Time limit of each request")
        }),
        option("retries", |arg| {
            arg.value_name("COUNT")
                .value_parser(value_parser!(u32))
                .help("Number of times to try to connect again")
        }),
        option("tls-min-version", |arg| {
            arg.value_name("VERSION")
                .value_parser(["1.2", "1.3"])
                .help("Lowest TLS version to accept")
        }),
        option("tls-ciphers", |arg| arg.value_name("CIPHERS").help("Ciphers to offer (ignored)")),
        option("profile", |arg| arg.value_name("KEY").help("Key to sign traces with (ignored)")),
        option("os-auth-system", |arg| {
            arg.value_name("NAME")
                .value_parser(["keystone"])
                .help("Login system (only keystone exists)")
        }),
        option("database-service-name", |arg| {
            arg.value_name("NAME").help("Name of the service in the catalog (ignored)")
        }),
    ];

    pub(in crate::cli) fn read(matches: &ArgMatches) -> Self {
        Self {
            timeout: value(matches, "timeout"),
            retries: value(matches, "retries"),
            tls_min_version: value(matches, "tls-min-version"),
            tls_ciphers: value(matches, "tls-ciphers"),
            profile: value(matches, "profile"),
        }
    }

    /// Applies these options, which take precedence over the cloud's settings, and warns about ignored ones.
    pub(crate) fn apply(&self, settings: &mut Settings) {
        let option = |name: &str| Source::Option(name.to_owned());
        if let Some(seconds) = self.timeout {
            settings.set(Key::ApiTimeout, seconds, option("--timeout"));
        }
        if let Some(count) = self.retries {
            settings.set(Key::DatabaseConnectRetries, count, option("--retries"));
        }
        if let Some(version) = &self.tls_min_version {
            settings.set(Key::TlsMinVersion, version.as_str(), option("--tls-min-version"));
        }
        for (name, given, why) in [
            ("--tls-ciphers", &self.tls_ciphers, "weak ciphers are not offered anyway"),
            ("--profile", &self.profile, "no traces are sent"),
        ] {
            if given.is_some() {
                log::warn!("{name} is ignored: {why}");
            }
        }
    }
}

/// An option that the help does not list.
const fn option(long: &'static str, build: fn(Arg) -> Arg) -> GlobalOption {
    GlobalOption::new(long, build).first_only()
}

fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds > 0.0);
    number.ok_or_else(|| "it must be a number of seconds above 0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_above_zero() {
        assert_eq!(seconds("0.5"), Ok(0.5));
        for wrong in ["0", "-1", "x", "inf", "nan", ""] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
