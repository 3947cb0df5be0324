//! The superuser of an instance or a cluster.

use crate::api::query::segment;
use crate::api::reply::{object, unexpected};
use crate::api::{Client, Cluster, Instance, Resource};
use crate::json::Object;
use crate::secret::Secret;
use crate::{Error, Result};
use serde_json::{Value, json};

/// The superuser of an instance or a cluster: [`Client::instance_root`], [`Client::cluster_root`].
#[derive(Debug, Clone)]
pub struct Root<'c> {
    client: &'c Client,
    path: String,
}

impl Client {
    /// The superuser of an instance: `/instances/{id}/root`.
    #[must_use]
    pub fn instance_root(&self, instance_id: &str) -> Root<'_> {
        Root { client: self, path: format!("instances/{}/root", segment(instance_id)) }
    }

    /// The superuser of a cluster: `/clusters/{id}/root`.
    #[must_use]
    pub fn cluster_root(&self, cluster_id: &str) -> Root<'_> {
        Root { client: self, path: format!("clusters/{}/root", segment(cluster_id)) }
    }

    /// The superuser of the instance with this name or ID, or else of the cluster.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is neither, [`Error::Ambiguous`] when several have the name.
    pub fn find_root(&self, name_or_id: &str) -> Result<Root<'_>> {
        match self.instances().find_object(name_or_id) {
            Ok(found) => Ok(self.instance_root(&Instance::id(&found).unwrap_or_default())),
            Err(Error::NotFound { .. }) => match self.clusters().find_object(name_or_id) {
                Ok(found) => Ok(self.cluster_root(&Cluster::id(&found).unwrap_or_default())),
                Err(Error::NotFound { name, .. }) => {
                    Err(Error::NotFound { noun: "instance or cluster", name })
                }
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        }
    }
}

impl Root<'_> {
    /// Asks whether the superuser is enabled: `GET /instances/{id}/root`.
    ///
    /// # Errors
    /// Status 422 unless the instance runs; 404 for instances of other projects, even for
    /// administrators; 400 for clusters of most datastores.
    pub fn is_enabled(&self) -> Result<bool> {
        let enabled = self.client.get(&self.path)?.get("rootEnabled").and_then(Value::as_bool);
        let request = format!("GET {}", self.path);
        enabled.ok_or_else(|| unexpected(&request, "no 'rootEnabled' in it".into()))
    }

    /// Enables the superuser, or sets another password: `POST /instances/{id}/root`. Returns its
    /// `name` and `password`, which the service shows only here. Without a password, the service
    /// generates one.
    ///
    /// # Errors
    /// The errors of [`is_enabled`](Self::is_enabled).
    pub fn enable(&self, password: Option<&Secret>) -> Result<Object> {
        let reply = match password {
            // The service takes an empty password for none.
            Some(password) if password.expose().is_empty() => {
                return Err(Error::invalid("the password is empty")
                    .with_hint("without a password, the service generates one"));
            }
            Some(password) => self.client.post(&self.path, &json!({"password": password.expose()})),
            None => self.client.post_nothing(&self.path),
        };
        object(&mut reply.map_err(without_text)?, "user", &format!("POST {}", self.path))
    }

    /// Disables the superuser: `DELETE /instances/{id}/root`.
    ///
    /// # Errors
    /// Status 404 if the superuser is not enabled.
    pub fn disable(&self) -> Result<()> {
        self.client.delete(&self.path)
    }
}

/// Removes the beginning of an unreadable reply from the error: it may be the password.
fn without_text(error: Error) -> Error {
    match error {
        Error::Decode { request, .. } => {
            let detail = "it is not JSON, and not shown because the password may be in it".into();
            Error::Decode { request, detail, source: None }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::tests::fake::Fake;

    #[test] // docs/server-behaviour.md 6
    fn a_password_is_not_repeated_when_the_reply_cannot_be_read() {
        let fake = Fake::new(|_, _| (200, json!({"usr": {"password": "s3cret"}})));
        let error = fake.client().instance_root("i").enable(None).unwrap_err();
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        let decode = Error::Decode {
            request: "POST x".into(),
            detail: "it ends in the middle: '{\"user\": {\"password\": \"s3cret'".into(),
            source: None,
        };
        assert!(!without_text(decode).to_string().contains("s3cret"));
    }

    #[test]
    fn an_empty_password_is_not_sent() {
        let fake = Fake::new(|_, _| (200, Value::Null));
        let error = fake.client().instance_root("i").enable(Some(&"".into())).unwrap_err();
        assert_eq!(error.to_string(), "the password is empty");
        assert_eq!(fake.asked(), [""; 0]);
    }
}
