//! Instances of all projects, and what is below them: servers, volumes and guest agents.

use crate::api::collection::Resources;
use crate::api::reply::typed;
use crate::api::resource::Resource;
use crate::api::{Client, InstanceStatus, OperatingStatus, Query};
use crate::json::Object;
use crate::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};

/// An instance of any project, as `GET /mgmt/instances/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct MgmtInstance {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// The project that it is of.
    pub tenant_id: String,
    /// What is being done to it, or `ACTIVE`; `SHUTDOWN` once it is deleted.
    pub status: InstanceStatus,
    /// What the guest agent last said, whatever is being done.
    #[serde(default)]
    pub service_status: Option<OperatingStatus>,
    /// What is being done to it, in words.
    #[serde(default)]
    pub task_description: Option<String>,
    /// Whether it is deleted: such instances stay in the list.
    #[serde(default)]
    pub deleted: bool,
    /// When it was deleted: UTC, without a zone.
    #[serde(default)]
    pub deleted_at: Option<String>,
    /// The server that it runs on.
    #[serde(default)]
    pub server: Option<Server>,
    /// The ID of its server, also of one that is gone.
    #[serde(default)]
    pub server_id: Option<String>,
    /// The ID of its volume, also of one that is gone.
    #[serde(default)]
    pub volume_id: Option<String>,
    /// When root was enabled last: UTC, without a zone. Not in lists.
    #[serde(default)]
    pub root_enabled: Option<String>,
    /// The ID of the user who enabled root. Not in lists.
    #[serde(default)]
    pub root_enabled_by: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

/// The server of an instance. Of one that is gone only the ID is known.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Server {
    /// ID.
    pub id: String,
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its status in Nova.
    #[serde(default)]
    pub status: Option<String>,
    /// The project of the server, which need not be that of the instance.
    #[serde(default)]
    pub tenant_id: Option<String>,
    /// The host that it is on.
    #[serde(default)]
    pub host: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

/// What a guest agent takes up of its server.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Diagnostics {
    /// The version of the guest agent.
    pub version: String,
    /// How many threads it has.
    pub threads: u64,
    /// How many files it may have open at present.
    #[serde(rename = "fdSize")]
    pub fd_size: u64,
    /// Virtual memory, in KiB.
    #[serde(rename = "vmSize")]
    pub vm_size: u64,
    /// The most virtual memory that it ever had, in KiB.
    #[serde(rename = "vmPeak")]
    pub vm_peak: u64,
    /// Resident memory, in KiB.
    #[serde(rename = "vmRss")]
    pub vm_rss: u64,
    /// The most resident memory that it ever had, in KiB.
    #[serde(rename = "vmHwm")]
    pub vm_hwm: u64,
}

/// What a server is made of, as the guest agent sees it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct HwInfo {
    /// Memory, in KiB.
    pub mem_total: u64,
    /// Processors.
    pub num_cpus: u64,
}

/// Who enabled root, and when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct RootHistory {
    /// The instance's ID.
    pub id: String,
    /// When: UTC, without a zone; `Never` if nobody did.
    pub enabled: String,
    /// The ID of the user; `Nobody` if nobody did.
    pub user: String,
}

impl Resource for MgmtInstance {
    const KIND: &'static str = "instance";
    const ONE: &'static str = "instance";
    const MANY: &'static str = "instances";
    const PATH: &'static str = "mgmt/instances";
    const OFFSET: bool = true;

    /// Without the filter deleted ones are in the list (trove/extensions/mgmt/instances/service.py).
    fn named() -> Query {
        Query::new().filter("deleted", "False")
    }
}

