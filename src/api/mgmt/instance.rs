//! Instances of all projects, with their servers, volumes and guest agents.

use crate::Result;
use crate::api::collection::{Collection, missing};
use crate::api::reply::typed;
use crate::api::resource::{Paging, Resource};
use crate::api::{Client, InstanceStatus, OperatingStatus, Query};
use crate::json::Object;
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
    /// The ID of its project.
    pub tenant_id: String,
    /// The running task, or `ACTIVE`; `SHUTDOWN` once the instance is deleted.
    pub status: InstanceStatus,
    /// The last status from the guest agent, even while a task runs.
    #[serde(default)]
    pub service_status: Option<OperatingStatus>,
    /// The running task, in words.
    #[serde(default)]
    pub task_description: Option<String>,
    /// Whether it is deleted: deleted instances stay in the list.
    #[serde(default)]
    pub deleted: bool,
    /// The time of its deletion: UTC, without a zone.
    #[serde(default)]
    pub deleted_at: Option<String>,
    /// The server.
    #[serde(default)]
    pub server: Option<Server>,
    /// The ID of its server, even if the server is gone.
    #[serde(default)]
    pub server_id: Option<String>,
    /// The ID of its volume, even if the volume is gone.
    #[serde(default)]
    pub volume_id: Option<String>,
    /// The time when root was enabled last: UTC, without a zone. Not in lists.
    #[serde(default)]
    pub root_enabled: Option<String>,
    /// The ID of the user who enabled root. Not in lists.
    #[serde(default)]
    pub root_enabled_by: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// The server of an instance. If the server is gone, only the ID is known.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Server {
    /// ID.
    pub id: String,
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
    /// The status in Nova.
    #[serde(default)]
    pub status: Option<String>,
    /// The ID of the project of the server, which may differ from that of the instance.
    #[serde(default)]
    pub tenant_id: Option<String>,
    /// The host.
    #[serde(default)]
    pub host: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// The resources that a guest agent uses on its server.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Diagnostics {
    /// The version of the guest agent.
    pub version: String,
    /// The number of its threads.
    pub threads: u64,
    /// The number of files that it may have open.
    #[serde(rename = "fdSize")]
    pub fd_size: u64,
    /// Virtual memory, in KiB.
    #[serde(rename = "vmSize")]
    pub vm_size: u64,
    /// Peak virtual memory, in KiB.
    #[serde(rename = "vmPeak")]
    pub vm_peak: u64,
    /// Resident memory, in KiB.
    #[serde(rename = "vmRss")]
    pub vm_rss: u64,
    /// Peak resident memory, in KiB.
    #[serde(rename = "vmHwm")]
    pub vm_hwm: u64,
}

/// The hardware of a server, as the guest agent sees it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct HwInfo {
    /// Memory, in KiB.
    pub mem_total: u64,
    /// The number of processors.
    pub num_cpus: u64,
}

/// The record of who enabled root, and when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct RootHistory {
    /// The ID of the instance.
    pub id: String,
    /// The time: UTC, without a zone; `Never` if root was never enabled.
    pub enabled: String,
    /// The ID of the user; `Nobody` if root was never enabled.
    pub user: String,
}

impl Resource for MgmtInstance {
    const NOUN: &'static str = "instance";
    const KEY: &'static str = "instance";
    const LIST_KEY: &'static str = "instances";
    const PATH: &'static str = "mgmt/instances";
    const PAGING: Paging = Paging::ByOffset;

    /// Leaves out deleted instances (trove/extensions/mgmt/instances/service.py).
    fn lookup_query() -> Query {
        Query::new().filter("deleted", "False")
    }
}

