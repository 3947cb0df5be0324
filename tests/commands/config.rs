//! `trove config`, and passwords in files and from programs.

use crate::support::cloud::{AUTH_URL, Cloud, Ran};
use serde_json::{Value, json};
use tempfile::TempDir;
use troveclient::sandbox::seed::DEMO;

/// A user with these files in a home directory.
struct User {
    cloud: Cloud,
    home: TempDir,
}

impl User {
    fn with(files: &[(&str, &str)]) -> Self {
        let user = Self { cloud: Cloud::new(), home: TempDir::new().unwrap() };
        for (name, text) in files {
            let path = user.home.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        user
    }

    fn path(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, line: &str) -> Ran {
        self.run_as(&[], line)
    }

    fn run_as(&self, variables: &[(&str, &str)], line: &str) -> Ran {
        self.cloud.run_at(self.home.path(), variables, line)
    }

    /// The results of the doctor, by check.
    fn doctor(&self, variables: &[(&str, &str)], options: &str) -> (u8, Vec<Value>) {
        let ran = self.run_as(variables, &format!("{options} config doctor -f json"));
        let rows: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
        (ran.code, rows)
    }
}

#[track_caller]
fn finding<'r>(rows: &'r [Value], check: &str) -> &'r Value {
    let row = rows.iter().find(|row| row["Check"] == check);
    assert!(row.is_some(), "no {check} in {rows:?}");
    row.unwrap()
}

fn clouds(more: &str) -> String {
    format!(
        "clouds:\n  one:\n    region_name: RegionOne\n    auth: {{auth_url: '{AUTH_URL}', username: demo, \
         project_name: demo, user_domain_name: Default, project_domain_name: Default}}\n{more}"
    )
}

const PASSWORD: &str = "clouds: {one: {auth: {password: demo}}}\n";

#[test]
fn list_shows_every_cloud_and_its_file() {
    let two = "  two: {profile: elastx}\n";
    let user =
        User::with(&[("clouds.yaml", &clouds(two)), (".config/openstack/secure.yaml", PASSWORD)]);
    let list = |variables: &[(&str, &str)]| -> Vec<Value> {
        let ran = user.run_as(variables, "config list -f json");
        ran.asked.is_empty().then(|| serde_json::from_str(&ran.out).unwrap()).unwrap()
    };
    let rows = list(&[("OS_CLOUD", "two")]);
    let (file, secure) = (user.path("clouds.yaml"), user.path(".config/openstack/secure.yaml"));
    assert_eq!(
        rows,
        [
            json!({"Name": "one", "Selected": false, "File": format!("{file}, {secure}"), "Profile": "", "Auth URL": AUTH_URL}),
            json!({"Name": "two", "Selected": true, "File": file, "Profile": "elastx", "Auth URL": ""}),
            json!({"Name": "sandbox", "Selected": false, "File": "built in", "Profile": "", "Auth URL": ""}),
            json!({"Name": "sandbox-admin", "Selected": false, "File": "built in", "Profile": "", "Auth URL": ""}),
        ]
    );
    let rows = list(&[("OS_AUTH_URL", "http://me:s3cret@k/v3")]);
    assert_eq!((&rows[2]["Name"], &rows[2]["Selected"]), (&json!("envvars"), &json!(true)));
    assert_eq!(
        (&rows[2]["File"], &rows[2]["Auth URL"]),
        (&json!("environment"), &json!("http://me:***@k/v3"))
    );
    let selected = |rows: &[Value]| rows.iter().filter(|row| row["Selected"] == true).count();
    assert_eq!(selected(&list(&[])), 0);
    assert_eq!(selected(&list(&[("OS_CLOUD", "sandbox")])), 1);
}

