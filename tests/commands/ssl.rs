//! `trove ssl`

use crate::support::cloud::Cloud;
use serde_json::json;

const SECRET: &str = "http://barbican/v1/secrets/1";

fn postgresql() -> Cloud {
    let cloud = Cloud::new();
    cloud.ok("instance create pg --flavor 2 --size 1 --datastore postgresql --wait");
    cloud
}

#[test]
fn show_prints_the_certificate_as_fields() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let short = json!({"certificate.cn": "db.sandbox", "certificate.expire_at": "2126-10-28T06:11:21.000000",
        "certificate.san": ["DNS:db.sandbox"], "mode": "builtin", "status": "on"});
    assert_eq!(cloud.json("ssl show db1"), short);
    let ran = cloud.run("ssl show db1 --include-certificate -f value -c certificate.payload");
    assert!(ran.out.starts_with("-----BEGIN CERTIFICATE-----\n"), "{ran:?}");
    assert!(ran.asked[1].ends_with("/ssl?include_certificate=True"), "{ran:?}");
    cloud.run("ssl show nope").failed(3, "no instance has the name or ID 'nope'");
}

#[test] // docs/server-behaviour.md 62
fn the_status_and_not_the_mode_says_that_ssl_is_off() {
    assert_eq!(postgresql().ok("ssl show pg -f value -c mode -c status"), "builtin\noff\n");
}

#[test]
fn enable_sends_what_the_reference_does_and_says_if_a_restart_is_needed() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let ran = cloud.run(&format!("ssl enable db1 {SECRET} -f value"));
    assert_eq!((ran.code, ran.out.as_str()), (0, "True\n"), "{ran:?}");
    assert_eq!(ran.err, "the change takes effect after a restart: 'trove instance restart db1'\n");
    assert_eq!(
        ran.bodies,
        [json!({"ssl": {"enable": true, "mode": "basic", "container_ref": SECRET}})]
    );
    cloud.ok("instance restart db1 --wait");
    let line =
        format!("ssl enable db1 {SECRET} --mode mtls --password_ref {SECRET}/p --wait -f json");
    let ran = cloud.run(&line);
    assert_eq!(ran.out, "{\n  \"restart_required\": true\n}\n", "{ran:?}");
    assert!(
        ran.err
            .starts_with("instance 'db1': ACTIVE/RESTART_REQUIRED (0s)\nthe change takes effect"),
        "{ran:?}"
    );
    assert_eq!(
        ran.bodies,
        [json!({"ssl": {"enable": true, "mode": "mtls", "container_ref": SECRET,
            "password_ref": format!("{SECRET}/p")}})]
    );
}

#[test]
fn enable_refuses_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (rest, says) in [
        ("secret", "'secret' is not a URL"),
        ("http://b/v1/containers/1", "is a container of secrets, not a secret"),
        (&*format!("{SECRET} --password-ref x"), "'x' is not a URL"),
        (&*format!("{SECRET} --mode strict"), "basic, enforced, mtls"),
        (&*format!("{SECRET} -c nope"), "nope"),
        ("", "<CONTAINER_REF>"),
    ] {
        cloud.run(&format!("ssl enable db1 {rest}")).failed(2, says).sent_nothing();
    }
}

#[test]
fn disable_and_rollback_print_the_result() {
    let cloud = postgresql();
    cloud.ok(&format!("ssl enable pg {SECRET}"));
    let ran = cloud.run("ssl disable pg --wait -f value");
    assert_eq!((ran.out.as_str(), &ran.bodies[0]), ("False\n", &json!({"ssl": {"disable": true}})));
    assert!(!ran.err.contains("restart"), "{ran:?}");
    let ran = cloud.run("ssl rollback pg -f shell");
    assert_eq!(ran.bodies, [json!({"ssl": {"rollback": true}})]);
    assert_eq!(ran.out, "mode=\"basic\"\nrestart_required=\"False\"\nstatus=\"on\"\n");
    cloud.run("ssl rollback pg").failed(1, "hint: there is no change to undo");
}

#[test]
fn mysql_8_does_not_disable_encryption() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.run("ssl disable db1").failed(1, "Not supported for MySQL 8.0 and above");
    cloud.ok("instance create db2 --replica-of db1");
    let busy = cloud.run("ssl disable db2");
    busy.failed(1, "(HTTP 422)").failed(1, "trove instance wait");
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    cloud.run("ssl show db1 -f csv").failed(2, "").sent_nothing();
    for verb in [&format!("enable db1 {SECRET}"), "disable db1", "rollback db1"] {
        for options in ["-c nonsense", "-f csv"] {
            cloud.run(&format!("ssl {verb} {options}")).failed(2, "").sent_nothing();
        }
    }
}
