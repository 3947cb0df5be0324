//! The body of a request.

use crate::sandbox::server::refusal::Refusal;
use http::StatusCode;
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use std::time::Duration;

/// The size of the largest body that is read, in bytes.
const MAX_BODY: usize = 4 << 20;

/// How much of a larger body is read and forgotten, so that its sender gets to read the refusal.
const MAX_FORGOTTEN: usize = 64 << 20;

/// The time in which a body has to arrive.
const TIMEOUT: Duration = Duration::from_secs(60);

const TOO_LARGE: Refusal = Refusal(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than 4 MB");

/// Reads a body.
pub(super) async fn read(body: Incoming) -> Result<Vec<u8>, Refusal> {
    let late = Refusal(StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time");
    tokio::time::timeout(TIMEOUT, read_all(body)).await.unwrap_or(Err(late))
}

async fn read_all(mut body: Incoming) -> Result<Vec<u8>, Refusal> {
    if body.size_hint().lower() > MAX_FORGOTTEN as u64 {
        return Err(TOO_LARGE);
    }
    let (mut bytes, mut size) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal(StatusCode::BAD_REQUEST, "the body is cut off"))?;
        let Ok(data) = frame.into_data() else { continue };
        size += data.len();
        if size <= MAX_BODY {
            bytes.extend_from_slice(&data);
        } else if size <= MAX_FORGOTTEN {
            bytes = Vec::new();
        } else {
            break;
        }
    }
    if size > MAX_BODY { Err(TOO_LARGE) } else { Ok(bytes) }
}