impl Resources<'_, MgmtInstance> {
    fn act(&self, id: &str, action: &Value) -> Result<()> {
        self.client.post(&format!("{}/action", self.one(id)), action).map(drop)
    }

    fn report(&self, id: &str, report: &str, key: &str) -> Result<Object> {
        self.client.object(&format!("{}/{report}", self.one(id)), key)
    }

    /// One by its ID, deleted or not: `GET /mgmt/instances/{id}?deleted=true`.
    ///
    /// # Errors
    /// Status 404 if there never was one.
    pub fn get_deleted(&self, id: &str) -> Result<Object> {
        self.client.object(&format!("{}?deleted=true", self.one(id)), MgmtInstance::ONE)
    }

    /// What has or had this name or ID, deleted or not.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have or had the name.
    pub fn find_deleted(&self, name_or_id: &str) -> Result<Object> {
        if MgmtInstance::is_id(name_or_id) {
            return self.get_deleted(name_or_id);
        }
        let missing = || Error::NotFound { noun: MgmtInstance::KIND, name: name_or_id.to_owned() };
        let id = self.id_in(name_or_id, Query::new())?.ok_or_else(missing)?;
        self.get_deleted(&id)
    }

    /// Stops the database, not the server: `POST /mgmt/instances/{id}/action`. Whoever restarts it
    /// starts it.
    ///
    /// # Errors
    /// Status 401 for others than administrators, 400 if the guest agent does not answer.
    pub fn stop(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "stop": {} }))
    }

    /// Restarts the server of an instance: `POST /mgmt/instances/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators.
    pub fn reboot(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "reboot": {} }))
    }

    /// Builds the server anew from an image: `POST /mgmt/instances/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators.
    pub fn rebuild(&self, id: &str, image_id: &str) -> Result<()> {
        self.act(id, &json!({ "rebuild": { "image_id": image_id } }))
    }

    /// Moves the server to another host, one that Nova chooses unless it is given: `POST
    /// /mgmt/instances/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators, 422 while the instance is busy.
    pub fn migrate(&self, id: &str, host: Option<&str>) -> Result<()> {
        let migrate = host.map_or_else(|| json!({}), |host| json!({ "host": host }));
        self.act(id, &json!({ "migrate": migrate }))
    }

    /// Takes an instance to be idle, whatever is being done to it, and its running backups to have
    /// failed: `POST /mgmt/instances/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators.
    pub fn reset_task_status(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "reset-task-status": {} }))
    }

    /// Asks the guest agent whether it is there: `GET /mgmt/instances/{id}/rpc_ping`.
    ///
    /// # Errors
    /// Status 400 if it does not answer.
    pub fn ping(&self, id: &str) -> Result<()> {
        self.client.get_nothing(&format!("{}/rpc_ping", self.one(id)))
    }

    /// What the guest agent takes up: `GET /mgmt/instances/{id}/diagnostics`.
    ///
    /// # Errors
    /// Status 400 if it does not answer.
    pub fn diagnostics(&self, id: &str) -> Result<Diagnostics> {
        typed(self.diagnostics_object(id)?, "GET diagnostics")
    }

    /// The same, as the object that the service sent.
    ///
    /// # Errors
    /// Status 400 if it does not answer.
    pub fn diagnostics_object(&self, id: &str) -> Result<Object> {
        self.report(id, "diagnostics", "diagnostics")
    }

    /// What the server is made of: `GET /mgmt/instances/{id}/hwinfo`.
    ///
    /// # Errors
    /// Status 400 if the guest agent does not answer.
    pub fn hwinfo(&self, id: &str) -> Result<HwInfo> {
        typed(self.hwinfo_object(id)?, "GET hwinfo")
    }

    /// The same, as the object that the service sent.
    ///
    /// # Errors
    /// Status 400 if the guest agent does not answer.
    pub fn hwinfo_object(&self, id: &str) -> Result<Object> {
        self.report(id, "hwinfo", "hwinfo")
    }

    /// Who enabled root, and when: `GET /mgmt/instances/{id}/root`.
    ///
    /// # Errors
    /// Status 404 if there is no such instance.
    pub fn root_history(&self, id: &str) -> Result<RootHistory> {
        typed(self.root_history_object(id)?, "GET root")
    }

    /// The same, as the object that the service sent.
    ///
    /// # Errors
    /// Status 404 if there is no such instance.
    pub fn root_history_object(&self, id: &str) -> Result<Object> {
        self.report(id, "root", "root_history")
    }
}

impl Client {
    /// The instances of all projects, deleted ones included unless filtered
    /// out: `/mgmt/instances`. For administrators.
    #[must_use]
    pub fn mgmt_instances(&self) -> Resources<'_, MgmtInstance> {
        Resources::new(self)
    }
}
