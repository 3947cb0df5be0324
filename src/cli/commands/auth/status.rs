//! `trove auth status`

use crate::auth::{Session, Token};
use crate::cli::commands::auth::timestamp::to_the_second;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::config::{Key, Setting};
use crate::error::human;
use crate::http::redact;
use crate::json::Object;
use crate::output::Fields;
use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use std::time::SystemTime;

const SHOW: Fields = Fields::new(&[
    "cloud",
    "auth_type",
    "auth_url",
    "user",
    "user_id",
    "user_domain",
    "project",
    "project_id",
    "project_domain",
    "domain",
    "system",
    "roles",
    "expires",
    "expires_in",
    "kept",
    "region",
    "interface",
    "endpoint",
    "sources",
]);

#[derive(Debug, Args)]
pub(crate) struct Status {}

impl Run for Status {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let now = cx.environment().clock.now();
        view.print(cx, status(client.session(), now)?)
    }
}

fn status(session: &Session, now: SystemTime) -> crate::Result<Object> {
    let settings = session.settings();
    // Looked up before the login, which stores a token.
    let kept = session.cached_token().is_some();
    let token = session.login()?;
    let mut fields = Object::new();
    let mut add = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    add("cloud", json!(settings.cloud()));
    add("auth_type", json!(settings.auth_type()));
    let auth_url = settings.auth(Key::AuthUrl).and_then(Setting::text);
    add("auth_url", json!(auth_url.map(|url| redact::url(&url))));
    if let Some(token) = &token {
        identity(token, &mut add);
        add("expires", json!(to_the_second(token.expires())));
        let left = token.expires().duration_since(now).unwrap_or_default();
        add("expires_in", json!(human(left)));
        add("kept", json!(kept));
    }
    add("region", json!(settings.service_region("database")));
    add("interface", json!(settings.interfaces("database").join(", ")));
    // A login without an endpoint of the service is still a login.
    let endpoint = session.endpoint("database").map(|url| redact::url(url.as_str()));
    add("endpoint", endpoint.map_or_else(|error| json!(format!("none: {error}")), Value::from));
    let sources = settings.iter().map(|(key, setting)| (key, setting.source.to_string().into()));
    add("sources", Value::Object(sources.collect()));
    Ok(fields)
}

/// Adds the user, the scope and the roles of the token.
fn identity(token: &Token, add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let domain = |object: &str| {
        let domain = token.body().get(object)?.get("domain")?;
        domain.get("name").or_else(|| domain.get("id")).cloned()
    };
    for (object, fields) in [
        ("user", ["user", "user_id", "user_domain"]),
        ("project", ["project", "project_id", "project_domain"]),
    ] {
        let [name, id, home] = fields;
        add(name, json!(token.text(object, "name")));
        add(id, json!(token.text(object, "id")));
        add(home, json!(domain(object)));
    }
    if let Some(domain) = token.text("domain", "name").or_else(|| token.text("domain", "id")) {
        add("domain", json!(domain));
    }
    if token.body().contains_key("system") {
        add("system", json!("all"));
    }
    add("roles", json!(token.roles().collect::<Vec<_>>()));
}
