//! `trove health`

use crate::support::cloud::Cloud;
use serde_json::json;

#[test]
fn a_healthy_service_is_reported() {
    let cloud = Cloud::new();
    let health = cloud.json("health");
    assert_eq!(
        health,
        json!({"reasons": "OK", "status": "healthy", "url": "http://sandbox/healthcheck"})
    );
    assert_eq!(cloud.ok("health -f value -c status"), "healthy\n");
}

#[test]
fn an_unhealthy_service_is_an_error() {
    let ran = Cloud::with_faults("health=503").run("health -f value -c status -c reasons");
    assert_eq!((ran.code, ran.out.as_str()), (1, "DISABLED BY FILE\nunhealthy\n"), "{}", ran.err);
}
