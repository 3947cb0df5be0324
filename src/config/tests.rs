//! Settings beyond the observed cases: sources, warnings, and random input.

use super::*;
use crate::{ErrorKind, Result};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A home directory with files in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new(files: &[(&str, &str)]) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = home.path(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn lookup(&self, env: &[(&str, &str)], options: &[(&str, &str)]) -> Lookup {
        let own = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let home = ("HOME".to_owned(), self.0.path().to_str().unwrap().to_owned());
        Lookup {
            env: own.chain([home]).collect(),
            options: options
                .iter()
                .map(|(k, v)| (Key::find(k).unwrap(), (*v).to_owned()))
                .collect(),
            cwd: self.0.path().to_owned(),
            network: None,
        }
    }

    fn load(&self, env: &[(&str, &str)], options: &[(&str, &str)]) -> Result<Settings> {
        Settings::load(&self.lookup(env, options))
    }
}

const CLOUD: &str = "clouds:\n  one:\n    region_name: R\n    auth: {auth_url: 'http://k/v3', username: u, project_name: p}\n";

fn flag(key: Key) -> String {
    options::option(key).unwrap().flag()
}

#[test]
fn each_setting_has_its_source() {
    let secure = "clouds: {one: {auth: {password: s3cret}}}\n";
    let home = Home::new(&[("clouds.yaml", CLOUD), ("secure.yaml", secure)]);
    let env = [("OS_CLOUD", "one"), ("OS_USERNAME", "v"), ("OS_USER_DOMAIN_NAME", "D")];
    let settings = home.load(&env, &[("user_domain_name", "E")]).unwrap();
    let shown = |setting: Option<&Setting>| setting.unwrap().source.to_string();
    let file = |name: &str| format!("{name} ({})", home.path(name).display());
    assert_eq!(shown(settings.auth(Key::AuthUrl)), file("clouds.yaml"));
    assert_eq!(shown(settings.auth(Key::Password)), file("secure.yaml"));
    assert_eq!(shown(settings.auth(Key::Username)), "OS_USERNAME");
    assert_eq!(shown(settings.auth(Key::UserDomainName)), flag(Key::UserDomainName));
    assert_eq!(shown(settings.get(Key::Interface)), "default");
    assert_eq!(shown(settings.get(Key::RegionName)), file("clouds.yaml"));
    assert_eq!(settings.files(), [home.path("clouds.yaml"), home.path("secure.yaml")]);
    assert!(!format!("{settings:?}").contains("s3cret"));
}

