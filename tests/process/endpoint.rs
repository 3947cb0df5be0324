//! Endpoints of the catalog: templates, the project in them, and regions.

use crate::support::home::Home;
use crate::support::site::{Site, json};
use crate::testing::keystone::{Keystone, service};
use crate::testing::server::bytes;
use serde_json::{Value, json};

/// A cloud whose catalog has these endpoints, by region and path, and whose service answers for the
/// project `pid` only. With `limits` it tells its limits to everybody.
fn cloud(endpoints: &'static [[&'static str; 2]], limits: bool) -> Site {
    Site::answering(move |request| {
        let host = request.headers()["host"].to_str().unwrap();
        let urls: Vec<_> =
            endpoints.iter().map(|[_, path]| format!("http://{host}/{path}")).collect();
        let rows: Vec<_> = endpoints
            .iter()
            .zip(&urls)
            .map(|([region, _], url)| ["public", region, url.as_str()])
            .collect();
        let keystone = Keystone {
            url: "/identity/v3/".into(),
            token: "t".into(),
            expires: "2999-01-01T00:00:00Z".into(),
            user: ["u", "demo"],
            project: ["pid", "demo"],
            catalog: json!([service("database", "trove", &rows)]),
        };
        let path = request.uri().path();
        if let Some(path) = path.strip_prefix("/identity/v3") {
            return bytes(&keystone.answer(request.method().as_str(), path, &json!({})).unwrap());
        }
        let whole = json!({"instances": [{"id": "1", "name": "one"}], "limits": []});
        match path.contains("/v1.0/pid/") || (limits && path.ends_with("/limits")) {
            true => json(200, &whole),
            false => {
                let message = "User with tenant id pid cannot access this resource.";
                json(403, &json!({"forbidden": {"code": 403, "message": message}}))
            }
        }
    })
}

/// The row of this check of the doctor.
fn check(home: &Home, check: &str) -> Value {
    let rows: Vec<Value> = serde_json::from_str(&home.run("config doctor -f json").out).unwrap();
    rows.into_iter().find(|row| row["Check"] == check).unwrap()
}

#[test]
fn an_endpoint_without_the_project_of_the_login_is_named_in_the_error_and_by_the_doctor() {
    for (endpoints, fault) in [
        (&[["R", "v1.0"]], "does not end in the project of the login, 'pid'"),
        (&[["R", "v1.0/other"]], "has the project 'other', but the login is for 'pid'"),
        (&[["R", "v1.0/AUTH_%(tenant_id)s"]], "has the project 'AUTH_pid'"),
    ] {
        for limits in [false, true] {
            let site = cloud(endpoints, limits);
            let home = Home::at(&site).without("OS_REGION_NAME");
            let ended = home.run("instance list").failed(4).hinting(fault).hiding("role");
            ended.hinting(&format!("'{}/v1.0/%(project_id)s'", site.url()));
            for (name, result) in [("Endpoint", "ok"), ("Trove", "failed")] {
                let row = check(&home, name);
                assert_eq!(row["Result"], result, "{row}");
                assert!(row["Hint"].as_str().unwrap().contains(fault), "{row}");
            }
        }
    }
}

#[test]
fn the_hint_about_a_wrong_endpoint_is_one_that_works() {
    let site = cloud(&[["R", "v1.0/other"]], false);
    let home = Home::at(&site).without("OS_REGION_NAME");
    let template = format!("{}/v1.0/%(project_id)s", site.url());
    home.run(&format!("instance list --os-database-endpoint-override {template}")).worked();
}

#[test]
fn templates_in_the_catalog_are_filled_in() {
    for endpoints in [
        &[["R", "v1.0/%(tenant_id)s"]],
        &[["R", "v1.0/$(project_id)s"]],
        &[["R", "v1.0/{project_id}/"]],
    ] {
        let home = Home::at(&cloud(endpoints, false)).without("OS_REGION_NAME");
        let ended = home.run("instance list -f value -c Name").worked_silently();
        assert_eq!(ended.out, "one\n");
        assert_eq!(check(&home, "Trove")["Result"], "ok");
    }
    let home = Home::at(&cloud(&[["R", "v1.0/$(region)s"]], false)).without("OS_REGION_NAME");
    home.run("instance list").failed(2).saying("placeholder $(region)s").hinting("endpoint");
}

#[test]
fn the_region_that_was_taken_is_named_if_there_are_several_and_none_is_selected() {
    let site = cloud(&[["One", "a/v1.0/pid"], ["Two", "b/v1.0/pid"], ["One", "c/v1.0/pid"]], false);
    let home = Home::at(&site).without("OS_REGION_NAME");
    let warning = "warning: no region_name is set: using the database service in region 'One', \
                   although it is in Two too\n";
    assert_eq!(home.run("instance show one").err.lines().next(), Some(warning.trim_end()));
    let ended = home.run("instance list -f value -c Name");
    assert_eq!((ended.out.as_str(), ended.err.as_str()), ("one\n", warning));
    let row = check(&home, "Endpoint");
    assert!(row["Detail"].as_str().unwrap().ends_with("/a/v1.0/pid in region One"), "{row}");
    assert!(
        row["Hint"].as_str().unwrap().ends_with("choose one with --os-region-name Two"),
        "{row}"
    );
    for region in ["One", "Two"] {
        home.run(&format!("instance list --os-region-name {region}")).worked_silently();
    }
}
