//! The users of an instance's databases, and what they may use.

use crate::api::collection::Resources;
use crate::api::database::{Database, database_segment, names};
use crate::api::query::segment;
use crate::api::reply::open;
use crate::api::resource::Resource;
use crate::api::wait::listed::{instance_in, poll_list};
use crate::api::{Client, NewUser, Wait};
use crate::config::Secret;
use crate::json::{Object, text};
use crate::output::{Column, Tabular, col, key};
use crate::{Error, Result, Subject};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Value, json};

/// The host that stands for any.
const ANYWHERE: &str = "%";

/// A user of an instance's databases, as `GET /instances/{id}/users` lists it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// Name.
    pub name: String,
    /// The host it may connect from, `%` for any.
    #[serde(default)]
    pub host: Option<String>,
    /// The databases it may use.
    #[serde(default)]
    pub databases: Vec<Database>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for User {
    const KIND: &'static str = "user";
    const ONE: &'static str = "user";
    const MANY: &'static str = "users";
    const PATH: &'static str = "users";

    /// Users are known by name and host.
    fn id(object: &Object) -> Option<String> {
        let name = text(object, "name")?;
        let host = text(object, "host").unwrap_or(ANYWHERE);
        Some(format!("{name}@{host}"))
    }
}

impl Tabular for User {
    const COLUMNS: &'static [Column] = &[
        key("Name", &["name"]),
        key("Host", &["host"]),
        col("Databases", |user| {
            let databases = user.get("databases").and_then(Value::as_array);
            let names = databases.into_iter().flatten().filter_map(|d| d.get("name")?.as_str());
            names.collect::<Vec<_>>().join(", ").into()
        }),
    ];
    const FIELDS: &'static [&'static str] = &["databases", "host", "name"];
}

/// Which user: a name, and the host that tells it from others of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserName<'u> {
    /// Name. Without a host the service reads `name@host` in it, split at the last `@`.
    pub name: &'u str,
    /// Host; without one the user of any host (`%`) is meant.
    pub host: Option<&'u str>,
}

impl<'u> UserName<'u> {
    /// A name and a host, which the service finds at the last `@` of the name if no other is given
    /// (trove/extensions/common/common.py, `unquote_user_host`).
    fn parts(self) -> (&'u str, &'u str) {
        match (self.host, self.name.rsplit_once('@')) {
            (Some(host), _) => (self.name, host),
            (None, Some((name, host))) if !host.is_empty() => (name, host),
            (None, _) => (self.name, ANYWHERE),
        }
    }

    /// It as a segment of a path. The service decodes users once more than everything else, which
    /// helps: what does not survive the first time is encoded twice.
    fn segment(self) -> Result<String> {
        if self.name.is_empty() {
            return Err(Error::invalid("a user needs a name"));
        }
        let text = match self.host {
            Some(host) => format!("{}@{host}", self.name),
            None => self.name.to_owned(),
        };
        Ok(if survives(&text) { segment(&text) } else { segment(&twice(&text)) })
    }
}

impl std::fmt::Display for UserName<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (name, host) = self.parts();
        if host == ANYWHERE { f.write_str(name) } else { write!(f, "{name}@{host}") }
    }
}

/// Whether the service reads this segment as it is when encoded once: it misreads letters beyond
/// ASCII (WSGI hands a path over as Latin-1), splits at slashes, decodes `%41` a second time, and
/// drops `.json` (trove/common/utils.py:274).
fn survives(text: &str) -> bool {
    let hex = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
    let decoded_again = text.match_indices('%').any(|(at, _)| hex(at + 1) && hex(at + 2));
    let dropped = text.split_once('.').is_some_and(|(_, suffix)| suffix == "json");
    text.is_ascii()
        && !text.contains('/')
        && !decoded_again
        && !dropped
        && text != "."
        && text != ".."
}

/// The inner encoding, which leaves nothing to be misread, dots neither.
fn twice(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// What to change of a user; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct UserUpdate {
    /// The new name.
    pub name: Option<String>,
    /// The new password.
    pub password: Option<Secret>,
    /// The new host.
    pub host: Option<String>,
}

impl UserUpdate {
    /// The same without what is already so: the service takes the user itself for another one that
    /// has the name and host already (trove/extensions/common/models.py:303).
    fn without_repeating(mut self, user: UserName<'_>) -> Self {
        let (name, host) = user.parts();
        self.name = self.name.filter(|new| new != name);
        self.host = self.host.filter(|new| new != host);
        self
    }

