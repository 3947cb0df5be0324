//! The API client of a sandbox, which needs no socket.

use crate::Result;
use crate::api::Client;
use crate::config::{Settings, Source};
use crate::sandbox::service::Sandbox;
use crate::sandbox::state::seed::{AUTH_PATH, Account, DOMAIN_NAME, REGION};
use std::sync::Arc;

impl Account {
    /// Settings of a sandbox's cloud outside of `auth`.
    pub const CLOUD: [(&str, &str); 2] = [("region_name", REGION), ("identity_api_version", "3")];

    /// Returns the settings of `auth` for a login to the sandbox at `url`.
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

    /// Returns all settings for a login, of a cloud called `name`.
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
    /// Makes a client that logs in as `account` and waits by the sandbox's clock, for tests of programs
    /// that use this library.
    ///
    /// # Errors
    /// If the client cannot be built.
    pub fn client(self: &Arc<Self>, account: &Account) -> Result<Client> {
        Client::builder(account.settings("sandbox", "http://sandbox"))
            .transport(self.clone())
            .clock(self.clock())
            .build()
    }
}
