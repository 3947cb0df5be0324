//! An application credential as it is stored, and as it is shown.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::keystone::request::base;
use crate::sandbox::state::query;
use crate::sandbox::state::record::{CommaList, record};
use crate::sandbox::state::timestamp::Timestamp;
use serde_json::{Value, json};

record! {
    /// One row of `application_credentials`.
    pub(crate) struct Credential in "application_credentials" {
        pub(crate) id: String,
        pub(crate) name: String,
        pub(crate) description: Option<String>,
        pub(crate) user: String,
        pub(crate) project: String,
        pub(crate) roles: CommaList,
        /// The digest of the secret.
        pub(crate) digest: String,
        pub(crate) expires: Option<Timestamp>,
        pub(crate) unrestricted: Option<bool>,
    }
}

impl Credential {
    /// Returns the object, without the wrapper and the secret.
    pub(crate) fn view(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let mut roles = Vec::new();
        for name in &self.roles.0 {
            let id = query::text(call.db, "SELECT id FROM roles WHERE name = ?1", name)?;
            roles.push(json!({
                "id": id,
                "name": name,
                "domain_id": null,
                "description": null,
                "options": {"immutable": true},
            }));
        }
        Ok(json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "user_id": self.user,
            "project_id": self.project,
            "system": null,
            "expires_at": self.expires.map(Timestamp::with_zone),
            "unrestricted": self.unrestricted,
            "roles": roles,
            "links": {"self": format!("{}/application_credentials/{}", base(call), self.id)},
        }))
    }

    /// Refuses an ID or a name that is not found.
    pub(crate) fn not_found(key: &str) -> Refusal {
        Refusal::keystone(404, format!("Could not find Application Credential: {key}."))
    }
}
