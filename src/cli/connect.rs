//! Makes a client of the selected cloud, from options, environment and files.

use crate::api::Client;
use crate::auth::TokenCache;
use crate::cli::environment::Environment;
use crate::cli::global_options::GlobalOptions;
use crate::cli::prompt::terminal_prompter::TerminalPrompter;
use crate::cli::report::config_hints::unused;
use crate::config::{Clouds, Key, Lookup, Settings};
use crate::http::Timings;
use crate::{ConfigHint, Error, Hint};
use anyhow::Result;
use std::sync::Arc;

#[cfg(feature = "sandbox")]
use crate::cli::builtin_cloud::Local;

/// Returns the places where settings are looked up.
pub(super) fn lookup(options: &GlobalOptions, environment: &Environment<'_>) -> Lookup {
    Lookup {
        env: environment.variables.clone(),
        options: options.cloud().clone(),
        cwd: environment.cwd.clone(),
        network: environment.transport.clone(),
    }
}

/// Reads the settings of the selected cloud. Nothing is asked, and nothing is sent except to fetch the
/// profile of a vendor.
pub(super) fn settings(
    options: &GlobalOptions,
    environment: &mut Environment<'_>,
) -> Result<Settings> {
    let lookup = lookup(options, environment);
    #[cfg(feature = "sandbox")]
    if let Some(local) = Local::start(&lookup, environment)? {
        environment.sandbox = Some(local.server);
        return Ok(local.settings);
    }
    let clouds = Clouds::read(&lookup)?;
    let loaded = Settings::from_clouds(&lookup, &clouds);
    // A file that was skipped may be why there are no settings.
    let warnings = loaded.as_ref().map_or(clouds.warnings(), Settings::warnings);
    for warning in warnings {
        log::warn!("{warning}");
    }
    let is_told =
        |error: &Error| matches!(error.hint(), Some(Hint::Config(ConfigHint::Unused { .. })));
    if !loaded.as_ref().is_err_and(is_told) {
        warn_of_unused_files(&clouds);
    }
    let mut settings = loaded?;
    options.legacy().apply(&mut settings);
    note_secrets(&settings, environment);
    Ok(settings)
}

/// Has standard error repeat no secret of these settings.
fn note_secrets(settings: &Settings, environment: &Environment<'_>) {
    for (name, setting) in settings.iter() {
        if let Some(value) = setting.value.as_str() {
            environment.secrets.note_named(&name, value);
        }
    }
}

/// Warns of the files that are not used although they might be meant.
pub(super) fn warn_of_unused_files(clouds: &Clouds) {
    for file in clouds.unused_files().iter().filter(|file| file.is_remarkable()) {
        log::warn!("{file} ({})", unused(std::slice::from_ref(file)));
    }
}

/// Makes a client of the selected cloud, and asks for the password if it is missing.
pub(super) fn connect(
    options: &GlobalOptions,
    timings: &Timings,
    environment: &mut Environment<'_>,
) -> Result<Client> {
    let mut settings = settings(options, environment)?;
    for remark in settings.deprecations() {
        log::info!("{remark}");
    }
    if log::log_enabled!(log::Level::Info) {
        for (key, setting) in settings.iter() {
            log::info!("{key} from {}", setting.source);
        }
    }
    complete(&mut settings, environment)?;
    let cache = cache(options, &settings, environment);
    client(settings, cache, timings, environment)
}

/// The cache of tokens on disk, unless an option or the settings turn it off.
pub(super) fn cache(
    options: &GlobalOptions,
    settings: &Settings,
    environment: &Environment<'_>,
) -> Option<TokenCache> {
    let keep = options.use_cache() && settings.caches_tokens();
    keep.then(|| TokenCache::for_user(&environment.variables)).flatten()
}

/// Makes a client with these settings. Without a `cache` the client always logs in.
pub(super) fn client(
    settings: Settings,
    cache: Option<TokenCache>,
    timings: &Timings,
    environment: &Environment<'_>,
) -> Result<Client> {
    let mut client = Client::builder(settings)
        .clock(environment.clock.clone())
        .timings(timings.clone())
        .secrets(environment.secrets.clone())
        .prompter(Arc::new(prompter(environment)));
    // The sandbox has another address each time, so a token kept on disk would never be found
    // again; and no proxy leads to it.
    #[cfg(feature = "sandbox")]
    if environment.sandbox.is_some() {
        return Ok(client.build()?);
    }
    client = client.env(environment.variables.clone()).cache(cache);
    if let Some(transport) = &environment.transport {
        client = client.transport(transport.clone());
    }
    Ok(client.build()?)
}

fn prompter(environment: &Environment<'_>) -> TerminalPrompter {
    TerminalPrompter { answers: environment.terminals.stdin }
}

/// Gets the password from its file or program, or else asks for it.
pub(super) fn complete(settings: &mut Settings, environment: &Environment<'_>) -> Result<()> {
    settings.fetch_password(environment.terminals.stdin, environment.terminals.err)?;
    prompter(environment).complete(settings)?;
    // The others have been noted with the settings.
    for key in [Key::Password, Key::Passcode] {
        if let Some(secret) = settings.auth_text(key) {
            environment.secrets.note(&secret);
        }
    }
    Ok(())
}