    /// It as it is going to be sent.
    ///
    /// # Errors
    /// [`Error::Invalid`] if nothing is left to change, or the service would repeat the password.
    pub(crate) fn checked(self, user: UserName<'_>) -> Result<Self> {
        let update = self.without_repeating(user);
        if update.name.is_none() && update.password.is_none() && update.host.is_none() {
            return Err(Error::invalid(format!("nothing to change in the user '{user}'"))
                .with_hint("a new name, password or host, other than it has"));
        }
        if let Some(password) = &update.password {
            check_password(&user.to_string(), password)?;
        }
        Ok(update)
    }

    /// The name and host that the user gets, if either is new.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "for commands that wait"))]
    pub(crate) fn renamed(&self, user: UserName<'_>) -> Option<(String, String)> {
        let (name, host) = user.parts();
        let new = |new: &Option<String>, old: &str| new.clone().unwrap_or_else(|| old.to_owned());
        (self.name.is_some() || self.host.is_some())
            .then(|| (new(&self.name, name), new(&self.host, host)))
    }
}

impl Client {
    /// The users of an instance: `/instances/{id}/users`.
    #[must_use]
    pub fn users(&self, instance_id: &str) -> Resources<'_, User> {
        Resources::at(self, format!("instances/{}/users", segment(instance_id)))
    }
}

