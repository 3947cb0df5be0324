//! Receipts: Keystone's answer to a login that is right so far and needs another method.

use crate::auth::keystone;
use crate::auth::login::LoginContext;
use crate::http::{Response, redact};
use crate::secret::Secret;
use crate::{ConfigHint, Error, Result};
use http::StatusCode;
use serde_json::{Map, Value, json};
use url::Url;

/// The methods that the user can be asked for: name, key of the answer, question.
const QUESTIONS: &[(&str, &str, &str)] =
    &[("totp", "passcode", "TOTP passcode: "), ("password", "password", "Password: ")];

/// A proof of the methods that Keystone has accepted so far.
pub(super) struct Receipt {
    id: Secret,
    user: Value,
    done: Vec<String>,
    /// Sets of methods, each of which is enough.
    rules: Vec<Vec<String>>,
}

impl Receipt {
    /// Reads the receipt that Keystone sent instead of a token, if it did.
    pub(super) fn from_response(response: &Response) -> Option<Self> {
        let id = response.headers().get(keystone::RECEIPT)?.to_str().ok()?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return None;
        }
        let body = crate::json::parse(response.body()).unwrap_or_default();
        let receipt = body.get("receipt").unwrap_or(&Value::Null);
        let rules = body.get("required_auth_methods").and_then(Value::as_array);
        Some(Self {
            id: id.into(),
            user: receipt.pointer("/user/id").cloned().unwrap_or_default(),
            done: receipt.get("methods").map(names).unwrap_or_default(),
            rules: rules.into_iter().flatten().map(names).collect(),
        })
    }

    /// Asks the user for the missing methods and repeats the login with them. `body` is that of the first.
    pub(super) fn complete(
        &self,
        context: &LoginContext<'_>,
        url: &Url,
        body: &Secret,
    ) -> Result<Response> {
        let Some(identity) = self.answers(context)? else { return Err(self.refusal(url)) };
        let mut whole: Value = serde_json::from_str(body.expose()).unwrap_or_default();
        if let Some(auth) = whole.get_mut("auth").and_then(Value::as_object_mut) {
            auth.insert("identity".into(), identity);
        }
        let whole = whole.to_string().into();
        let response = keystone::post(context, url, &whole, None, Some(&self.id))?;
        // A second receipt asks for a method that the user cannot be asked for.
        Self::from_response(&response).map_or(Ok(response), |more| Err(more.refusal(url)))
    }

    /// Returns the user's answers to the missing methods, if all of them can be asked for.
    fn answers(&self, context: &LoginContext<'_>) -> Result<Option<Value>> {
        let open = |rule: &Vec<String>| -> Option<Vec<_>> {
            let left = rule.iter().filter(|method| !self.done.contains(method));
            left.map(|method| QUESTIONS.iter().find(|(name, ..)| name == method)).collect()
        };
        let mut open: Vec<_> = self.rules.iter().filter_map(open).collect();
        open.sort_by_key(Vec::len);
        let Some(left) = open.first() else { return Ok(None) };
        let mut identity = Map::new();
        for (method, key, question) in left {
            let Some(answer) = context.prompter.ask(question)? else { return Ok(None) };
            let user = json!({ "id": self.user, *key: answer.expose() });
            identity.insert((*method).to_owned(), json!({ "user": user }));
        }
        let methods: Value = identity.keys().map(String::as_str).collect();
        identity.insert("methods".into(), methods);
        Ok(Some(identity.into()))
    }

    fn refusal(&self, url: &Url) -> Error {
        let rules: Vec<_> = self.rules.iter().map(|rule| rule.join(" and ")).collect();
        let url = redact::url(url.as_str());
        let message = format!("no token from {url}: the login needs {}", rules.join(", or "));
        let first = self.rules.first().map_or(&[][..], Vec::as_slice);
        let methods = first.iter().map(|method| format!("v3{method}")).collect();
        Error::auth(message).with_hint(ConfigHint::AuthMethods { methods })
    }
}

/// Returns the names in a stable order. Keystone's order varies.
fn names(list: &Value) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    let mut names: Vec<_> = items.filter_map(Value::as_str).map(str::to_owned).collect();
    names.sort();
    names
}
