//! `trove config doctor` on a real network with problems.

use crate::support::home::Home;
use crate::support::site::{Site, json};
use crate::support::tty::{On, Tty};
use crate::testing::ca::Ca;
use crate::testing::server::closed_address;
use serde_json::Value;

/// The rows of the doctor, and the exit code.
struct Diagnosis {
    status: Option<i32>,
    rows: Vec<Value>,
}

impl Diagnosis {
    fn of(home: &Home, options: &str) -> Self {
        let ended = home.run(&format!("{options} config doctor -f json"));
        let rows = serde_json::from_str(&ended.out);
        Self { status: ended.status, rows: rows.unwrap_or_else(|_| panic!("{ended:?}")) }
    }

    #[track_caller]
    fn result(&self, check: &str) -> &str {
        let row = self.rows.iter().find(|row| row["Check"] == check);
        row.unwrap_or_else(|| panic!("no {check} in {:?}", self.rows))["Result"].as_str().unwrap()
    }

    /// Asserts that this is the first failed check, with this reason and this hint.
    #[track_caller]
    fn failed(&self, status: i32, check: &str, why: &str, hint: &str) -> &Self {
        let first = self.rows.iter().find(|row| row["Result"] == "failed");
        let first = first.unwrap_or_else(|| panic!("nothing failed: {:?}", self.rows));
        assert_eq!(self.status, Some(status), "{first}");
        assert_eq!(first["Check"], check, "{first}");
        assert!(first["Detail"].as_str().unwrap().contains(why), "{first}");
        assert!(first["Hint"].as_str().unwrap().contains(hint), "{first}");
        self
    }

    #[track_caller]
    fn worked(&self) -> &Self {
        let failed: Vec<_> = self.rows.iter().filter(|row| row["Result"] == "failed").collect();
        assert!(failed.is_empty() && self.status == Some(0), "{failed:?}");
        self
    }
}

/// A cloud over TLS, and a user who trusts its CA.
fn secure(ca: &Ca, host: &str, expired: bool) -> (Site, Home) {
    let site = Site::cloud_with_tls(ca.server(host, expired));
    let home = Home::at(&site);
    let file = home.write("ca.pem", ca.pem());
    let home = home.with("OS_CACERT", file.to_str().unwrap());
    (site, home)
}

#[test]
fn every_check_passes_over_tls() {
    let (_site, home) = secure(&Ca::new("mine"), "127.0.0.1", false);
    let diagnosis = Diagnosis::of(&home, "");
    diagnosis.worked();
    for check in ["Keystone: TCP", "Keystone: TLS", "Keystone", "Login", "Catalog", "Trove"] {
        assert_eq!(diagnosis.result(check), "ok", "{check}");
    }
    let detail = |check: &str| {
        let row = diagnosis.rows.iter().find(|row| row["Check"] == check).unwrap();
        row["Detail"].as_str().unwrap()
    };
    assert_eq!(detail("Keystone: TLS"), "TLS 1.3");
    assert!(detail("Keystone: certificate chain").contains("signed by CN=mine, 1 sent"));
    assert!(detail("Keystone: certificate expiry").contains(" days"));
    assert_eq!(detail("Keystone: certificate name"), "valid for 127.0.0.1");
}

#[test]
fn each_certificate_problem_has_its_own_check() {
    let mine = Ca::new("mine");
    let (_site, home) = secure(&mine, "127.0.0.1", false);
    home.write("ca.pem", Ca::new("other").pem());
    let check = "Keystone: certificate chain";
    Diagnosis::of(&home, "").failed(6, check, "it is not signed by a trusted CA", "ca.pem");
    let system = home.without("OS_CACERT");
    Diagnosis::of(&system, "").failed(6, check, "", "--os-cacert FILE");
    let unchecked = Diagnosis::of(&system, "--insecure");
    assert_eq!(unchecked.worked().result(check), "skipped");

    let (_site, home) = secure(&mine, "127.0.0.1", true);
    let expired = Diagnosis::of(&home, "");
    expired.failed(
        6,
        "Keystone: certificate expiry",
        "expired on 2001-02-01",
        "must renew the certificate",
    );
    assert_eq!((expired.result(check), expired.result("Login")), ("ok", "skipped"));

    let (_site, home) = secure(&mine, "elsewhere.example", false);
    let elsewhere = Diagnosis::of(&home, "");
    let name = "Keystone: certificate name";
    elsewhere.failed(6, name, "not valid for 127.0.0.1, only for elsewhere.example", "these names");
    assert_eq!((elsewhere.result(check), elsewhere.result("Keystone")), ("ok", "skipped"));
}

