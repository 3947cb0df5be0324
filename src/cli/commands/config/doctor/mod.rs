//! `trove config doctor`: checks each step from the files to the service, with hints for failures.

mod cloud;
mod findings;
mod network;

use crate::api::client_options;
use crate::cli::commands::config::doctor::findings::{Findings, LIST};
use crate::cli::commands::config::doctor::network::Path;
use crate::cli::context::Cx;
use crate::cli::report::config_hints::{cloud_note, unused};
use crate::cli::run::Run;
use crate::config::{Clouds, Lookup, Settings};
use crate::http::{Client as Network, Transport};
use anyhow::Result;
use clap::Args;
use serde_json::Value;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(crate) struct Doctor {}

impl Run for Doctor {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let mut findings = Findings::default();
        match settings(cx, &mut findings) {
            Some(settings) => examine(settings, cx, &mut findings),
            None => {
                for check in ["Keystone", "Login", "Catalog", "Trove"] {
                    findings.skipped(check, "no settings");
                }
            }
        }
        let code = findings.code;
        view.rows(cx, findings.rows)?;
        cx.raise_exit_code(code.unwrap_or(0));
        Ok(())
    }
}

/// Reads the settings, and adds a finding for each.
fn settings(cx: &mut Cx<'_>, findings: &mut Findings) -> Option<Settings> {
    let lookup = cx.lookup();
    files(&lookup, findings);
    let settings = match cx.settings() {
        Ok(settings) => settings,
        Err(error) => {
            findings.failed("Settings", own(error));
            return None;
        }
    };
    match settings.cloud() {
        Some(name) => findings.ok("Cloud", name),
        None => {
            let why = settings.cloud_note().map(cloud_note).unwrap_or_default();
            findings.warning("Cloud", "no cloud is selected", &why);
        }
    }
    for (key, setting) in settings.iter() {
        let value = match Settings::redacted(&key, &setting.value) {
            Value::String(text) if text.is_empty() => continue,
            Value::String(text) => text,
            Value::Null => continue,
            Value::Array(items) if items.is_empty() => continue,
            other => other.to_string(),
        };
        findings.ok(&format!("Setting {key}"), format!("{value}, from {}", setting.source));
    }
    for warning in settings.warnings() {
        findings.warning("Warning", warning, "correct the file or the variable");
    }
    for remark in settings.deprecations() {
        findings.warning("Remark", remark, "other clients may drop support for it");
    }
    Some(settings)
}

fn files(lookup: &Lookup, findings: &mut Findings) {
    // `settings` reports the error.
    let Ok(clouds) = Clouds::read(lookup) else { return };
    let mut some = false;
    for file in clouds.files() {
        some = true;
        findings.ok("File", file.display().to_string());
    }
    for file in clouds.unused_files() {
        let hint = unused(std::slice::from_ref(file));
        findings.warning("File", file.to_string(), &hint);
    }
    if !some && clouds.unused_files().is_empty() {
        findings.skipped("File", "no clouds.yaml");
    }
    for warning in clouds.warnings() {
        findings.warning("File", warning, "correct the file, or remove it");
    }
}

/// Checks the connection to Keystone, the login, and the connection to the service.
fn examine(mut settings: Settings, cx: &mut Cx<'_>, findings: &mut Findings) {
    let options = client_options(&settings, &cx.environment_ref().variables);
    let transport: Arc<dyn Transport> = match &cx.environment_ref().transport {
        Some(transport) => transport.clone(),
        None => Arc::new(Network::new(options.clone())),
    };
    // Only the real network has names and addresses.
    let real = cx.environment_ref().transport.is_none() || in_sandbox(cx);
    let path = Path { options: &options, now: cx.environment_ref().clock.now(), real };
    let keystone = cloud::keystone(&settings, &path, &*transport, findings);
    if !keystone.reached {
        findings.skipped("Login", "Keystone cannot be reached");
        findings.no_token();
        return;
    }
    // A missing password is a failed login.
    let login = cx.complete(&mut settings).and_then(|()| cx.fresh_client(settings));
    match login {
        Ok(client) => cloud::service(&client, keystone, &path, findings),
        Err(error) => {
            findings.failed("Login", own(error));
            findings.no_token();
        }
    }
}

/// Returns the error of the library, which every error here is.
fn own(error: anyhow::Error) -> crate::Error {
    error.downcast().unwrap_or_else(|other| crate::Error::config(other.to_string()))
}

#[cfg(feature = "sandbox")]
fn in_sandbox(cx: &Cx<'_>) -> bool {
    cx.environment_ref().sandbox.is_some()
}

#[cfg(not(feature = "sandbox"))]
fn in_sandbox(_: &Cx<'_>) -> bool {
    false
}
