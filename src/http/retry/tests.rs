//! Tests with an inner transport of scripted answers, and a clock that moves by sleeping.

use super::*;
use crate::http::retry::layer::{FIRST_WAIT, back_off, notice};
use crate::http::transport::{Request, Response, Transport};
use crate::{Clock, Error, ManualClock, Result, TransportError, TransportFailure};
use http::Method;
use http::header::{DATE, RETRY_AFTER};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// Gives its answers in turn, and then repeats the last one.
struct Script {
    answers: Vec<fn() -> Result<Response>>,
    sent: Mutex<Vec<Request>>,
}

impl Transport for Script {
    fn send(&self, request: Request) -> Result<Response> {
        let mut sent = self.sent.lock().unwrap();
        let answer = self.answers[sent.len().min(self.answers.len() - 1)];
        sent.push(request);
        answer()
    }
}

struct Run {
    result: Result<Response>,
    attempts: usize,
    slept: Duration,
}

fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

fn run(method: Method, answers: Vec<fn() -> Result<Response>>, retries: u32) -> Run {
    let policy = RetryPolicy { retries, status_retries: retries, ..RetryPolicy::default() };
    run_by(method, answers, policy)
}

fn run_by(method: Method, answers: Vec<fn() -> Result<Response>>, policy: RetryPolicy) -> Run {
    let clock = Arc::new(ManualClock::new(start()));
    let script = Arc::new(Script { answers, sent: Mutex::default() });
    let retry = Retry::new(script.clone(), policy, clock.clone());
    let mut request = Request::new(b"body".to_vec());
    *request.method_mut() = method;
    *request.uri_mut() = "http://trove/v1.0/p/instances".parse().unwrap();
    request.headers_mut().insert("x-auth-token", "tok".parse().unwrap());
    let result = retry.send(request);
    let sent = script.sent.lock().unwrap();
    for request in sent.iter() {
        assert_eq!(
            (request.body().as_slice(), &request.headers()["x-auth-token"]),
            (&b"body"[..], &"tok".parse().unwrap())
        );
    }
    Run { result, attempts: sent.len(), slept: clock.now().duration_since(start()).unwrap() }
}

fn answer(status: u16, after: Option<&str>, body: &str) -> Result<Response> {
    let mut builder = http::Response::builder().status(status);
    if let Some(after) = after {
        builder = builder.header("retry-after", after);
    }
    Ok(builder.body(body.into()).unwrap())
}

fn fail(failure: TransportFailure) -> Result<Response> {
    Err(TransportError::new("http://trove", failure, None).into())
}

fn ok() -> Result<Response> {
    answer(200, None, "")
}

const QUOTA: &str = r#"{"overLimit": {"code": 413, "message": "Quota exceeded."}}"#;
const RATE: &str = r#"{"overLimit": {"code": 413, "message": "slow", "retryAfter": "20"}}"#;