#[test]
fn show_prints_secrets_only_if_asked() {
    let user = User::with(&[("clouds.yaml", &clouds("")), ("secure.yaml", PASSWORD)]);
    let shown: Value = serde_json::from_str(&user.run("config show -f json").out).unwrap();
    assert_eq!(shown["auth"]["password"], "***");
    assert_eq!((&shown["cloud"], &shown["verify"]), (&json!("one"), &json!(true)));
    assert_eq!(shown["database"]["service_type"], "database");
    assert_eq!(
        (&shown["config_file"], &shown["secure_file"]),
        (&json!(user.path("clouds.yaml")), &json!(user.path("secure.yaml")))
    );
    let ran = user.run("config show -f json --show-secrets");
    let secrets: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &secrets["auth"]["password"]), (0, &json!("demo")));
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../data/config_cases.json")).unwrap();
    for key in cases[0]["observed"]["ok"].as_object().unwrap().keys() {
        assert!(secrets.get(key).is_some(), "{key}");
    }
    user.run("config show -c nothing").failed(2, "error: ");
}

#[test]
fn show_names_what_is_missing() {
    let user = User::with(&[("clouds.yaml", &clouds("  two: {}\n"))]);
    let ran = user.run("config show -f json --os-cloud one");
    assert_eq!(ran.code, 2);
    assert!(
        ran.out.contains("\"username\": \"demo\"") && ran.err.contains("needs password"),
        "{ran:?}"
    );
    let ran = user.run("config show");
    assert!(ran.code == 2 && ran.err.contains("--os-cloud one|two"), "{ran:?}");
    user.run("--os-cloud three config show").failed(2, "cloud 'three' was not found");
}

#[test]
fn a_profile_is_fetched_from_its_url_and_an_invalid_one_is_an_error() {
    let published = json!({"name": "own", "profile": {"interface": "internal", "auth": {"auth_url": AUTH_URL}}});
    let file = "clouds: {one: {profile: 'https://cloud.example/', auth: {username: demo, password: demo, project_name: demo}}}\n";
    let user = User::with(&[("clouds.yaml", file)]);
    // The sandbox is not a vendor.
    user.run("config show")
        .failed(2, "the profile 'https://cloud.example/' could not be fetched: HTTP 404");
    let vendor = Cloud::answering(move |line| {
        let asked = line == "GET https://cloud.example/.well-known/openstack/api";
        asked.then(|| (200, published.clone()))
    });
    let ran = vendor.run_at(user.home.path(), &[], "config show -f json");
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&shown["interface"], &shown["auth"]["auth_url"]),
        (&json!("internal"), &json!(AUTH_URL))
    );
}

#[test]
fn the_doctor_checks_each_step_from_the_files_to_the_service() {
    let user = User::with(&[("clouds.yaml", &clouds("")), ("secure.yaml", PASSWORD)]);
    let (code, rows) = user.doctor(&[], "");
    assert_eq!(code, 0, "{rows:?}");
    let detail = |check: &str| finding(&rows, check)["Detail"].as_str().unwrap();
    assert_eq!(detail("File"), user.path("clouds.yaml"));
    assert_eq!(
        detail("Setting auth.username"),
        format!("demo, from clouds.yaml ({})", user.path("clouds.yaml"))
    );
    assert!(detail("Setting auth.password").starts_with("***, from secure.yaml ("));
    assert_eq!(finding(&rows, "Keystone: TCP")["Result"], "skipped");
    assert!(detail("Keystone").starts_with("v3.14 (stable) at "));
    assert_eq!(detail("Login"), "demo in project demo, with the roles member, reader, for 1h");
    assert_eq!(detail("Catalog"), "database, identity, object-store");
    assert!(detail("Endpoint").ends_with(DEMO.project_id));
    assert!(detail("Trove").starts_with("max_instances 100, "));
    assert!(rows.iter().all(|row| row["Result"] != "failed"));
    // It always logs in, and caches no token.
    assert!(!user.home.path().join(".cache").exists());
}

