//! Tests of requests: discovery, authorization, bodies and faults.

use crate::Clock;
use crate::http::Transport;
use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use crate::sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use std::time::Duration;

fn path(rest: &str) -> String {
    format!("/v1.0/{}{rest}", seed::DEMO.project_id)
}

#[test]
fn trove_shows_its_version_without_a_token() {
    let bench = Bench::new();
    let answer = bench.send("GET", "/", &[("host", "192.0.2.1:99")], None);
    assert_eq!(answer.body["versions"][0]["links"][0]["href"], "http://192.0.2.1:99/v1.0/");
    assert!(answer.headers.get("x-openstack-request-id").is_none());
    let health = bench.send("GET", "/healthcheck", &[], None);
    assert_eq!(health.body, json!({"detailed": false, "reasons": ["OK"]}));
    assert_eq!(bench.send("GET", "/foo", &[], None).status, 404);
}

#[test]
fn requests_without_a_valid_token_are_401() {
    let bench = Bench::new();
    for headers in [&[][..], &[("x-auth-token", "bad")]] {
        let answer = bench.send("GET", &path("/instances"), headers, None);
        assert_eq!(answer.status, 401);
        let challenge = answer.headers["www-authenticate"].to_str().unwrap();
        assert_eq!(challenge, "Keystone uri=\"http://cloud:8779/identity\"");
    }
}

#[test] // docs/server-behaviour.md 38
fn the_project_must_be_that_of_the_token_even_for_administrators() {
    let bench = Bench::new();
    let answer = bench.send("GET", &path("/instances"), &[("x-auth-token", &bench.admin)], None);
    assert_eq!(answer.status, 403);
    assert_eq!(answer.body["code"], "403 Forbidden");
    let message = answer.body["message"].as_str().unwrap();
    assert!(message.contains(&format!("User with tenant id {} cannot", seed::ADMIN.project_id)));
    for bare in ["/v1.0", "/v1.0/"] {
        assert_eq!(bench.send("GET", bare, &[("x-auth-token", &bench.demo)], None).status, 403);
    }
}

#[test] // docs/server-behaviour.md 35
fn wrong_methods_and_slashes_are_404() {
    let bench = Bench::new();
    let headers = [("x-auth-token", bench.demo.as_str())];
    for (method, rest) in [
        ("HEAD", "/instances"),
        ("PUT", "/instances"),
        ("GET", "/instances/"),
        ("POST", "/flavors"),
        ("GET", "/nothing"),
    ] {
        let answer = bench.send(method, &path(rest), &headers, None);
        assert_eq!(answer.status, 404, "{method} {rest}");
        assert!(answer.headers.contains_key("x-openstack-request-id"));
    }
}

#[test]
fn bodies_must_be_json_and_have_its_type() {
    let bench = Bench::new();
    let headers = [("x-auth-token", bench.demo.as_str())];
    let post = |body: Option<&str>, kind: &str| {
        bench.send_text("POST", &path("/instances"), &headers, body, kind)
    };
    let broken = post(Some("{bad"), "application/json");
    assert_eq!((broken.status, &broken.body["code"]), (400, &json!("400 Bad Request")));
    let text = post(Some("{}"), "text/plain");
    assert_eq!((text.status, &text.body["title"]), (415, &json!("Unsupported Media Type")));
    assert_eq!(post(None, "").error(), (400, "The request has no JSON body."));
}

#[test]
fn equal_requests_lead_to_equal_ids() {
    let ids = || {
        let bench = Bench::new();
        (bench.demo.clone(), bench.create("a"), bench.create("b"))
    };
    let (one, two) = (ids(), ids());
    assert_eq!(one, two);
    assert_ne!(one.1, one.2);
}

#[test]
fn speed_shortens_changes() {
    let bench = Bench::with(|options| options.speed = 3.0);
    let id = bench.create("db1");
    bench.wait(2);
    assert_eq!(bench.state(&id), "ACTIVE/HEALTHY");
    let error = Sandbox::open(Options { speed: 0.0, ..Options::default() }).err().unwrap();
    assert_eq!(error.to_string(), "speed '0' is not above zero");
}

#[test]
fn changes_are_made_in_order_and_as_of_their_time() {
    let bench = Bench::new();
    let id = bench.create("db1");
    bench.wait(1000);
    let instance = bench.get(&format!("/instances/{id}")).body["instance"].clone();
    assert_eq!(instance["updated"], "2026-11-21T06:11:15");
    assert_eq!(instance["service_status_updated"], "2026-11-21T06:27:45");
}

#[test]
fn faults_are_injected_into_requests_to_trove() {
    let faults = "latency=200ms,error=503@2,close@3,rate=4/min";
    let bench = Bench::with(|options| options.faults = faults.parse().unwrap());
    let before = bench.clock.now();
    assert_eq!(bench.get("/flavors").status, 200);
    assert_eq!(bench.clock.now().duration_since(before).unwrap(), Duration::from_millis(200));
    let failed = bench.get("/flavors");
    assert_eq!(failed.error(), (503, "This fault was injected."));
    let request = http::Request::get(format!("http://cloud{}", path("/flavors"))).body(Vec::new());
    let error = bench.sandbox.send(request.unwrap()).unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Unreachable);
    for _ in 0..3 {
        assert_eq!(bench.get("/flavors").status, 200);
    }
    let limited = bench.get("/flavors");
    let body = &limited.body["overLimit"];
    assert_eq!((limited.status, &body["retryAfter"]), (413, &json!("14")));
    assert_eq!(limited.headers["retry-after"], "14");
    assert_eq!(body["details"], "Only 4 GET request(s) can be made to * every minute.");
    bench.wait(14);
    assert_eq!(bench.get("/flavors").status, 200);
}

#[test] // docs/server-behaviour.md 50
fn pages_are_cut_by_id_and_sorted_by_age() {
    let bench = Bench::new();
    let mut made = Vec::new();
    for n in 0..22 {
        made.push(bench.create(&format!("db{n}")));
        bench.wait(1);
    }
    let ids = |body: &Value| -> Vec<String> {
        let rows = body["instances"].as_array().unwrap().iter();
        rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let first = ids(&bench.get("/instances?limit=11").body);
    let mut by_id = made.clone();
    by_id.sort();
    let rest = ids(&bench.get(&format!("/instances?limit=11&marker={}", by_id[10])).body);
    for (page, cut) in [(first, &by_id[..11]), (rest, &by_id[11..])] {
        let youngest_first: Vec<_> =
            made.iter().rev().filter(|id| cut.contains(id)).cloned().collect();
        assert_eq!(page, youngest_first);
    }
}

#[test]
fn request_ids_are_unique_across_processes() {
    let ids: std::collections::HashSet<_> = (0..3)
        .flat_map(|_| {
            // The same clock and the same requests, as in processes that start at once.
            let bench = Bench::new();
            [(); 3].map(|()| bench.get("/flavors").headers["x-openstack-request-id"].clone())
        })
        .collect();
    assert_eq!(ids.len(), 9);
}
