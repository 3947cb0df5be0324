//! Creating a backup, or registering one that was taken elsewhere.

use crate::api::backup::Backup;
use crate::api::collection::Collection;
use crate::api::reply::{decode, open};
use crate::json::Object;
use crate::{Error, Result};
use serde::Serialize;
use serde_json::{Value, json};

/// A backup to create, or to register if it was taken elsewhere.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewBackup {
    /// Name: 1 to 255 characters with a letter or a digit among them.
    pub name: String,
    /// The ID of the instance to back up; not with `remote`.
    pub instance: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Whether to add to the last backup of the instance; without one, the backup is a full one.
    pub incremental: bool,
    /// The ID of the backup that this one adds to.
    pub parent: Option<String>,
    /// The container for the data [default: that of the
    /// [strategy](crate::api::backup::BackupStrategy)].
    pub container: Option<String>,
    /// The storage driver, as in `swift` or `cinder`.
    pub storage_driver: Option<String>,
    /// The location of a backup that was taken elsewhere.
    pub remote: Option<RemoteBackup>,
}

/// A backup that was taken elsewhere, for example in another region.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RemoteBackup {
    /// The URL of the data.
    #[serde(rename = "remote_location")]
    pub location: String,
    /// The ID of the datastore version in this cloud that the backup fits.
    #[serde(rename = "local_datastore_version_id")]
    pub version_id: String,
    /// Size in GiB.
    pub size: f64,
}

impl NewBackup {
    /// Refuses input that the service would refuse or ignore.
    fn check(&self) -> Result<()> {
        if let Some(container) = &self.container {
            check_container(container)?;
        }
        let Some(remote) = &self.remote else {
            if self.instance.is_none() {
                return Err(Error::invalid("a backup needs an instance"));
            }
            return Ok(());
        };
        // trove/backup/models.py:99 looks at none of these then.
        let ignored = [
            (self.instance.is_some(), "an instance"),
            (self.incremental || self.parent.is_some(), "a parent"),
            (self.container.is_some(), "a container"),
        ];
        if let Some((_, what)) = ignored.iter().find(|(given, _)| *given) {
            let message = format!("a backup that was taken elsewhere cannot be given {what}");
            return Err(Error::invalid(message));
        }
        if !(remote.size.is_finite() && remote.size > 0.0) {
            let message = format!("'{}' is not the size of a backup", remote.size);
            return Err(Error::invalid(message).with_hint("give it in GB, greater than zero"));
        }
        Ok(())
    }

    fn body(&self) -> Value {
        let mut body = Object::new();
        let mut put = |key: &str, value: Value| body.insert(key.to_owned(), value);
        put("name", json!(self.name));
        if self.remote.is_none() {
            // A number: true is refused (trove/common/apischema.py, `boolean_string`).
            put("incremental", json!(u8::from(self.incremental)));
        }
        let texts = [
            ("instance", &self.instance),
            ("description", &self.description),
            ("parent_id", &self.parent),
            ("storage_driver", &self.storage_driver),
            ("swift_container", &self.container),
        ];
        for (key, text) in texts {
            if let Some(text) = text.as_ref().filter(|text| !text.is_empty()) {
                put(key, json!(text));
            }
        }
        if let Some(remote) = &self.remote {
            put("restore_from", json!(remote));
        }
        json!({ "backup": body })
    }
}

/// Refuses names of containers that would need quotes in a shell: a backup with one is refused,
/// but a strategy is not, whose backups all fail then (trove/common/utils.py:426).
pub(super) fn check_container(name: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_@%+=:,./-".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        return Ok(());
    }
    Err(Error::invalid(format!("'{name}' is not a name for a container of backups"))
        .with_hint("letters without accents, digits and _@%+=:,.- can be used"))
}

impl Collection<'_, Backup> {
    /// Starts a backup, or registers one: `POST /backups`. Use [`wait`](Self::wait) to learn when
    /// the backup can be restored.
    ///
    /// # Errors
    /// [`Error::Invalid`], before anything is sent, for input that the service would refuse or
    /// ignore; status 422 while the instance is busy.
    pub fn create(&self, new: &NewBackup) -> Result<Backup> {
        self.create_object(new).and_then(decode::<Backup>)
    }

    /// Starts a backup as [`create`](Self::create) does, and returns the object that the service sent.
    ///
    /// # Errors
    /// The errors of [`create`](Self::create).
    pub fn create_object(&self, new: &NewBackup) -> Result<Object> {
        new.check()?;
        open::<Backup>(self.client.post(&self.path, &new.body())?, "POST backups")
    }
}