/// The exit code, the first failed check, its detail, and its hint.
type Failure = (u8, &'static str, &'static str, &'static str);

#[track_caller]
fn assert_fails(variables: &[(&str, &str)], options: &str, failure: Failure) {
    let user = User::with(&[("clouds.yaml", &clouds("")), ("secure.yaml", PASSWORD)]);
    let variables = [&[("OS_CLOUD", "one")], variables].concat();
    let (ended, rows) = user.doctor(&variables, options);
    let first = rows.iter().find(|row| row["Result"] == "failed").unwrap();
    let (code, check, detail, hint) = failure;
    assert_eq!((ended, first["Check"].as_str().unwrap()), (code, check), "{first}");
    assert!(first["Detail"].as_str().unwrap().contains(detail), "{first}");
    assert!(first["Hint"].as_str().unwrap().contains(hint), "{first}");
    // The later checks are skipped, and no secret is shown.
    let last = rows.last().unwrap();
    assert_eq!((&last["Check"], &last["Result"]), (&json!("Trove"), &json!("skipped")), "{rows:?}");
    assert!(!format!("{rows:?}").contains("s3cret"));
}

#[test]
fn the_doctor_names_wrong_settings_and_the_remedy() {
    for (name, value, failure) in [
        ("OS_AUTH_TYPE", "nope", (2, "Settings", "no auth type 'nope'", "the auth types are")),
        ("OS_CLOUD", "three", (2, "Settings", "'three' was not found", "the clouds are: one")),
        ("OS_AUTH_URL", "keystone", (2, "Keystone", "not a URL", "is --os-auth-url correct?")),
        ("OS_REGION_NAME", "R", (2, "Settings", "has no region 'R'", "the regions are")),
    ] {
        assert_fails(&[(name, value)], "", failure);
    }
}

#[test]
fn the_doctor_names_problems_of_the_cloud_and_the_remedy() {
    let login = (4, "Login", "HTTP 401", "password (from OS_PASSWORD)");
    assert_fails(&[("OS_PASSWORD", "s3cret")], "", login);
    let keystone = (2, "Keystone", "HTTP 404", "It usually ends in /v3");
    assert_fails(&[("OS_AUTH_URL", "http://sandbox/nope")], "", keystone);
    let endpoint = (2, "Endpoint", "no public endpoint", "it has database");
    assert_fails(&[], "--service-type nothing", endpoint);
    let endpoint = (2, "Endpoint", "no admin endpoint", "it has database");
    assert_fails(&[], "--os-interface admin --service-type x", endpoint);
}

#[test]
fn the_doctor_reports_a_service_that_refuses() {
    let cloud = Cloud::answering(|line| {
        (line == "GET /limits").then(|| (403, json!({"forbidden": {"message": "no", "code": 403}})))
    });
    let home = TempDir::new().unwrap();
    let ran = cloud.run_at(home.path(), &Cloud::login(&DEMO), "config doctor -f json");
    let rows: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &finding(&rows, "Trove")["Result"]), (4, &json!("failed")));
}

#[test]
fn the_doctor_checks_logins_without_keystone_or_password() {
    let user = User::with(&[("clouds.yaml", &clouds(""))]);
    let (code, rows) = user.doctor(&[], "");
    assert_eq!((code, &finding(&rows, "Login")["Result"]), (2, &json!("failed")));
    assert_eq!(finding(&rows, "Keystone")["Result"], "ok");
    let login = Cloud::login(&DEMO);
    let ran = user.run_as(&login, "auth token -f value -c id");
    let endpoint = format!("http://sandbox/v1.0/{}", DEMO.project_id);
    let env =
        [("OS_AUTH_TYPE", "admin_token"), ("OS_TOKEN", ran.out.trim()), ("OS_ENDPOINT", &endpoint)];
    let (code, rows) = user.doctor(&env, "");
    assert_eq!((code, &finding(&rows, "Keystone")["Result"]), (0, &json!("skipped")), "{rows:?}");
    assert_eq!(finding(&rows, "Trove")["Result"], "ok");
}

