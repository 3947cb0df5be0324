//! The texts of hints about the configuration and the login: options, variables and keys.

use crate::cli::report::shell_word::word;
use crate::config::Key;
use crate::config::options::option;
use crate::{CloudNote, ConfigHint, ProjectMismatch, UnusedFile, UnusedReason};
use std::path::Path;

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
            format!("'chmod o-w {}' removes that permission", word(&file.display().to_string()))
        }
        ConfigHint::Unused { files } => unused(files),
        ConfigHint::Untrusted { file, variable } => way_out(file, *variable),
    }
}

/// Writes the hint about an endpoint that does not have the project of the login.
pub(in crate::cli) fn project_of_endpoint(mismatch: &ProjectMismatch) -> String {
    let ProjectMismatch { endpoint, found, project, in_catalog, .. } = mismatch;
    let (fault, base) = match found {
        Some(found) => (
            format!("has the project '{found}', but the login is for '{project}'"),
            endpoint.strip_suffix(found.as_str()).unwrap_or_default().to_owned(),
        ),
        None => {
            let why = format!("does not end in the project of the login, '{project}'");
            (why, format!("{endpoint}/"))
        }
    };
    let place = format!("{} in clouds.yaml", Key::DatabaseEndpointOverride);
    let own = match base.as_str() {
        "" => format!("give {}, or {place}", flag(Key::DatabaseEndpointOverride)),
        base => {
            let version = if base.contains("/v1.0/") { "" } else { "v1.0/" };
            let option = flag(Key::DatabaseEndpointOverride);
            format!("give {option} '{base}{version}%(project_id)s', or {place}")
        }
    };
    let remedy = match in_catalog {
        true => format!("the cloud's administrator can correct it; or {own}"),
        false => own,
    };
    format!("the endpoint '{endpoint}' {fault}: {remedy}")
}

/// Writes the hint about a region that was taken without being selected.
pub(in crate::cli) fn region_choice(others: &[String]) -> String {
    let all = others.join("|");
    format!("the service is in other regions too: choose one with {} {all}", flag(Key::RegionName))
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
        CloudNote::Unused { files } => {
            let facts: Vec<_> = files.iter().map(UnusedFile::to_string).collect();
            format!("{} ({})", facts.join("; "), unused(files))
        }
    }
}

/// The words for what to do about files that are not used, each once.
pub(in crate::cli) fn unused(files: &[UnusedFile]) -> String {
    let mut words: Vec<String> = Vec::new();
    for file in files {
        let path = word(&file.path.display().to_string()).into_owned();
        let advice = match &file.reason {
            UnusedReason::Foreign { .. } => way_out(&file.path, file.variable),
            UnusedReason::Absent => {
                format!("correct or unset {}", file.variable.unwrap_or("the variable"))
            }
            UnusedReason::Denied(_) => format!("'ls -ld {path}' shows who may read it"),
            UnusedReason::Syntax(_) => {
                "correct the file; a password with special characters needs quotes".to_owned()
            }
            UnusedReason::Empty | UnusedReason::NoClouds => {
                "write the cloud below the key 'clouds' of the file".to_owned()
            }
            _ => "save it as a text file in UTF-8 of at most 1 MB, or remove it".to_owned(),
        };
        if !words.contains(&advice) {
            words.push(advice);
        }
    }
    words.join("; ")
}

/// The words for how to use a file of which nobody knows that the user wants it.
fn way_out(file: &Path, variable: Option<&str>) -> String {
    let file = word(&file.display().to_string()).into_owned();
    let trust = format!("read the file, and trust it with 'trove config trust {file}'");
    match variable {
        Some(variable) => format!("{trust}, or name it: {variable}={file}"),
        None => trust,
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
    fn each_reason_why_a_file_is_not_used_has_its_remedy() {
        let file = |reason| {
            UnusedFile::new("/w/clouds.yaml".into(), Some("OS_CLIENT_CONFIG_FILE"), reason)
        };
        let text = || "why".to_owned();
        for (reason, remedy) in [
            (UnusedReason::Absent, "correct or unset OS_CLIENT_CONFIG_FILE"),
            (UnusedReason::Denied(text()), "'ls -ld /w/clouds.yaml'"),
            (
                UnusedReason::Foreign { owner: 7 },
                "'trove config trust /w/clouds.yaml', or name it: OS_CLIENT_CONFIG_FILE=/w/clouds.yaml",
            ),
            (UnusedReason::Empty, "below the key 'clouds'"),
            (UnusedReason::NoClouds, "below the key 'clouds'"),
            (UnusedReason::Syntax(text()), "needs quotes"),
            (UnusedReason::Invalid(text()), "text file in UTF-8"),
        ] {
            let words = unused(&[file(reason.clone()), file(reason)]);
            assert!(words.contains(remedy) && words.matches(remedy).count() == 1, "{words}");
        }
    }

    #[test]
    fn an_endpoint_of_another_project_is_named_with_the_one_that_is_right() {
        let hint = |endpoint: &str, found: Option<&str>, in_catalog| {
            project_of_endpoint(&ProjectMismatch {
                endpoint: endpoint.to_owned(),
                found: found.map(str::to_owned),
                project: "mine".to_owned(),
                in_catalog,
            })
        };
        assert_eq!(
            hint("http://h/v1.0", None, true),
            "the endpoint 'http://h/v1.0' does not end in the project of the login, 'mine': \
             the cloud's administrator can correct it; \
             or give --os-database-endpoint-override 'http://h/v1.0/%(project_id)s', \
             or database_endpoint_override in clouds.yaml"
        );
        let own = hint("http://h/v1.0/other", Some("other"), false);
        assert!(own.contains("has the project 'other', but the login is for 'mine': give --os-"));
        assert!(own.contains(" 'http://h/v1.0/%(project_id)s', or"), "{own}");
        let plain = hint("http://h:8779", None, false);
        assert!(plain.contains(" 'http://h:8779/v1.0/%(project_id)s', or"), "{plain}");
        let odd = hint("http://h/v1.0/other/x", Some("other"), false);
        assert!(odd.contains("give --os-database-endpoint-override, or"), "{odd}");
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
            (
                ConfigHint::Untrusted {
                    file: "/a b/secure.yaml".into(),
                    variable: Some("OS_CLIENT_SECURE_FILE"),
                },
                r#"'trove config trust "/a b/secure.yaml"', or name it: OS_CLIENT_SECURE_FILE="/a b"#,
            ),
        ] {
            assert!(words(&hint).contains(option), "{hint:?}");
        }
    }
}
