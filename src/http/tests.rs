//! Uses the fake service of the tests as the network.

use crate::Result;
use crate::http::{Request, Response, Transport};
use crate::testing::fake::Fake;

impl Transport for Fake {
    fn send(&self, request: Request) -> Result<Response> {
        Ok(self.handle(request))
    }
}
