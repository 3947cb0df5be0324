//! `trove config doctor`: from the files to the service, each step, and what to do where it fails.

mod cloud;
mod findings;
mod network;

use crate::api::client_options;
use crate::cli::commands::config::doctor::findings::{Findings, LIST};
use crate::cli::commands::config::doctor::network::Path;
use crate::cli::context::Cx;
use crate::cli::report::config_hints::cloud_note;
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
                    findings.skipped(check, "there are no settings");
                }
            }
        }
        let code = findings.code;
        view.rows(cx, findings.rows)?;
        cx.raise_exit_code(code.unwrap_or(0));
        Ok(())
    }
}

/// The settings, each of them a finding.
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
            findings.warning("Cloud", "none is selected", &why);
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
        findings.warning("Warning", warning, "correct it in the file, or in the variables");
    }
    for remark in settings.deprecations() {
        findings.warning("Remark", remark, "other clients will not take it for ever");
    }
    Some(settings)
}

fn files(lookup: &Lookup, findings: &mut Findings) {
    // What is wrong with them is told where the settings are made of them.
    let Ok(clouds) = Clouds::read(lookup) else { return };
    let mut some = false;
    for file in clouds.files() {
        some = true;
        findings.ok("File", file.display().to_string());
    }
    if !some {
        findings.skipped("File", "there is no clouds.yaml");
    }
    for warning in clouds.warnings() {
        findings.warning("File", warning, "correct the file, or remove it");
    }
}

/// The way to Keystone, the login, and the way to the service.
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
    // A password that cannot be had is a login that fails.
    let login = cx.complete(&mut settings).and_then(|()| cx.fresh_client(settings));
    match login {
        Ok(client) => cloud::service(&client, keystone, &path, findings),
        Err(error) => {
            findings.failed("Login", own(error));
            findings.no_token();
        }
    }
}

/// An error as the library has them, which is what all of them are.
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