#[test]
fn the_doctor_shows_warnings_about_the_files() {
    let odd = "    external_network: e\n    cacert: /ca.pem\n    verify: false\n";
    let user = User::with(&[
        ("clouds.yaml", "clouds: ["),
        ("clouds.yml", &clouds(odd)),
        ("secure.yaml", PASSWORD),
    ]);
    let (code, rows) = user.doctor(&[], "");
    let told = |check: &str, text: &str| {
        rows.iter()
            .any(|row| row["Check"] == check && row["Detail"].as_str().unwrap().contains(text))
    };
    assert!(told("File", "is not used: "), "{rows:?}");
    assert!(told("Warning", "certificates are not checked"), "{rows:?}");
    assert!(told("Remark", "'external_network' is deprecated"), "{rows:?}");
    assert_eq!(code, 0);
    let nothing = User::with(&[]);
    let (code, rows) = nothing.doctor(&[], "");
    assert_eq!((code, &finding(&rows, "File")["Detail"]), (2, &json!("no clouds.yaml")));
    let several = User::with(&[("clouds.yaml", &clouds("  two: {}\n"))]);
    let (code, rows) = several.doctor(&[], "");
    assert_eq!(code, 2);
    assert!(finding(&rows, "Cloud")["Hint"].as_str().unwrap().contains("--os-cloud one|two"));
}

