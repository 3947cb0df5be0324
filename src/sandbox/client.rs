//! Logging in to a sandbox.

use crate::Result;
use crate::api::Client;
use crate::config::{Settings, Source};
use crate::sandbox::service::Sandbox;
use crate::sandbox::state::seed::{AUTH_PATH, Account, DOMAIN_NAME, REGION};
use std::sync::Arc;

impl Account {
    /// What has to be set of a sandbox's cloud, outside of its `auth`.
    pub const CLOUD: [(&str, &str); 2] = [("region_name", REGION), ("identity_api_version", "3")];

    /// What has to be set below `auth` to log in to the sandbox at `url`.
    #[must_use]
    pub fn login(&self, url: &str) -> [(&'static str, String); 6] {
        [
            ("auth_url", format!("{url}{AUTH_PATH}")),
            ("username", self.name.into()),
            ("password", self.password.into()),
            ("project_name", self.name.into()),
            ("user_domain_name", DOMAIN_NAME.into()),
            ("project_domain_name", DOMAIN_NAME.into()),
        ]
    }

    /// All of it, as settings of the cloud `name`.
    #[must_use]
    pub fn settings(&self, name: &str, url: &str) -> Settings {
        let login = self.login(url);
        Settings::from_parts(
            name,
            Self::CLOUD,
            login.iter().map(|(key, value)| (*key, value.as_str())),
            Source::Sandbox,
        )
    }
}

impl Sandbox {
    /// A client that logs in as `account`, waits by the sandbox's clock, and needs no sockets:
    /// for tests of what uses this library.
    ///
    /// # Errors
    /// None that are known.
    pub fn client(self: &Arc<Self>, account: &Account) -> Result<Client> {
        Client::builder(account.settings("sandbox", "http://sandbox"))
            .transport(self.clone())
            .clock(self.clock())
            .build()
    }
}
