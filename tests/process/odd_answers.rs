//! Answers with odd values, and answers that are too large.

use crate::support::home::Home;
use crate::support::site::Site;
use crate::testing::server::bytes;

/// A service whose every answer is this text.
fn site(body: impl Into<Vec<u8>>) -> Site {
    let body = body.into();
    Site::answering(move |_| bytes(&http::Response::new(body.clone())))
}

#[test]
fn odd_values_keep_what_they_are_in_raw_and_fail_no_list() {
    let row = r#"{"id":"a","name":"x\ud800y","n":123456789012345678901234567890,"f":1.50}"#;
    let site = site(format!(r#"{{"instances": [{row}, {{"id": NaN, "name": "b"}}]}}"#));
    let home = Home::facing(&site.url());
    let raw = home.run("instance list -f raw").worked_silently().out;
    assert_eq!(raw, format!("{row}\n{{\"id\":null,\"name\":\"b\"}}\n"));
    let value = home.run("instance list -f value -c ID -c Name").worked_silently().out;
    assert_eq!(value, "a x\u{fffd}y\nNone b\n");
    let json = home.run("instance list -f json -c Name --noindent").worked_silently().out;
    assert_eq!(json, "[{\"Name\": \"x\\ufffdy\"}, {\"Name\": \"b\"}]\n");
}

#[test]
fn a_number_of_many_digits_is_shown_with_all_of_them() {
    let number = "123456789012345678901234567890";
    let row = format!(r#"{{"id": "a", "name": {number}}}"#);
    let home = |site: &Site| Home::facing(&site.url());
    let site = site(format!(r#"{{"instances": [{row}]}}"#));
    for format in ["json", "yaml", "csv", "value", "table"] {
        let out = home(&site).run(&format!("instance list -f {format}")).worked_silently().out;
        assert!(out.contains(number), "{out}");
    }
}

#[test]
fn an_answer_that_would_fill_the_memory_is_refused() {
    let list = |row: &str, count: usize| {
        format!(r#"{{"instances": [{}{row}]}}"#, format!("{row},").repeat(count - 1))
    };
    for (body, why) in [
        (list("{}", 1_000_000), "it has more than 1000000 values"),
        (list(r#"{"a":1}"#, 450_000), "it would take more than 112 MB of memory"),
        (list(&format!(r#"{{"a":"{}"}}"#, "x".repeat(1 << 20)), 17), "longer than 16777216 bytes"),
    ] {
        let site = site(body);
        let ended = Home::facing(&site.url()).run("instance list").failed(1);
        ended.saying("unexpected answer to GET http").saying(why);
    }
    let site = site(list("{}", 120_000));
    let home = Home::facing(&site.url());
    home.run("instance list -f json").failed(1).saying("the list is too long");
    assert_eq!(home.run("instance list -f value -c ID").worked().out.len(), 120_000);
}