impl Collection<'_, MgmtInstance> {
    fn act(&self, id: &str, action: &Value) -> Result<()> {
        self.client.post(&format!("{}/action", self.item_path(id)), action).map(drop)
    }

    fn report(&self, id: &str, report: &str, key: &str) -> Result<Object> {
        self.client.object(&format!("{}/{report}", self.item_path(id)), key)
    }

    /// Fetches an instance by its ID, deleted or not: `GET /mgmt/instances/{id}?deleted=true`.
    ///
    /// # Errors
    /// Status 404 if there never was such an instance.
    pub fn get_deleted(&self, id: &str) -> Result<Object> {
        self.client.object(&format!("{}?deleted=true", self.item_path(id)), MgmtInstance::KEY)
    }

    /// Finds the instance with this name or ID, deleted or not.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or
    /// [`Error::Ambiguous`](crate::Error::Ambiguous) when several have or had the name.
    pub fn find_deleted(&self, name_or_id: &str) -> Result<Object> {
        if MgmtInstance::is_id(name_or_id) {
            return self.get_deleted(name_or_id);
        }
        let id = self.look_up_in(name_or_id, Query::new())?;
        let id = id.ok_or_else(|| missing(MgmtInstance::NOUN, name_or_id))?;
        self.get_deleted(&id)
    }

    /// Stops the database, not the server: `POST /mgmt/instances/{id}/action`. A restart of the
    /// instance starts the database again.
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

    /// Rebuilds the server from an image: `POST /mgmt/instances/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators.
    pub fn rebuild(&self, id: &str, image_id: &str) -> Result<()> {
        self.act(id, &json!({ "rebuild": { "image_id": image_id } }))
    }

    /// Moves the server to another host [default: one that Nova chooses]: `POST
    /// /mgmt/instances/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators, 422 while the instance is busy.
    pub fn migrate(&self, id: &str, host: Option<&str>) -> Result<()> {
        let migrate = host.map_or_else(|| json!({}), |host| json!({ "host": host }));
        self.act(id, &json!({ "migrate": migrate }))
    }

    /// Clears the task of an instance, and marks its running backups as failed: `POST
    /// /mgmt/instances/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators.
    pub fn reset_task_status(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "reset-task-status": {} }))
    }

    /// Pings the guest agent: `GET /mgmt/instances/{id}/rpc_ping`.
    ///
    /// # Errors
    /// Status 400 if the guest agent does not answer.
    pub fn ping(&self, id: &str) -> Result<()> {
        self.client.get_nothing(&format!("{}/rpc_ping", self.item_path(id)))
    }

    /// Fetches the diagnostics of the guest agent: `GET /mgmt/instances/{id}/diagnostics`.
    ///
    /// # Errors
    /// Status 400 if the guest agent does not answer.
    pub fn diagnostics(&self, id: &str) -> Result<Diagnostics> {
        typed(self.diagnostics_object(id)?, "GET diagnostics")
    }

    /// Fetches the diagnostics of the guest agent as [`diagnostics`](Self::diagnostics) does, and
    /// returns the object that the service sent.
    ///
    /// # Errors
    /// Status 400 if the guest agent does not answer.
    pub fn diagnostics_object(&self, id: &str) -> Result<Object> {
        self.report(id, "diagnostics", "diagnostics")
    }

    /// Fetches the hardware of the server: `GET /mgmt/instances/{id}/hwinfo`.
    ///
    /// # Errors
    /// Status 400 if the guest agent does not answer.
    pub fn hwinfo(&self, id: &str) -> Result<HwInfo> {
        typed(self.hwinfo_object(id)?, "GET hwinfo")
    }

    /// Fetches the hardware of the server as [`hwinfo`](Self::hwinfo) does, and returns the object
    /// that the service sent.
    ///
    /// # Errors
    /// Status 400 if the guest agent does not answer.
    pub fn hwinfo_object(&self, id: &str) -> Result<Object> {
        self.report(id, "hwinfo", "hwinfo")
    }

    /// Fetches the record of who enabled root, and when: `GET /mgmt/instances/{id}/root`.
    ///
    /// # Errors
    /// Status 404 if there is no such instance.
    pub fn root_history(&self, id: &str) -> Result<RootHistory> {
        typed(self.root_history_object(id)?, "GET root")
    }

    /// Fetches the record as [`root_history`](Self::root_history) does, and returns the object that
    /// the service sent.
    ///
    /// # Errors
    /// Status 404 if there is no such instance.
    pub fn root_history_object(&self, id: &str) -> Result<Object> {
        self.report(id, "root", "root_history")
    }
}

impl Client {
    /// The instances of all projects, including deleted ones unless filtered out: `/mgmt/instances`.
    /// For administrators.
    #[must_use]
    pub fn mgmt_instances(&self) -> Collection<'_, MgmtInstance> {
        Collection::new(self)
    }
}