#[test]
fn a_server_without_tls_and_an_invalid_ca_file_are_reported() {
    let site = Site::cloud();
    let home = Home::at(&site).with("OS_AUTH_URL", site.auth_url().replace("http:", "https:"));
    Diagnosis::of(&home, "").failed(6, "Keystone: TLS", "no secure connection", "http://");
    home.write("ca.pem", "prose");
    let (_site, secured) = secure(&Ca::new("mine"), "127.0.0.1", false);
    secured.write("ca.pem", "prose");
    let diagnosis = Diagnosis::of(&secured, "");
    diagnosis.failed(6, "Keystone: certificate chain", "there is no certificate in it", "ca.pem");
}

#[test]
fn a_closed_port_and_an_unknown_host_are_reported() {
    let site = Site::cloud();
    let refused = Home::at(&site).with("OS_AUTH_URL", format!("http://{}/v3", closed_address()));
    let diagnosis = Diagnosis::of(&refused, "");
    diagnosis.failed(6, "Keystone: TCP", "refused", "is the port correct");
    assert_eq!(diagnosis.result("Trove"), "skipped");
    // No name server is asked about a name that is too long.
    let unknown = refused.with("OS_AUTH_URL", format!("https://{}.invalid/v3", "x".repeat(64)));
    let diagnosis = Diagnosis::of(&unknown, "");
    diagnosis.failed(6, "Keystone: DNS", ".invalid", "is the name correct?");
    assert_eq!(diagnosis.result("Keystone: TLS"), "skipped");
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn an_overridden_endpoint_is_checked() {
    let home = Home::at(&Site::cloud());
    let endpoint = format!("http://{}/v1.0/x", closed_address());
    let diagnosis = Diagnosis::of(&home, &format!("--os-database-endpoint-override {endpoint}"));
    diagnosis.failed(6, "Trove: TCP", "refused", "is the port correct");
    assert_eq!((diagnosis.result("Login"), diagnosis.result("Trove")), ("ok", "skipped"));
}

#[test]
fn the_connection_is_not_checked_behind_a_proxy() {
    let site = Site::cloud();
    let proxy = site.url().replace("http://", "http://me:s3cret@");
    let home = Home::at(&site).with("http_proxy", proxy);
    let diagnosis = Diagnosis::of(&home, "");
    assert_eq!(diagnosis.result("Keystone: TCP"), "skipped");
    assert!(!format!("{:?}", diagnosis.rows).contains("s3cret"));
}

#[test]
fn a_server_that_is_not_a_keystone_is_reported() {
    let site = Site::answering(|_| json(200, &serde_json::json!({"hello": "world"})));
    let home = Home::at(&site);
    let hint = "It usually ends in /v3";
    Diagnosis::of(&home, "").failed(2, "Keystone", "not as Keystone does", hint);
}

#[test]
fn the_doctor_asks_for_a_missing_password() {
    let home = Home::at(&Site::cloud()).without("OS_PASSWORD");
    let mut tty = Tty::start(&home, "config doctor -f json", 80, On::Talk);
    tty.expect_question("Password: ");
    tty.type_in("demo\n");
    let shown = tty.end();
    assert_eq!(shown.status, Some(0), "{}", shown.out);
    assert!(shown.out.contains("\"Login\""), "{}", shown.out);
}

#[test]
fn a_password_command_can_use_the_terminal() {
    let site = Site::cloud();
    let cloud = format!(
        "clouds: {{one: {{password_command: 'echo touch the key >&2; read answer; echo $answer', \
         region_name: RegionOne, auth: {{auth_url: '{}', username: demo, project_name: demo, \
         user_domain_name: Default, project_domain_name: Default}}}}}}",
        site.auth_url()
    );
    let home = Home::bare().with("PATH", "/usr/bin:/bin");
    home.write(".config/openstack/clouds.yaml", cloud);
    let mut tty = Tty::start(&home, "instance list -f json", 80, On::Talk);
    tty.expect("touch the key");
    tty.type_in("demo\n");
    let shown = tty.end();
    assert_eq!((shown.status, shown.out.as_str()), (Some(0), "[]\n"), "{}", shown.screen);
    // Without a terminal, the program has nothing to read, and its standard error is not shown.
    home.run("instance list").failed(2).saying("gave no password").hiding("touch the key");
}