#[test]
fn only_harmless_requests_are_sent_again() {
    type Case = (&'static str, fn() -> Result<Response>, bool, bool);
    let cases: [Case; 18] = [
        // What happened, and whether GET and POST are sent again.
        ("no connection", || fail(TransportFailure::Connect), true, true),
        ("broken", || fail(TransportFailure::Broken), true, false),
        ("timeout", || fail(TransportFailure::Timeout), false, false),
        ("tls", || fail(TransportFailure::Tls), false, false),
        ("redirect", || fail(TransportFailure::Redirect), false, false),
        ("wrong input", || Err(Error::invalid("x")), false, false),
        ("429", || answer(429, None, ""), true, true),
        ("503", || answer(503, None, ""), true, false),
        ("503 with a time", || answer(503, Some("3"), ""), true, true),
        ("502", || answer(502, None, ""), true, false),
        ("504", || answer(504, None, ""), false, false),
        ("500", || answer(500, None, ""), false, false),
        ("501 with a time", || answer(501, Some("3"), ""), false, false),
        ("quota", || answer(413, None, QUOTA), false, false),
        ("rate limit", || answer(413, None, RATE), true, true),
        ("rate limit by header", || answer(413, Some("20"), QUOTA), true, true),
        ("404", || answer(404, None, ""), false, false),
        ("401", || answer(401, None, ""), false, false),
    ];
    for (what, first, reads, writes) in cases {
        for (methods, again) in [
            (vec![Method::GET, Method::HEAD], reads),
            (vec![Method::POST, Method::PUT, Method::PATCH, Method::DELETE], writes),
        ] {
            for method in methods {
                let run = run(method.clone(), vec![first, ok], 3);
                assert_eq!(run.attempts, if again { 2 } else { 1 }, "{method} after {what}");
                assert_eq!(run.result.is_ok_and(|r| r.status() == 200), again, "{method}, {what}");
            }
        }
    }
}

#[test]
fn the_last_answer_is_returned() {
    let run =
        run(Method::GET, vec![|| answer(503, Some("1"), "a"), || answer(503, Some("2"), "b")], 3);
    assert_eq!((run.attempts, run.slept), (4, Duration::from_secs(5)));
    assert_eq!(run.result.unwrap().body(), b"b");
}

#[test]
fn no_retries_means_one_attempt() {
    let run = run(Method::GET, vec![|| fail(TransportFailure::Connect), ok], 0);
    assert_eq!((run.attempts, run.slept), (1, Duration::ZERO));
    assert!(run.result.is_err());
}

#[test]
fn connections_and_answers_have_their_own_counts_and_waits() {
    let policy = RetryPolicy {
        retries: 1,
        delay: Some(Duration::from_secs(7)),
        status_retries: 2,
        status_delay: Some(Duration::from_secs(9)),
        statuses: None,
    };
    let by = |answers| run_by(Method::GET, answers, policy.clone());
    let refused = by(vec![|| fail(TransportFailure::Connect)]);
    assert_eq!((refused.attempts, refused.slept), (2, Duration::from_secs(7)));
    let busy = by(vec![|| answer(503, None, "")]);
    assert_eq!((busy.attempts, busy.slept), (3, Duration::from_secs(18)));
    let asked = by(vec![|| answer(503, Some("2"), ""), ok]);
    assert_eq!((asked.attempts, asked.slept), (2, Duration::from_secs(2)));
}

#[test]
fn other_statuses_can_be_retried_but_not_for_requests_that_change_something() {
    let policy = || RetryPolicy { statuses: Some(vec![500, 429]), ..RetryPolicy::default() };
    for (first, reads, writes) in [
        ((|| answer(500, None, "")) as fn() -> Result<Response>, 2, 1),
        (|| answer(429, None, ""), 2, 2),
        (|| answer(503, None, ""), 1, 1),
        (|| fail(TransportFailure::Connect), 2, 2),
    ] {
        assert_eq!(run_by(Method::GET, vec![first, ok], policy()).attempts, reads);
        assert_eq!(run_by(Method::POST, vec![first, ok], policy()).attempts, writes);
    }
}

#[test]
fn the_wait_that_the_server_asks_for_is_kept_up_to_a_minute() {
    for (first, attempts, slept) in [
        ((|| answer(413, None, RATE)) as fn() -> Result<Response>, 2, 20),
        (|| answer(429, Some("60"), ""), 2, 60),
        (|| answer(429, Some("61"), ""), 1, 0),
        (|| answer(503, Some("Fri, 15 Jan 2027 08:00:30 GMT"), ""), 2, 30),
        (|| answer(503, Some("Fri, 15 Jan 2027 09:00:00 GMT"), ""), 1, 0),
    ] {
        let run = run(Method::GET, vec![first, ok], 3);
        assert_eq!((run.attempts, run.slept), (attempts, Duration::from_secs(slept)));
    }
}

#[test]
fn the_back_off_doubles_up_to_a_minute_and_is_random() {
    for (retries, limit) in [(0, 0.5), (1, 1.0), (2, 2.0), (7, 60.0), (400, 60.0)] {
        let waits: Vec<_> = (0..64).map(|_| back_off(retries).as_secs_f64()).collect();
        assert!(waits.iter().all(|wait| *wait <= limit), "{waits:?}");
        assert!(waits.iter().any(|wait| *wait > limit / 2.0), "{waits:?}");
        assert!(waits.iter().any(|wait| *wait < limit / 2.0), "{waits:?}");
    }
}

#[test]
fn a_past_time_or_zero_seconds_backs_off() {
    for first in [(|| answer(429, Some("0"), "")) as fn() -> Result<Response>, || {
        answer(429, Some("Fri, 15 Jan 2027 07:00:00 GMT"), "")
    }] {
        let run = run(Method::GET, vec![first, ok], 3);
        assert!(run.attempts == 2 && run.slept <= FIRST_WAIT, "{:?}", run.slept);
    }
}

#[test]
fn a_date_is_read_by_the_servers_own_clock() {
    let mut response = answer(503, Some("Fri, 15 Jan 2027 08:00:30 GMT"), "").unwrap();
    assert_eq!(retry_after(&response, start()), Some(Duration::from_secs(30)));
    response.headers_mut().insert(DATE, "Fri, 15 Jan 2027 08:00:25 GMT".parse().unwrap());
    assert_eq!(retry_after(&response, start()), Some(Duration::from_secs(5)));
    response.headers_mut().insert(RETRY_AFTER, "soon".parse().unwrap());
    assert_eq!(retry_after(&response, start()), None);
}

#[test]
fn the_reason_of_a_retry_is_logged_without_secrets() {
    let request = http::Request::get("http://me:pw@trove/x").body(Vec::new()).unwrap();
    let wait = Duration::from_secs(2);
    for (result, expected) in [
        (answer(503, None, ""), "503 from GET"),
        (fail(TransportFailure::Connect), "no connection for GET"),
        (fail(TransportFailure::Broken), "no answer to GET"),
    ] {
        let expected = format!("{expected} http://me:***@trove/x: trying again in 2.0s (2 of 3)");
        assert_eq!(notice(&result, &request, wait, 2, 3), expected);
    }
}