#[test]
fn a_password_can_be_in_a_file() {
    let user = User::with(&[("clouds.yaml", &clouds("")), ("pw", "demo\nnot this\n")]);
    let file = user.path("pw");
    let ran = user.run_as(&[("OS_PASSWORD_FILE", &file)], "instance list -f json");
    assert_eq!((ran.code, ran.out.as_str()), (0, "[]\n"), "{}", ran.err);
    let ran = user.run(&format!("--os-password-file {file} instance list"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    // A password takes precedence over a password file.
    let both = [("OS_PASSWORD_FILE", file.as_str()), ("OS_PASSWORD", "wrong"), ("OS_CLOUD", "one")];
    user.run_as(&both, "instance list").failed(4, "HTTP 401");
    let missing = [("OS_PASSWORD_FILE", "/nonexistent/pw")];
    user.run_as(&missing, "instance list").failed(2, "no password in the file '/nonexistent/pw'");
}

#[test]
#[cfg(unix)]
fn a_program_can_know_the_password() {
    for command in ["'echo demo'", "[echo, demo]"] {
        let file = clouds(&format!("    password_command: {command}\n"));
        let user = User::with(&[(".config/openstack/clouds.yaml", &file)]);
        let ran = user.run("instance list -f json");
        assert_eq!((ran.code, ran.out.as_str()), (0, "[]\n"), "{}", ran.err);
        let (code, rows) = user.doctor(&[], "");
        assert_eq!(code, 0, "{rows:?}");
        // The command that prints a password is hidden like a password.
        assert!(
            finding(&rows, "Setting password_command")["Detail"]
                .as_str()
                .unwrap()
                .starts_with("***, ")
        );
    }
    let file = clouds("    password_command: 'echo demo >&2; exit 1'\n");
    let ran = User::with(&[(".config/openstack/clouds.yaml", &file)]);
    ran.run("instance list").failed(2, "gave no password: exit status: 1");
}

#[test]
#[cfg(unix)]
fn a_file_in_the_current_directory_names_a_program_only_if_it_is_named_or_trusted() {
    let file = clouds("    password_command: echo demo\n");
    let secret = "clouds: {one: {password_file: pw}}\n";
    for (name, text, variable, rest) in [
        ("clouds.yaml", file.as_str(), "OS_CLIENT_CONFIG_FILE", ("x", "")),
        ("secure.yaml", secret, "OS_CLIENT_SECURE_FILE", ("clouds.yaml", &*clouds(""))),
    ] {
        let user = User::with(&[(name, text), rest, ("pw", "demo\n")]);
        let password = user.path("pw");
        let text = text.replace("password_file: pw", &format!("password_file: '{password}'"));
        std::fs::write(user.path(name), &text).unwrap();
        let refused = || {
            let ran = user.run("instance list");
            ran.failed(2, "the file was found in the current directory");
            let hint = user.run("instance list").err;
            let way_out = format!("'trove config trust {}'", user.path(name));
            assert!(hint.contains(&way_out) && hint.contains(variable), "{hint}");
            let (code, rows) = user.doctor(&[], "");
            assert_eq!((code, &finding(&rows, "Login")["Result"]), (2, &json!("failed")));
        };
        let works = |variables: &[(&str, &str)]| {
            let ran = user.run_as(variables, "instance list -f json");
            assert_eq!((ran.code, ran.out.as_str()), (0, "[]\n"), "{}", ran.err);
        };
        refused();
        works(&[(variable, &user.path(name))]);
        works(&[(variable, name)]);
        let ran = user.run(&format!("config trust {name}"));
        assert!(ran.code == 0 && ran.err.contains("is trusted until it changes"), "{ran:?}");
        works(&[]);
        std::fs::write(user.path(name), format!("{text}# changed\n")).unwrap();
        refused();
        // Without names, all files of the current directory are meant.
        assert_eq!(user.run("config trust").code, 0);
        works(&[]);
        user.run("config trust --withdraw");
        refused();
    }
}

#[test]
#[cfg(unix)]
fn trusted_files_are_listed_with_their_state() {
    let user = User::with(&[("clouds.yaml", &clouds("")), ("clouds-public.yaml", "{}")]);
    let list = || -> Vec<Value> {
        serde_json::from_str(&user.run("config trust --list -f json").out).unwrap()
    };
    assert_eq!(list(), [json!(null); 0]);
    user.run("config trust");
    let row = |name: &str, state: &str| json!({"File": user.path(name), "State": state});
    let [clouds, public] = ["clouds.yaml", "clouds-public.yaml"];
    assert_eq!(list(), [row(public, "trusted"), row(clouds, "trusted")]);
    std::fs::write(user.path(clouds), "clouds: {}\n").unwrap();
    std::fs::remove_file(user.path(public)).unwrap();
    assert_eq!(list(), [row(public, "gone"), row(clouds, "changed")]);
    let ran = user.run("config trust --withdraw");
    assert!(ran.err.contains("clouds-public.yaml' is no longer trusted"), "{ran:?}");
    assert_eq!(list(), [json!(null); 0]);
    user.run("config trust none.yaml").failed(2, "there is no file '");
    user.run("config trust .").failed(2, "it is a directory");
    let nothing = User::with(&[]);
    nothing.run("config trust").failed(2, "no configuration file in the current directory");
}

#[test]
fn a_file_that_cannot_be_used_is_told_of_wherever_settings_are_shown() {
    let user = User::with(&[("clouds.yaml", "clouds: ["), (".config/openstack/clouds.yaml", "")]);
    let [broken, empty] = ["clouds.yaml", ".config/openstack/clouds.yaml"].map(|f| user.path(f));
    let (_, rows) = user.doctor(&[], "");
    for (file, hint) in [(&broken, "needs quotes"), (&empty, "below the key 'clouds'")] {
        let fact = format!("'{file}' is ");
        let row = rows.iter().find(|row| row["Detail"].as_str().unwrap().contains(&fact)).unwrap();
        assert_eq!(row["Check"], "File");
        assert!(row["Hint"].as_str().unwrap().contains(hint), "{row}");
    }
    for line in ["config show", "instance list"] {
        let ran = user.run(line);
        assert!(ran.err.contains(&broken), "{line}: {ran:?}");
        assert!(!ran.err.contains("no clouds.yaml"), "{line}: {ran:?}");
    }
    for line in ["config show", "instance list", "--os-cloud one instance list"] {
        let ran = user.run(line);
        assert!(ran.code == 2 && ran.err.contains(&format!("'{empty}' is empty")), "{ran:?}");
    }
}

/// Keys of secrets that no auth type takes, or that this one does not.
const SECRET_KEYS: &[&str] = &[
    "api_key",
    "apiKey",
    "api-key",
    "passwd",
    "pass",
    "passphrase",
    "private_key",
    "client_secret",
    "client-secret",
    "otp",
    "secret",
    "access_key",
    "accessKey",
    "credential",
    "credentials",
    "pin",
    "auth_code",
    "refresh_token",
    "x-auth-signature",
    "Authorization",
    "cookie",
];

/// Keys that tell no secret, though their names are like those of secrets.
const PUBLIC_KEYS: &[&str] = &[
    "access_key_id",
    "secret_ref",
    "token_endpoint",
    "public_key",
    "keystone",
    "bypass",
    "password_policy_file",
    "ssl_key_path",
    "mapping",
];

#[test]
fn no_command_shows_a_secret_of_a_cloud_and_all_show_the_rest() {
    let mut more = String::from("    key: /etc/client.key\n");
    let mut secrets = vec!["pem-s3cret".to_owned()];
    more.push_str("    inline: {key: \"-----BEGIN PRIVATE KEY-----\\npem-s3cret\\n\"}\n");
    for (n, key) in SECRET_KEYS.iter().enumerate() {
        let values =
            ["top", "below", "listed", "braced"].map(|place| format!("s3cret-{place}-{n}"));
        let [top, below, listed, braced] = &values;
        more.push_str(&format!(
            "    {key}: {top}\n    own{n}: {{deeper: [{{{key}: {below}}}], {key}: {{any: [{listed}, '{{{braced}}}']}}}}\n"
        ));
        secrets.extend(values);
    }
    for key in PUBLIC_KEYS {
        more.push_str(&format!("    {key}: shown-{key}\n"));
    }
    let user = User::with(&[("clouds.yaml", &clouds(&more)), ("secure.yaml", PASSWORD)]);
    for line in [
        "config list",
        "config show",
        "config show -f json",
        "config show -f yaml",
        "config doctor",
        "config doctor -f json",
        "auth status",
        "--os-region-name nowhere config doctor",
        "--os-cloud two config show",
    ] {
        let ran = user.run(line);
        for secret in &secrets {
            assert!(
                !ran.out.contains(secret) && !ran.err.contains(secret),
                "{line}: {secret} in {ran:?}"
            );
        }
    }
    let (code, rows) = user.doctor(&[], "");
    assert_eq!(code, 0, "{rows:?}");
    let detail = |check: String| finding(&rows, &check)["Detail"].as_str().unwrap().to_owned();
    for key in SECRET_KEYS {
        let key = key.replace('-', "_");
        assert!(detail(format!("Setting {key}")).starts_with("***, from "), "{key}");
    }
    for key in PUBLIC_KEYS {
        assert!(detail(format!("Setting {key}")).starts_with(&format!("shown-{key}, ")), "{key}");
    }
    assert!(detail("Setting key".into()).starts_with("/etc/client.key, "));
}

#[test]
fn an_error_about_a_secret_does_not_show_it() {
    let keys = SECRET_KEYS.iter().chain(&["token", "passcode", "authorization_code"]);
    for key in keys {
        let below = clouds("")
            .replace("project_name: demo,", &format!("project_name: demo, {key}: s3cret-{{x}},"));
        let user = User::with(&[("clouds.yaml", &below), ("secure.yaml", PASSWORD)]);
        for line in ["config list", "config show", "config doctor -f json", "instance list"] {
            let ran = user.run(line);
            assert_eq!(ran.code, if line == "config list" { 0 } else { 2 }, "{key}: {ran:?}");
            assert!(!ran.out.contains("s3cret") && !ran.err.contains("s3cret"), "{key}: {ran:?}");
        }
    }
    let url = clouds("").replace(AUTH_URL, "demo:s3cret@keystone:5000/v3");
    let user = User::with(&[("clouds.yaml", &url), ("secure.yaml", PASSWORD)]);
    for line in ["config list", "config show", "config doctor -f json", "instance list"] {
        let ran = user.run(line);
        assert!(!ran.out.contains("s3cret") && !ran.err.contains("s3cret"), "{ran:?}");
    }
}
