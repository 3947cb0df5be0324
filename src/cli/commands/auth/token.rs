//! `trove auth token`

use crate::Error;
use crate::api::Client;
use crate::auth::Token;
use crate::cli::commands::auth::timestamp::to_the_second;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::json::Object;
use crate::output::Fields;
use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use std::sync::Arc;

const SHOW: Fields =
    Fields::new(&["domain_id", "expires", "id", "project_id", "system", "user_id"]);

#[derive(Debug, Args)]
pub(crate) struct Issue {}

impl Run for Issue {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        view.print(cx, issued(&*token(&client)?))
    }
}

fn token(client: &Client) -> crate::Result<Arc<Token>> {
    client.session().login()?.ok_or_else(|| {
        let auth_type = client.session().settings().auth_type();
        Error::invalid(format!("the auth type '{auth_type}' does not use a token from Keystone"))
    })
}

/// Returns the fields of `openstack token issue` that the token has.
fn issued(token: &Token) -> Object {
    let scope = |object: &str| token.text(object, "id").map(Value::from);
    let system = token.body().contains_key("system").then(|| json!("all"));
    let expires = to_the_second(token.expires()).replace('Z', "+0000");
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
