//! The texts of hints about the configuration and the login: options, variables and keys.

use crate::config::Key;
use crate::config::options::option;
use crate::{CloudNote, ConfigHint};

/// Writes a hint about the configuration or the login.
pub(super) fn words(hint: &ConfigHint) -> String {
    match hint {
        ConfigHint::Missing { choices, note } => {
            let places = choices.iter().map(|keys| choice(keys)).collect::<Vec<_>>().join("; ");
            match note {
                Some(note) => format!("{}; or give {places}", cloud_note(note)),
                None => format!("give {places}"),
            }
        }
        ConfigHint::AuthType { credential, auth_type } => {
            format!("{credential} needs {} {auth_type}", flag(Key::AuthType))
        }
        ConfigHint::AuthMethods { methods } => format!(
            "configure auth_type: v3multifactor, with auth_methods: [{}]; \
             on a terminal the missing methods are asked for",
            methods.join(", ")
        ),
        ConfigHint::KeystoneAddress => {
            format!("is {} correct? It usually ends in /v3", flag(Key::AuthUrl))
        }
        ConfigHint::IdentityVersion2 => format!(
            "Keystone version 2 needs {} v2password, and an address that ends in /v2.0",
            flag(Key::AuthType)
        ),
        ConfigHint::Domains => format!(
            "are the domains of the user and the project set? See {} and {}",
            flag(Key::UserDomainName),
            flag(Key::ProjectDomainName)
        ),
        ConfigHint::Project => format!("name a project: {}", places(Key::ProjectName)),
        ConfigHint::ProjectOfService => {
            format!("the service needs a login to a project: {}", places(Key::ProjectName))
        }
        ConfigHint::EndpointOverride { in_catalog } => {
            let key = Key::DatabaseEndpointOverride;
            let own = format!("give {}, or {key} in clouds.yaml", flag(key));
            match in_catalog {
                true => format!("the cloud's administrator can correct it; or {own}"),
                false => own,
            }
        }
        ConfigHint::Question { key } => {
            format!("run the command on a terminal, or leave {key} out")
        }
        ConfigHint::LoginAgain => "run the command again".to_owned(),
        ConfigHint::Files => "'trove config doctor' shows which files these are".to_owned(),
        ConfigHint::WritableByOthers { file } => {
            format!("'chmod o-w {}' removes that permission", file.display())
        }
    }
}

/// Writes the note that another cloud may be meant.
pub(in crate::cli) fn cloud_note(note: &CloudNote) -> String {
    let select = |clouds: &[String]| format!("{} {}", flag(Key::Cloud), clouds.join("|"));
    match note {
        CloudNote::Several { clouds } => {
            format!("several clouds are configured: choose one with {}", select(clouds))
        }
        CloudNote::Environment { variables, clouds } => format!(
            "the cloud consists of environment variables: unset {}, or choose a cloud with {}",
            variables.join(", "),
            select(clouds)
        ),
        CloudNote::None => "no clouds.yaml was found, and no OS_ variable is set".to_owned(),
    }
}

/// Writes alternative settings, each with the places that can set it.
fn choice(keys: &[&str]) -> String {
    let known = keys.iter().filter_map(|key| Key::find(key));
    known.map(places).collect::<Vec<_>>().join(", or ")
}

/// Writes the option, the variable and the key that set a setting below `auth`.
fn places(key: Key) -> String {
    let option = option(key);
    let variable = option.and_then(|option| option.env.first()).map(|name| (*name).to_owned());
    let file = format!("auth.{key} in clouds.yaml");
    let places = [option.map(|_| flag(key)), variable, Some(file)];
    places.into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

fn flag(key: Key) -> String {
    option(key).map_or_else(|| key.name().to_owned(), |option| option.flag())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::auth_type::AUTH_TYPES;

    fn missing(choices: &[&[&'static str]], note: Option<CloudNote>) -> String {
        let choices = choices.iter().map(|keys| keys.to_vec()).collect();
        words(&ConfigHint::Missing { choices, note })
    }

    #[test]
    fn a_missing_setting_is_named_with_its_option_its_variable_and_its_key() {
        assert_eq!(
            missing(&[&["username", "user_id"], &["password"]], None),
            "give --os-username / OS_USERNAME / auth.username in clouds.yaml, \
             or --os-user-id / OS_USER_ID / auth.user_id in clouds.yaml; \
             --os-password / OS_PASSWORD / auth.password in clouds.yaml"
        );
        for key in AUTH_TYPES.iter().flat_map(|known| known.requires.concat()) {
            let option = key.name().replace('_', "-");
            let variable = format!("OS_{}", key.name().to_ascii_uppercase());
            let place = format!("--os-{option} / {variable} / auth.{key} in clouds.yaml");
            assert_eq!(missing(&[&[key.name()]], None), format!("give {place}"));
        }
    }

    #[test]
    fn the_choice_of_another_cloud_comes_first() {
        let clouds = vec!["a".to_owned(), "b".to_owned()];
        let several =
            missing(&[&["auth_url"]], Some(CloudNote::Several { clouds: clouds.clone() }));
        assert!(several.starts_with(
            "several clouds are configured: choose one with --os-cloud a|b; or give --os-auth-url"
        ));
        let variables = vec!["OS_USERNAME".to_owned()];
        let text = cloud_note(&CloudNote::Environment { variables, clouds });
        assert!(text.ends_with("unset OS_USERNAME, or choose a cloud with --os-cloud a|b"));
    }

    #[test]
    fn each_hint_names_the_option_that_helps() {
        let auth_type = ConfigHint::AuthType { credential: "a token", auth_type: "token" };
        for (hint, option) in [
            (auth_type, "a token needs --os-auth-type token"),
            (ConfigHint::KeystoneAddress, "is --os-auth-url correct? It usually ends in /v3"),
            (ConfigHint::IdentityVersion2, "--os-auth-type v2password"),
            (ConfigHint::Domains, "--os-user-domain-name and --os-project-domain-name"),
            (ConfigHint::Project, "name a project: --os-project-name / OS_PROJECT_NAME"),
            (ConfigHint::ProjectOfService, "needs a login to a project: --os-project-name"),
            (
                ConfigHint::EndpointOverride { in_catalog: false },
                "give --os-database-endpoint-override",
            ),
            (
                ConfigHint::EndpointOverride { in_catalog: true },
                "administrator can correct it; or give --os-d",
            ),
            (ConfigHint::Question { key: "idp_otp_key" }, "leave idp_otp_key out"),
            (ConfigHint::Files, "'trove config doctor'"),
            (ConfigHint::WritableByOthers { file: "/c.yaml".into() }, "'chmod o-w /c.yaml'"),
            (ConfigHint::AuthMethods { methods: vec!["v3totp".into()] }, "auth_methods: [v3totp]"),
        ] {
            assert!(words(&hint).contains(option), "{hint:?}");
        }
    }
}
