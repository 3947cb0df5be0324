//! The options that only the legacy client has for every command.

use crate::config::{Settings, Source};
use clap::Args;

// They stand before the command only, so commands may have others of these names.
#[derive(Debug, Args)]
pub(in crate::cli) struct Former {
    /// How long to wait for each answer
    #[arg(long, hide = true, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<f64>,
    /// How often to try again to connect
    #[arg(long, hide = true, value_name = "COUNT")]
    retries: Option<u32>,
    /// The least version of TLS
    #[arg(long, hide = true, value_name = "VERSION", value_parser = ["1.2", "1.3"])]
    tls_min_version: Option<String>,
    /// Which ciphers to offer
    #[arg(long, hide = true, value_name = "CIPHERS")]
    tls_ciphers: Option<String>,
    /// A key to sign traces with
    #[arg(long, hide = true, value_name = "KEY")]
    profile: Option<String>,
    /// How to log in, of which there is one
    #[arg(long, hide = true, value_name = "NAME", value_parser = ["keystone"])]
    os_auth_system: Option<String>,
    /// A name that was not used with a Keystone that has sessions
    #[arg(long, hide = true, value_name = "NAME")]
    database_service_name: Option<String>,
}

fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds > 0.0);
    number.ok_or_else(|| "it is a number of seconds above 0".to_owned())
}

impl Former {
    /// Puts them above what the cloud's settings are, and says which come to nothing.
    pub(crate) fn apply(&self, settings: &mut Settings) {
        let option = |name: &str| Source::Option(name.to_owned());
        if let Some(seconds) = self.timeout {
            settings.set("api_timeout", seconds, option("--timeout"));
        }
        if let Some(count) = self.retries {
            settings.set("database_connect_retries", count, option("--retries"));
        }
        if let Some(version) = &self.tls_min_version {
            settings.set("tls_min_version", version.as_str(), option("--tls-min-version"));
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
