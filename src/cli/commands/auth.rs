//! `trove auth`: who one is to the cloud, and the token that says so.

use crate::Error;
use crate::api::Client;
use crate::auth::{Session, Token, TokenCache};
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use crate::config::Setting;
use crate::error::human;
use crate::http::redact;
use crate::json::Object;
use crate::output::{Column, Tabular};
use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::SystemTime;

commands! {
    pub(crate) enum Command {
        /// Show who one is, where, with which roles, how long, and by which settings
        Status(Status),
        /// Show the token itself, to hand it to other programs
        Token(Issue),
        /// Forget the token that is kept on disk
        Logout(Logout),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Status {}

struct Login;

impl Tabular for Login {
    const COLUMNS: &'static [Column] = &[];
    const FIELDS: &'static [&'static str] = &[
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
    ];
}

impl Run for Status {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_change::<Login>()?;
        let client = cx.client()?;
        let now = cx.world().clock.now();
        cx.show::<Login>(|| status(client.session(), now))
    }
}

fn status(session: &Session, now: SystemTime) -> crate::Result<Object> {
    let settings = session.settings();
    // Before the login, which would put one there.
    let kept = session.kept().is_some();
    let token = session.login()?;
    let mut fields = Object::new();
    let mut add = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    add("cloud", json!(settings.cloud()));
    add("auth_type", json!(settings.auth_type()));
    let auth_url = settings.auth("auth_url").and_then(Setting::text);
    add("auth_url", json!(auth_url.map(|url| redact::url(&url))));
    if let Some(token) = &token {
        identity(token, &mut add);
        add("expires", json!(moment(token.expires())));
        let left = token.expires().duration_since(now).unwrap_or_default();
        add("expires_in", json!(human(left)));
        add("kept", json!(kept));
    }
    add("region", json!(settings.region_of("database")));
    add("interface", json!(settings.interfaces("database").join(", ")));
    // A login that is good for nothing here is a login all the same.
    let endpoint = session.endpoint("database").map(|url| redact::url(url.as_str()));
    add("endpoint", endpoint.map_or_else(|error| json!(format!("none: {error}")), Value::from));
    let sources = settings.iter().map(|(key, setting)| (key, setting.source.to_string().into()));
    add("sources", Value::Object(sources.collect()));
    Ok(fields)
}

/// Who has the token, and what it is for.
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

#[derive(Debug, Args)]
pub(crate) struct Issue {}

impl Tabular for Issue {
    const COLUMNS: &'static [Column] = &[];
    const FIELDS: &'static [&'static str] =
        &["domain_id", "expires", "id", "project_id", "system", "user_id"];
}

impl Run for Issue {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_change::<Self>()?;
        let client = cx.client()?;
        cx.show::<Self>(|| Ok(issued(&*token(&client)?)))
    }
}

fn token(client: &Client) -> crate::Result<Arc<Token>> {
    client.session().login()?.ok_or_else(|| {
        let auth_type = client.session().settings().auth_type();
        Error::invalid(format!("the auth type '{auth_type}' has no token of Keystone"))
    })
}

/// The fields of `openstack token issue`: those that there are, by their names.
fn issued(token: &Token) -> Object {
    let scope = |object: &str| token.text(object, "id").map(Value::from);
    let system = token.body().contains_key("system").then(|| json!("all"));
    let expires = moment(token.expires()).replace('Z', "+0000");
    let fields = [
        ("domain_id", scope("domain")),
        ("expires", Some(expires.into())),
        ("id", Some(token.secret().expose().into())),
        ("project_id", scope("project")),
        ("system", system),
        ("user_id", scope("user")),
    ];
    fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// A time as Keystone writes it, to the second.
fn moment(time: SystemTime) -> String {
    let stamp = jiff::Timestamp::try_from(time).and_then(|time| time.round(jiff::Unit::Second));
    stamp.map(|time| time.to_string()).unwrap_or_default()
}

#[derive(Debug, Args)]
pub(crate) struct Logout {
    /// Have Keystone refuse the token from now on, too
    #[arg(long)]
    revoke: bool,
    /// Forget the tokens of all logins; those of others are not revoked
    #[arg(long, conflicts_with = "revoke")]
    all: bool,
}

impl Run for Logout {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if self.all {
            let world = cx.world();
            let cache = TokenCache::of_user(&world.env);
            let cleared = cache.map_or(Ok(()), |cache| cache.clear());
            return Ok(cleared.map_err(|cause| Error::io("remove the tokens", cause))?);
        }
        let client = cx.client()?;
        let session = client.session();
        let Some(token) = session.kept() else {
            cx.note("there is no token of this login");
            return Ok(());
        };
        let revoked = if self.revoke { session.revoke(&token) } else { Ok(()) };
        // Also what could not be revoked is not to be used again.
        session.forget();
        Ok(revoked?)
    }
}