#[test]
fn debug_output_of_clouds_has_names_and_no_values() {
    let secret = "clouds: {one: {api_key: s3cret, auth: {password: s3cret}}}\n";
    let home = Home::new(&[("clouds.yaml", secret), ("secure.yaml", secret)]);
    let clouds = Clouds::read(&home.lookup(&[("OS_PASSWORD", "s3cret")], &[])).unwrap();
    let text = format!("{clouds:?} {clouds:#?}");
    assert!(text.contains("one") && text.contains("secure.yaml"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
}

#[test]
fn the_source_of_a_regions_values_names_the_region() {
    let text = "clouds: {one: {regions: [{name: A, values: {interface: internal}}], auth: {username: u}}}\n";
    let home = Home::new(&[("clouds.yaml", text)]);
    let settings = home.load(&[], &[]).unwrap();
    let source = settings.get(Key::Interface).unwrap().source.to_string();
    assert!(source.starts_with("clouds.yaml, region 'A' ("), "{source}");
}

#[test]
fn the_first_of_several_regions_is_named_in_a_warning() {
    let text = "clouds: {one: {regions: [A, B], auth: {username: u}}}\n";
    let home = Home::new(&[("clouds.yaml", text)]);
    let settings = home.load(&[], &[]).unwrap();
    assert_eq!(settings.region().as_deref(), Some("A"));
    let says = "no region is selected: using 'A', the first of 'A', 'B' of cloud 'one'";
    assert_eq!(settings.warnings(), [says]);
    assert!(home.load(&[], &[("region_name", "B")]).unwrap().warnings().is_empty());
}

#[test]
fn an_empty_region_of_the_variables_is_none() {
    let home = Home::new(&[]);
    let env = [("OS_AUTH_URL", "http://k/v3"), ("OS_REGION_NAME", "")];
    let settings = home.load(&env, &[("region_name", "R")]).unwrap();
    assert_eq!(settings.region().as_deref(), Some("R"));
}

#[test]
fn a_broken_file_is_skipped_with_a_note_that_does_not_show_its_text() {
    let home = Home::new(&[
        ("clouds.yaml", "clouds: {one: {auth: {password: s3cret"),
        ("clouds.yml", CLOUD),
    ]);
    let settings = home.load(&[], &[]).unwrap();
    assert_eq!(settings.cloud(), Some("one"));
    let [file] = settings.unused_files() else { panic!("{:?}", settings.unused_files()) };
    assert_eq!(file.path, home.path("clouds.yaml"));
    assert!(file.is_remarkable() && !file.to_string().contains("s3cret"), "{file}");
}

#[test]
fn a_file_that_cannot_be_used_is_named_where_a_cloud_is_missing() {
    let large = format!("{CLOUD}#{}", "x".repeat(1_000_000));
    for (text, why) in [
        ("clouds: {one: {auth: {password: a: b", "is not used: "),
        ("clouds:\n\tone: {}\n", "is not used: "),
        (&format!("{CLOUD}---\nx: y\n"), "is not used: there is a second document"),
        ("a: 1\nb: @c\n", "is not used: "),
        ("one: {}\n", "has no clouds below the key 'clouds'"),
        ("clouds: {}\n", "has no clouds below the key 'clouds'"),
        ("", "is empty"),
        ("\u{feff}# nothing\n", "is empty"),
        (&large, "is not used: it is larger than 1 MB"),
    ] {
        let home = Home::new(&[(".config/openstack/clouds.yaml", text)]);
        let file = home.path(".config/openstack/clouds.yaml");
        let fact = format!("'{}' {why}", file.display());
        let error = home.load(&[("OS_CLOUD", "one")], &[]).unwrap_err();
        assert!(error.kind() == ErrorKind::Usage && error.to_string().contains(&fact), "{error}");
        let settings = home.load(&[], &[]).unwrap();
        let Some(crate::CloudNote::Unused { files }) = settings.cloud_note() else {
            panic!("{:?}", settings.cloud_note())
        };
        assert_eq!(files[0].path, file);
    }
    let home = Home::new(&[("clouds.yaml/x", ""), ("u.yaml", "")]);
    std::fs::write(home.path("u.yaml"), b"\xff\xfec\0").unwrap();
    let missing = home.path("none").display().to_string();
    for (env, why) in [
        (("OS_CLOUD", "one"), "clouds.yaml' is not used: it is a directory"),
        (("OS_CLIENT_CONFIG_FILE", "u.yaml"), "'u.yaml' is not used: it is UTF-16, and not"),
        (("OS_CLIENT_CONFIG_FILE", &*missing), "none' does not exist"),
    ] {
        let error = home.load(&[("OS_CLOUD", "one"), env], &[]).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
    // A file that is named is missed even if another one has the cloud.
    let other = Home::new(&[("clouds.yaml", CLOUD)]);
    let settings = other.load(&[("OS_CLIENT_CONFIG_FILE", &missing)], &[]).unwrap();
    let missed = &settings.unused_files()[0];
    assert!(missed.is_named && missed.is_remarkable() && settings.cloud() == Some("one"));
    let json = "\u{feff}{\"clouds\": {\"one\": {}}}";
    assert_eq!(Home::new(&[("clouds.json", json)]).load(&[], &[]).unwrap().cloud(), Some("one"));
}

#[test]
fn a_public_file_in_the_current_directory_may_say_only_what_a_profile_is_for() {
    let public = "public-clouds:\n  v:\n    auth: {auth_url: 'http://v/v3', user_domain_name: D, \
        password: x, username: x}\n    interface: internal\n    insecure: true\n    \
        password_command: 'true'\n    auth_url: 'http://w/v3'\n    \
        regions: [{name: R, values: {verify: false, cacert: /ca, \
        database-endpoint-override: 'http://w', image_api_version: 2}}]\n";
    let cloud = "clouds: {one: {profile: v, auth: {project_name: p}}}\n";
    let load = |place: &str| {
        let home =
            Home::new(&[("clouds.yaml", cloud), (&format!("{place}clouds-public.yaml"), public)]);
        home.load(&[], &[]).unwrap()
    };
    let refused = [
        (Key::Insecure, Key::Password),
        (Key::CaCert, Key::Username),
        (Key::DatabaseEndpointOverride, Key::Username),
        (Key::PasswordCommand, Key::Password),
    ];
    let chance = load("");
    assert_eq!(chance.auth(Key::AuthUrl).unwrap().value, "http://v/v3");
    assert_eq!(chance.auth(Key::UserDomainName).unwrap().value, "D");
    assert_eq!((chance.region().as_deref(), chance.verify()), (Some("R"), Verify::System));
    assert_eq!(chance.interfaces("database"), ["internal"]);
    for (top, below_auth) in refused {
        assert!(chance.get(top).is_none() && chance.auth(below_auth).is_none(), "{top}");
        let told = chance.warnings().iter().any(|text| text.contains(&format!("'{top}'")));
        assert!(told, "{top}: {:?}", chance.warnings());
    }
    // The user's own file may say all.
    let own = load(".config/openstack/");
    assert_eq!(own.auth(Key::AuthUrl).unwrap().value, "http://w/v3");
    assert_eq!(own.verify(), Verify::Off);
    assert!(refused.iter().all(|(key, _)| own.get(*key).is_some()));
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_setting() {
    let home = Home::new(&[]);
    let env = [("OS_PASSWORD", "\u{feff}s3cret"), ("OS_USERNAME", "u")];
    let settings = home.load(&env, &[("auth_url", "\u{feff}http://k/v3")]).unwrap();
    assert_eq!(settings.auth(Key::Password).unwrap().value, "s3cret");
    assert_eq!(settings.auth(Key::AuthUrl).unwrap().value, "http://k/v3");
}

#[test]
fn no_template_makes_a_secret_part_of_an_address() {
    let text = "clouds: {one: {password: s3cret, auth: {auth_url: 'http://{password}.e/v3'}}}\n";
    let error = Home::new(&[("clouds.yaml", text)]).load(&[], &[]).unwrap_err().to_string();
    assert!(error.contains("has no value") && !error.contains("s3cret"), "{error}");
}

#[test]
fn a_project_name_that_an_id_overrides_adds_a_warning() {
    let text = "clouds: {one: {auth: {project_id: i}}}\n";
    let home = Home::new(&[("clouds.yaml", text)]);
    let settings = home.load(&[], &[("project_name", "p")]).unwrap();
    let warning = settings.warnings().join("");
    let ignored = format!("project_name from {} is not used", flag(Key::ProjectName));
    assert!(warning.contains(&ignored), "{warning}");
}

#[test]
#[cfg(target_os = "linux")]
fn all_system_directories_are_searched() {
    let home = Home::new(&[("two/openstack/clouds.yaml", CLOUD)]);
    let dirs = format!("{}:{}", home.path("none").display(), home.path("two").display());
    let settings = home.load(&[("XDG_CONFIG_DIRS", &dirs)], &[]).unwrap();
    assert_eq!(settings.cloud(), Some("one"));
}

#[test]
fn every_spelling_of_the_only_api_version_is_accepted() {
    let home = Home::new(&[("clouds.yaml", CLOUD)]);
    for version in ["1", "1.0", "v1", "v1.0"] {
        assert!(home.load(&[], &[("database_api_version", version)]).is_ok(), "{version}");
    }
    let error = home.load(&[], &[("database_api_version", "2")]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains(&flag(Key::DatabaseApiVersion)), "{error}");
}

#[test]
fn clouds_and_the_sections_beside_them_can_be_read() {
    let text = format!("{CLOUD}  two: {{}}\ncache: {{auth: false}}\ntrove: {{format: json}}\n");
    let home = Home::new(&[("clouds.yaml", &text)]);
    let clouds = Clouds::read(&home.lookup(&[("OS_AUTH_URL", "http://k")], &[])).unwrap();
    assert_eq!(clouds.names().collect::<Vec<_>>(), ["one", "two", "envvars"]);
    let settings = home.load(&[("OS_CLOUD", "two")], &[]).unwrap();
    assert!(!settings.caches_tokens());
    assert_eq!(settings.section("trove"), Some(&json!({"format": "json"})));
}

#[test]
fn a_program_can_make_settings() {
    let keys = [("region_name", "R"), ("interface", "internal")];
    let mut settings = Settings::from_parts("own", keys, [("username", "u")], Source::Sandbox);
    settings.set_auth(Key::Password, "s3cret", Source::Given);
    assert_eq!(settings.cloud(), Some("own"));
    assert_eq!((settings.auth_type(), settings.region().as_deref()), ("password", Some("R")));
    assert_eq!(settings.interfaces("database"), ["internal"]);
    assert_eq!(settings.service_type("object-store"), "object-store");
    assert_eq!(settings.verify(), Verify::System);
    assert!(settings.caches_tokens() && settings.timeout().is_none());
}

#[test]
fn a_text_that_yaml_takes_for_another_type_is_refused_with_a_word_about_quotes() {
    for (key, value) in [
        ("password", "yes"),
        ("password", "Off"),
        ("password", "[a, b]"),
        ("password", "{pass: word}"),
        ("username", "on"),
        ("project_name", "no"),
        ("project-domain-name", "true"),
        ("tenant_name", "FALSE"),
        ("user_name", "yes"),
    ] {
        let auth = format!("{{auth_url: 'http://k/v3', username: u, {key}: {value}}}");
        for (name, text) in [
            ("clouds.yaml", format!("clouds: {{one: {{auth: {auth}}}}}\n")),
            ("secure.yaml", format!("clouds: {{one: {{auth: {auth}}}}}\n")),
        ] {
            let error = Home::new(&[(name, &text)]).load(&[], &[]).unwrap_err();
            let shown = error.to_string();
            assert!(error.kind() == ErrorKind::Usage && shown.contains("quotes"), "{shown}");
            assert!(shown.contains(name) && shown.contains(key), "{shown}");
        }
        let quoted = auth.replace(&format!(": {value}}}"), &format!(": '{value}'}}"));
        let home = Home::new(&[("clouds.yaml", &format!("clouds: {{one: {{auth: {quoted}}}}}\n"))]);
        assert!(key == "user_name" || home.load(&[], &[]).is_ok(), "{quoted}");
    }
    let json = r#"{"clouds": {"one": {"password": true, "auth": {"auth_url": "http://k"}}}}"#;
    let error = Home::new(&[("clouds.json", json)]).load(&[], &[]).unwrap_err();
    assert!(error.to_string().contains("quotes"), "{error}");
}

#[test]
fn an_auth_type_that_is_null_or_empty_counts_as_absent() {
    let load = |clouds: &str, secure: &str, env: &[(&str, &str)]| {
        let cloud = |text: &str| {
            format!("clouds: {{one: {{identity_api_version: 3, {text}, auth: {{username: u}}}}}}\n")
        };
        let home = Home::new(&[("clouds.yaml", &cloud(clouds)), ("secure.yaml", &cloud(secure))]);
        home.load(env, &[]).unwrap().auth_type().to_owned()
    };
    for empty in ["auth_type: null", "auth_type: ''", "auth_type:", "auth_type: ~"] {
        assert_eq!(load(empty, "x: y", &[]), "password", "{empty}");
        assert_eq!(load("auth_type: v3totp", empty, &[]), "v3totp", "{empty}");
        assert_eq!(load("profile: elastx", empty, &[]), "password", "{empty}");
    }
    let home = Home::new(&[]);
    let env = [("OS_AUTH_TYPE", ""), ("OS_USERNAME", "u"), ("OS_IDENTITY_API_VERSION", "3")];
    assert_eq!(home.load(&env, &[]).unwrap().auth_type(), "password");
}

#[test]
fn a_setting_without_an_option_is_refused_as_one() {
    let home = Home::new(&[]);
    assert_eq!(home.load(&[], &[("profile", "1")]).unwrap_err().kind(), ErrorKind::Usage);
}

/// Any JSON, with keys that mean something in a cloud.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|b| json!(b)),
        any::<i64>().prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        "[a-z{}%,~/-]{0,6}".prop_map(|s| json!(s)),
    ];
    let key = prop::sample::select(vec![
        "auth",
        "regions",
        "region_name",
        "name",
        "values",
        "auth_type",
        "interface",
        "insecure",
        "verify",
        "auth_url",
        "password",
        "project-name",
        "domain_id",
        "profile",
        "api_timeout",
        "x_timeout",
        "endpoint_type",
        "auth_methods",
        "identity_api_version",
        "token",
        "one",
    ]);
    leaf.prop_recursive(3, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| json!(items)),
            prop::collection::btree_map(key.clone(), inner, 0..5).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_file_causes_a_panic(cloud in anything(), secure in anything(), public in anything()) {
        let text = |value: &Value| json!({"clouds": {"one": value}}).to_string();
        let home = Home::new(&[
            ("clouds.json", &text(&cloud)),
            ("secure.json", &text(&secure)),
            ("clouds-public.json", &json!({"public-clouds": {"a": public}}).to_string()),
        ]);
        if let Ok(settings) = home.load(&[], &[]) {
            let shown = (settings.verify(), settings.timeout(), settings.interfaces("database"),
                settings.retriable_status_codes("database"), settings.missing());
            let text = format!("{settings:?}{shown:?}");
            prop_assert!(!text.is_empty());
        }
    }
}
