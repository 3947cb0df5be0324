//! Chooses the auth type, and collects the settings that it takes.

use crate::config::auth_type::{
    AUTH_TYPES, AuthType, LoginMethod, OidcGrant, UserProof, Version2Proof,
};
use crate::config::credentials::NEEDS_APPLICATION_CREDENTIAL;
use crate::config::key::Key;
use crate::config::layer::Layer;
use crate::config::setting::{Setting, Source};
use crate::{ConfigHint, Error, Hint, Result};
use std::collections::BTreeMap;

/// Chooses the auth type if none is given, and adjusts the domains to it.
pub(super) fn set_auth_type(mut layer: Layer) -> (Layer, Vec<String>) {
    let text = |key: Key| layer.text(key).unwrap_or_default();
    let version = text(Key::IdentityApiVersion);
    let (given, source) = (text(Key::AuthType), layer.get(Key::AuthType).map(|s| s.source.clone()));
    let known = AuthType::find(&given);
    let auth_type = known.map_or(given, |known| known.name.to_owned());
    layer.set(Key::AuthType, Setting::new(auth_type.into(), source.unwrap_or(Source::Default)));
    let mut warnings = Vec::new();
    match known.map(|known| known.login) {
        Some(login) if version.starts_with('2') && is_by_password(login) => {
            warnings = without_domains(&mut layer);
        }
        Some(LoginMethod::Identity(UserProof::Password | UserProof::Passcode))
            if version == "3" =>
        {
            default_domains(&mut layer);
        }
        _ => {}
    }
    (layer, warnings)
}

fn is_by_password(login: LoginMethod) -> bool {
    matches!(
        login,
        LoginMethod::Identity(UserProof::Password)
            | LoginMethod::Version2(Version2Proof::Password)
            | LoginMethod::Federated(OidcGrant::Password)
    )
}

/// Removes the domains, which version 2 of the identity API does not have.
fn without_domains(layer: &mut Layer) -> Vec<String> {
    let keys =
        [Key::ProjectDomainId, Key::ProjectDomainName, Key::UserDomainId, Key::UserDomainName];
    let dropped = keys.iter().filter_map(|key| Some((key, layer.auth.remove(key.name())?)));
    dropped
        .map(|(key, setting)| {
            let source = setting.source;
            format!("'{key}' from {source} is ignored: the identity API version is 2")
        })
        .collect()
}

/// Sets the default domain if the user or the project has none.
fn default_domains(layer: &mut Layer) {
    let Some(default) = layer.get(Key::DefaultDomain).cloned() else { return };
    for (id, name) in
        [(Key::ProjectDomainId, Key::ProjectDomainName), (Key::UserDomainId, Key::UserDomainName)]
    {
        let given = |key: Key| layer.auth.get(key.name()).is_some_and(Setting::is_given);
        if !given(id) && !given(name) {
            layer.auth.insert(id.name().to_owned(), default.clone());
        }
    }
}

/// Moves the auth type's settings from the top level to `auth`, and rejects all others there.
pub(super) fn collect_auth(mut layer: Layer, cloud: &str) -> Result<Layer> {
    let name = layer.text(Key::AuthType).unwrap_or_default();
    let Some(auth_type) = AuthType::find(&name) else {
        let source = layer.get(Key::AuthType).map(|setting| setting.source.to_string());
        let names: Vec<_> = AUTH_TYPES.iter().map(|known| known.name).collect();
        return Err(Error::config(format!(
            "there is no auth type '{name}', from {}",
            source.unwrap_or_default()
        ))
        .with_hint(format!("the auth types are {}", names.join(", "))));
    };
    // They are sources of the password, and no auth type takes them.
    for key in [Key::PasswordFile, Key::PasswordCommand] {
        if let Some(setting) = layer.auth.remove(key.name()) {
            layer.top.entry(key.name().to_owned()).or_insert(setting);
        }
    }
    let mut auth = BTreeMap::new();
    for key in auth_type.takes() {
        let mut winner: Option<Setting> = None;
        for map in [&mut layer.top, &mut layer.auth] {
            // The current spelling overrides the old one, and the top level overrides `auth`.
            for spelling in auth_type.spellings(key) {
                let found = map.remove(spelling).filter(Setting::is_given);
                winner = winner.or(found);
            }
        }
        if let Some(setting) = winner {
            auth.insert(key.name().to_owned(), setting);
        }
    }
    layer.auth.retain(|_, setting| setting.is_given());
    if let Some((key, setting)) = layer.auth.first_key_value() {
        let hint: Hint = match key.as_str() {
            "token" => ConfigHint::AuthType { credential: "a token", auth_type: "token" }.into(),
            key if key.starts_with("application_credential") => NEEDS_APPLICATION_CREDENTIAL.into(),
            _ => {
                let names: Vec<_> = auth_type.takes().map(Key::name).collect();
                format!("it takes {}", names.join(", ")).into()
            }
        };
        return Err(Error::config(format!(
            "{}the auth type '{name}' does not take '{key}', from {}",
            of_cloud(cloud),
            setting.source
        ))
        .with_hint(hint));
    }
    layer.auth = auth;
    Ok(layer)
}

/// Returns the beginning of a message about a cloud.
fn of_cloud(cloud: &str) -> String {
    match cloud {
        "" | "defaults" => String::new(),
        name => format!("cloud '{name}': "),
    }
}
