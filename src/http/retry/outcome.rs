//! The outcome of one attempt, and whether the request may be repeated.

use crate::http::retry::retry_after::says_when;
use crate::http::transport::{CutByTime, Request, Response, WithoutQuotas};
use crate::{Error, Result, TransportFailure};
use http::{Method, StatusCode};

/// The outcome of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// An answer or a failure that a repetition would not change.
    Final,
    /// There was no connection.
    NotSent,
    /// The connection broke: the request may have been carried out.
    Broken,
    /// Refused by the rate limit, which comes before every handler (trove/common/limits.py:161
    /// and the pipeline in api-paste.ini). A quota answers 413 too, but without a time; Keystone has
    /// no quotas.
    RateLimited,
    /// 503 with a time to come back: the request was not passed on. No handler of Trove or Keystone
    /// sends this, only proxies and maintenance pages.
    Refused,
    /// 502, 503 without a time, or a status of the policy: the request may have been carried out.
    Unavailable,
}

impl Outcome {
    /// Classifies the result of an attempt of `request`. `statuses` are the statuses that the policy
    /// repeats.
    pub(super) fn of(
        result: &Result<Response>,
        request: &Request,
        statuses: Option<&[u16]>,
    ) -> Self {
        let has_quotas = request.extensions().get::<WithoutQuotas>().is_none();
        match result {
            Ok(response) if response.extensions().get::<CutByTime>().is_some() => Self::Final,
            Ok(response) => match (Self::of_answer(response, has_quotas), statuses) {
                (known, None) => known,
                (_, Some(statuses)) if !statuses.contains(&response.status().as_u16()) => {
                    Self::Final
                }
                (Self::Final, Some(_)) => Self::Unavailable,
                (known, Some(_)) => known,
            },
            Err(Error::Transport(error)) => match error.failure {
                TransportFailure::Connect => Self::NotSent,
                TransportFailure::Broken => Self::Broken,
                // A timeout has cost minutes already, and the guest is still busy.
                TransportFailure::Timeout | TransportFailure::Tls | TransportFailure::Redirect => {
                    Self::Final
                }
            },
            Err(_) => Self::Final,
        }
    }

    fn of_answer(response: &Response, has_quotas: bool) -> Self {
        match response.status() {
            StatusCode::TOO_MANY_REQUESTS => Self::RateLimited,
            StatusCode::PAYLOAD_TOO_LARGE if !has_quotas || says_when(response) => {
                Self::RateLimited
            }
            StatusCode::SERVICE_UNAVAILABLE if says_when(response) => Self::Refused,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::BAD_GATEWAY => Self::Unavailable,
            _ => Self::Final,
        }
    }

    /// Returns whether the request may be repeated. A request that changes something is repeated only
    /// if it was certainly not carried out. This holds for DELETE too: a second one lowers the usage
    /// of the quota again.
    pub(super) fn repeats(self, method: &Method) -> bool {
        let reads = matches!(*method, Method::GET | Method::HEAD);
        match self {
            //                   GET, HEAD | POST, PUT, PATCH, DELETE
            Self::Final => false,
            Self::NotSent => true,
            Self::RateLimited => true,
            Self::Refused => true,
            Self::Broken => reads,
            Self::Unavailable => reads,
        }
    }
}