impl Resources<'_, User> {
    fn user(&self, user: UserName<'_>) -> Result<String> {
        Ok(format!("{}/{}", self.path, user.segment()?))
    }

    /// A user: `GET /instances/{id}/users/{user}`.
    ///
    /// # Errors
    /// Status 404 if there is none, 400 for a reserved name.
    pub fn show(&self, user: UserName<'_>) -> Result<Object> {
        let path = self.user(user)?;
        open::<User>(self.client.get(&path)?, &format!("GET {path}"))
    }

    /// Starts the creation of users: `POST /instances/{id}/users`. That it fails shows nowhere: see
    /// [`wait_listed`](Self::wait_listed).
    ///
    /// # Errors
    /// [`Error::Invalid`] for a password that the service would repeat in its refusal; status 400 if
    /// there is one of them, 422 unless the instance runs.
    pub fn create(&self, users: &[NewUser]) -> Result<()> {
        users.iter().try_for_each(NewUser::check)?;
        self.client.post(&self.path, &json!({ "users": users })).map(drop)
    }

    /// Starts the change of several passwords: `PUT /instances/{id}/users`. Nothing shows whether
    /// it worked.
    ///
    /// # Errors
    /// As [`create`](Self::create); status 404, and nothing is changed, if one of them is not there.
    pub fn set_passwords(&self, users: &[(UserName<'_>, Secret)]) -> Result<()> {
        let users = users.iter().map(|(user, password)| {
            check_password(&user.to_string(), password)?;
            let (name, host) = user.parts();
            let password = password.expose();
            Ok(match host {
                ANYWHERE => json!({ "name": name, "password": password }),
                _ => json!({ "name": name, "password": password, "host": host }),
            })
        });
        let users = users.collect::<Result<Vec<_>>>()?;
        self.client.put(&self.path, &json!({ "users": users })).map(drop)
    }

    /// Starts a change of a user: `PUT /instances/{id}/users/{user}`. What repeats the present name
    /// or host is left out.
    ///
    /// # Errors
    /// [`Error::Invalid`] if nothing is left to change; status 404 if there is no such user, 400 if
    /// there is one of the new name and host.
    pub fn update(&self, user: UserName<'_>, update: UserUpdate) -> Result<()> {
        let update = update.checked(user)?;
        let mut body = Object::new();
        if let Some(name) = update.name {
            body.insert("name".into(), name.into());
        }
        if let Some(password) = update.password {
            body.insert("password".into(), password.expose().into());
        }
        if let Some(host) = update.host {
            body.insert("host".into(), host.into());
        }
        self.client.put(&self.user(user)?, &json!({ "user": body })).map(drop)
    }

    /// Starts the deletion of a user: `DELETE /instances/{id}/users/{user}`.
    ///
    /// # Errors
    /// Status 404 if there is none, 400 for a reserved name.
    pub fn delete(&self, user: UserName<'_>) -> Result<()> {
        self.client.delete(&self.user(user)?)
    }

    /// The databases that a user may use: `GET /instances/{id}/users/{user}/databases`.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a name. Nothing is sent yet.
    pub fn access(&self, user: UserName<'_>) -> Result<Resources<'_, Database>> {
        Ok(Resources::at(self.client, format!("{}/databases", self.user(user)?)))
    }

    /// Lets a user use databases too: `PUT /instances/{id}/users/{user}/databases`.
    ///
    /// # Errors
    /// Status 404 if there is no such user. Databases that are not there are no error.
    pub fn grant(&self, user: UserName<'_>, databases: &[impl AsRef<str>]) -> Result<()> {
        let path = format!("{}/databases", self.user(user)?);
        self.client.put(&path, &names(databases)).map(drop)
    }

    /// Takes a database from a user: `DELETE /instances/{id}/users/{user}/databases/{database}`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a database whose name the service would misread; status 404 if there
    /// is no such user, or it may not use that database.
    pub fn revoke(&self, user: UserName<'_>, database: &str) -> Result<()> {
        let database = database_segment(database)?;
        self.client.delete(&format!("{}/databases/{database}", self.user(user)?))
    }

    /// Waits until all these are in the list, or until none of them is: the list is the only trace
    /// of what was started.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when they do not come or go in time.
    pub fn wait_listed(
        &self,
        users: &[UserName<'_>],
        listed: bool,
        wait: &mut Wait<'_>,
    ) -> Result<()> {
        let texts: Vec<String> = users.iter().map(ToString::to_string).collect();
        let subject = Subject {
            instance: instance_in(&self.path),
            ..Subject::new(User::KIND, texts.join("', '"))
        };
        poll_list(self, &subject, listed, wait, |objects| {
            let is = |user: &UserName<'_>| objects.iter().any(|object| is_user(object, *user));
            users.iter().filter(|user| is(user)).count() == if listed { users.len() } else { 0 }
        })
    }
}

fn is_user(object: &Object, user: UserName<'_>) -> bool {
    let (name, host) = user.parts();
    // PostgreSQL knows no hosts.
    let found = text(object, "host").unwrap_or(ANYWHERE);
    text(object, "name") == Some(name) && found == host
}

impl NewUser {
    /// Refuses what the service would refuse with the password in its words.
    pub(crate) fn check(&self) -> Result<()> {
        if self.name.is_empty() {
            return Err(Error::invalid("a user needs a name"));
        }
        check_password(&self.name, &self.password)
    }
}

/// The service repeats a password that its schema refuses, in a message for everyone's eyes
/// (trove/common/apischema.py, `non_empty_string`).
fn check_password(user: &str, password: &Secret) -> Result<()> {
    let text = password.expose();
    let fits = (1..=255).contains(&text.chars().count())
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !text.contains(char::is_control);
    if fits {
        return Ok(());
    }
    let error = Error::invalid(format!("the service would not take the password of '{user}'"));
    Err(error.with_hint(
        "a password has 1 to 255 characters, with a letter or digit among them, on one line",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment_of(name: &str, host: Option<&str>) -> String {
        UserName { name, host }.segment().unwrap()
    }

    #[test]
    fn what_the_service_reads_right_is_encoded_once() {
        assert_eq!(segment_of("bob", None), "bob");
        assert_eq!(segment_of("bob", Some("10.0.0.1")), "bob%4010.0.0.1");
        assert_eq!(segment_of("a#b", Some("%")), "a%23b%40%25");
        assert_eq!(segment_of("x.y", None), "x.y");
        assert_eq!(segment_of("x.json", Some("h")), "x.json%40h");
    }

    #[test]
    fn pitfall_1_what_it_would_misread_is_encoded_twice() {
        assert_eq!(segment_of("x.json", None), "x%252Ejson");
        assert_eq!(segment_of("a/b", None), "a%252Fb");
        assert_eq!(segment_of("ö", Some("%")), "%25C3%25B6%2540%2525");
        assert_eq!(segment_of("a%41", None), "a%252541");
        assert_eq!(segment_of("..", None), "%252E%252E");
    }

    #[test]
    fn a_host_is_found_at_the_last_at_sign() {
        let parts = |name, host| UserName { name, host }.parts();
        assert_eq!(parts("bob", None), ("bob", "%"));
        assert_eq!(parts("u@v@h", None), ("u@v", "h"));
        assert_eq!(parts("u@", None), ("u@", "%"));
        assert_eq!(parts("u@v", Some("%")), ("u@v", "%"));
    }

    #[test]
    fn a_password_that_would_be_repeated_is_refused() {
        for wrong in ["", "!!", "a\nb", &"x".repeat(256)] {
            let error = check_password("u", &wrong.into()).unwrap_err();
            assert!(wrong.is_empty() || !error.to_string().contains(wrong), "{error}");
        }
        assert!(check_password("u", &"p:w ,=".into()).is_ok());
    }
}
