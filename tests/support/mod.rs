//! Clouds, users and servers for the tests.

pub(crate) mod cloud;
pub(crate) mod every_command;
#[cfg(unix)]
pub(crate) mod home;
pub(crate) mod place;
pub(crate) mod reply_rules;
#[cfg(unix)]
pub(crate) mod site;
#[cfg(unix)]
pub(crate) mod tty;

use crate::testing::fake::Fake;
use troveclient::Result;
use troveclient::http::{Request, Response, Transport};

impl Transport for Fake {
    fn send(&self, request: Request) -> Result<Response> {
        Ok(self.handle(request))
    }
}
