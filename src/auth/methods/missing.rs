//! What a login still lacks, and where it can be given.

use crate::Error;
use crate::auth::methods::option::{methods, place, text};
use crate::config::Settings;
use crate::config::auth_type::Plugin;

/// The settings below `auth` that the login still needs, by their keys. Where one of several
/// will do, as `username` or `user_id`, it is the first. A program can ask for them, and then
/// [`Settings::set_auth`].
#[must_use]
pub fn missing(settings: &Settings) -> Vec<&'static str> {
    lacking(settings).iter().filter_map(|choice| choice.first().copied()).collect()
}

/// What is missing, each as the settings of which one will do.
fn lacking(settings: &Settings) -> Vec<&'static [&'static str]> {
    let given = |key: &str| match key {
        // Without Keystone, the address of the one service is enough.
        "endpoint" => settings.endpoint_override("database").is_some(),
        _ => false,
    };
    let lacks = |key: &&str| text(settings, key).is_none() && !given(key);
    let auth_type = settings.auth_type();
    let required = Plugin::find(auth_type).map_or(&[][..], |plugin| plugin.required);
    let mut lacking: Vec<_> =
        required.iter().copied().filter(|choice| choice.iter().all(lacks)).collect();
    if auth_type == "v3multifactor" {
        for method in methods(settings) {
            let own = Plugin::find(&method).map_or(&[][..], |plugin| plugin.required);
            for choice in own.iter().filter(|choice| choice.iter().all(lacks)) {
                if !lacking.contains(choice) {
                    lacking.push(choice);
                }
            }
        }
    }
    lacking
}

/// The error that names what is missing, if anything is.
pub(in crate::auth) fn check(settings: &Settings) -> Result<(), Error> {
    let lacking = lacking(settings);
    if lacking.is_empty() {
        return Ok(());
    }
    let cloud = match settings.cloud() {
        None | Some("defaults") => String::new(),
        Some(name) => format!("cloud '{name}': "),
    };
    let names: Vec<_> = lacking.iter().map(|choice| choice.join(" or ")).collect();
    let auth_type = settings.auth_type();
    let message = format!("{cloud}the auth type '{auth_type}' needs {}", names.join(", "));
    let choice =
        |keys: &&[&str]| keys.iter().map(|key| place(key)).collect::<Vec<_>>().join(", or ");
    let places = lacking.iter().map(choice).collect::<Vec<_>>().join("; ");
    let other = ["application_credential_id", "application_credential_name"];
    let hint = match settings.explanation() {
        Some(explanation) => format!("{explanation}; or give {places}"),
        None if other.iter().any(|key| settings.get(key).is_some()) => {
            "an application credential needs --os-auth-type v3applicationcredential".to_owned()
        }
        None => format!("give {places}"),
    };
    Err(Error::config(message).with_hint(hint))
}
