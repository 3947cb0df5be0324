//! The actions on users. The service passes them on to the guest agent, and does not report the result.

use crate::api::collection::Collection;
use crate::api::database::{Database, database_segment, names};
use crate::api::reply::open;
use crate::api::resource::Resource;
use crate::api::user::name::{ANYWHERE, is_user};
use crate::api::user::password::check_password;
use crate::api::user::{User, UserName, UserUpdate};
use crate::api::wait::listed::{instance_in, poll_list};
use crate::api::{NewUser, Wait};
use crate::json::Object;
use crate::secret::Secret;
use crate::{Result, Subject};
use serde_json::json;

impl Collection<'_, User> {
    fn user(&self, user: UserName<'_>) -> Result<String> {
        Ok(format!("{}/{}", self.path, user.segment()?))
    }

    /// Fetches a user: `GET /instances/{id}/users/{user}`.
    ///
    /// # Errors
    /// Status 404 if there is no such user, 400 for a reserved name.
    pub fn show(&self, user: UserName<'_>) -> Result<Object> {
        let path = self.user(user)?;
        open::<User>(self.client.get(&path)?, &format!("GET {path}"))
    }

    /// Starts creating users: `POST /instances/{id}/users`. The service does not report a failure:
    /// see [`wait_listed`](Self::wait_listed).
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a password that the service would repeat in an error; status 400 if one
    /// of the users exists, 422 unless the instance runs.
    pub fn create(&self, users: &[NewUser]) -> Result<()> {
        users.iter().try_for_each(NewUser::check)?;
        self.client.post(&self.path, &json!({ "users": users })).map(drop)
    }

    /// Starts changing several passwords: `PUT /instances/{id}/users`. The service does not report the
    /// result.
    ///
    /// # Errors
    /// The errors of [`create`](Self::create); status 404, and no change, if one of the users does not
    /// exist.
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

    /// Starts changing a user: `PUT /instances/{id}/users/{user}`. A name or host that the user has
    /// already is not sent.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if nothing is left to change; status 404 if there is no such user, 400 if
    /// the new name and host are taken.
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

    /// Starts deleting a user: `DELETE /instances/{id}/users/{user}`.
    ///
    /// # Errors
    /// Status 404 if there is no such user, 400 for a reserved name.
    pub fn delete(&self, user: UserName<'_>) -> Result<()> {
        self.client.delete(&self.user(user)?)
    }

    /// The databases that a user may use: `/instances/{id}/users/{user}/databases`. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) without a name.
    pub fn access(&self, user: UserName<'_>) -> Result<Collection<'_, Database>> {
        Ok(Collection::with_path(self.client, format!("{}/databases", self.user(user)?)))
    }

    /// Grants a user access to more databases: `PUT /instances/{id}/users/{user}/databases`.
    ///
    /// # Errors
    /// Status 404 if there is no such user. Databases that do not exist are no error.
    pub fn grant(&self, user: UserName<'_>, databases: &[impl AsRef<str>]) -> Result<()> {
        let path = format!("{}/databases", self.user(user)?);
        self.client.put(&path, &names(databases)).map(drop)
    }

    /// Revokes the access of a user to a database: `DELETE
    /// /instances/{id}/users/{user}/databases/{database}`.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a database whose name the service would misread; status 404 if there
    /// is no such user, or if the user has no access to the database.
    pub fn revoke(&self, user: UserName<'_>, database: &str) -> Result<()> {
        let database = database_segment(database)?;
        self.client.delete(&format!("{}/databases/{database}", self.user(user)?))
    }

    /// Waits until all of these users are in the list, or none of them. Only the list shows the result
    /// of an operation.
    ///
    /// # Errors
    /// [`Error::TimedOut`](crate::Error::TimedOut) when the time is up.
    pub fn wait_listed(
        &self,
        users: &[UserName<'_>],
        listed: bool,
        wait: &mut Wait<'_>,
    ) -> Result<()> {
        let texts: Vec<String> = users.iter().map(ToString::to_string).collect();
        let subject = Subject {
            instance: instance_in(&self.path),
            ..Subject::new(User::NOUN, texts.join("', '"))
        };
        poll_list(self, &subject, listed, wait, |objects| {
            let is = |user: &UserName<'_>| objects.iter().any(|object| is_user(object, *user));
            users.iter().filter(|user| is(user)).count() == if listed { users.len() } else { 0 }
        })
    }
}
