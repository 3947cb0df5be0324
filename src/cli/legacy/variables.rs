//! The environment variables that have another meaning for old commands than for new ones.

use crate::cli::environment::Environment;
use crate::cli::legacy::note::talks;
use std::ffi::OsString;
use std::io::Write;

/// Options, and the variables that set them: the first variable with a value counts.
const VALUES: &[(&str, &[&str])] = &[
    ("--os-username", &["OS_USERNAME", "OS_USER_NAME"]),
    ("--os-auth-type", &["OS_AUTH_TYPE", "OS_AUTH_PLUGIN"]),
    ("--os-auth-token", &["OS_AUTH_TOKEN"]),
    ("--os-auth-system", &["OS_AUTH_SYSTEM"]),
    ("--endpoint-type", &["TROVE_ENDPOINT_TYPE", "OS_ENDPOINT_TYPE"]),
    ("--service-type", &["OS_SERVICE_TYPE", "TROVE_SERVICE_TYPE"]),
    ("--tls-min-version", &["OS_TLS_MIN_VERSION"]),
];

/// Switches, and the variables that turn them on. Any value does, even `0`, except for the switch that
/// makes connections unsafe.
const SWITCHES: &[(&str, &str)] = &[
    ("--debug", "TROVECLIENT_DEBUG"),
    ("--insecure", "TROVECLIENT_INSECURE"),
    ("--json", "OS_JSON_OUTPUT"),
];

/// Returns the options that the variables stand for. The options `given` on the command line follow them.
pub(super) fn options(environment: &mut Environment<'_>, given: &[OsString]) -> Vec<OsString> {
    let mut options = Vec::new();
    let url = separate_login(environment, given);
    if let Some(url) = &url {
        // The legacy client does not read OS_INTERFACE.
        options.push("--endpoint-type=publicURL".to_owned());
        let login = if url.contains("v2.0") {
            ["--os-identity-api-version=2", "--os-auth-type=v2password"]
        } else {
            ["--os-identity-api-version=3", "--os-default-domain=default"]
        };
        options.extend(login.map(str::to_owned));
    }
    for (option, names) in VALUES {
        let value = names.iter().find_map(|name| environment.variables.get(name));
        options.extend(value.map(|value| format!("{option}={value}")));
    }
    let set = SWITCHES.iter().filter(|(switch, name)| match environment.variables.get(name) {
        Some("0" | "false" | "False") => *switch != "--insecure",
        value => value.is_some(),
    });
    options.extend(set.map(|(switch, _)| (*switch).to_owned()));
    if let Some(url) = url {
        forget_clouds(environment, url, given);
    }
    options.into_iter().map(OsString::from).collect()
}

/// Returns the address of Keystone, if a variable or an option sets it and no cloud is selected by option.
fn separate_login(environment: &Environment<'_>, given: &[OsString]) -> Option<String> {
    let value = |option: &str| {
        let at = given.iter().rposition(|arg| arg.to_string_lossy().starts_with(option))?;
        let arg = given.get(at)?.to_str()?;
        match arg.strip_prefix(option)?.strip_prefix('=') {
            Some(value) => Some(value.to_owned()),
            None => given.get(at + 1)?.to_str().map(str::to_owned),
        }
    };
    if value("--os-cloud").is_some() {
        return None;
    }
    value("--os-auth-url").or_else(|| environment.variables.get("OS_AUTH_URL").map(str::to_owned))
}

/// Makes the cloud consist of the variables alone, because the legacy client does not read clouds.yaml.
fn forget_clouds(environment: &mut Environment<'_>, url: String, given: &[OsString]) {
    if let Some(cloud) = environment.variables.get("OS_CLOUD").filter(|_| talks(environment, given))
    {
        // If the warning cannot be printed, the command still runs.
        let _ = writeln!(
            environment.err,
            "warning: OS_CLOUD='{cloud}' is ignored: old commands log in at OS_AUTH_URL"
        );
    }
    let others = environment
        .variables
        .iter()
        .filter(|(name, _)| !["OS_CLOUD", "OS_AUTH_URL"].contains(name));
    let others = others.map(|(name, value)| (name.to_owned(), value.to_owned()));
    environment.variables = others.chain([("OS_AUTH_URL".to_owned(), url)]).collect();
}
