//! Lists that do not end, or that cannot be read to their end.

use crate::support::home::Home;
use crate::support::site::{Site, json};
use serde_json::{Value, json};

/// A service whose lists are these pages, by the marker of the request.
fn paged(list: &'static str, page: impl Fn(&str) -> Value + Send + Sync + 'static) -> Site {
    Site::answering(move |request| {
        let query = request.uri().query().unwrap_or_default();
        let marker = query.split('&').find_map(|pair| pair.strip_prefix("marker="));
        match request.uri().path() == format!("/{list}") {
            true => json(200, &page(marker.unwrap_or_default())),
            false => json(404, &json!({"itemNotFound": {"message": "no"}})),
        }
    })
}

fn row(id: usize) -> Value {
    json!({"id": format!("{id}"), "name": format!("n{id}"), "status": "ACTIVE"})
}

#[test] // docs/server-behaviour.md 46
fn a_list_by_offset_that_changes_is_whole_without_its_repeated_rows_and_says_so() {
    let site = paged("backups", |marker| match marker {
        "" => json!({"backups": [row(1), row(2)], "links": [{"rel": "next", "href": "?marker=2"}]}),
        _ => json!({"backups": [row(2), row(3)]}),
    });
    let home = Home::facing(&site.url());
    let ended = home.run("backup list -f value -c Name");
    assert_eq!((ended.status, ended.out.as_str()), (Some(0), "n1\nn2\nn3\n"), "{ended:?}");
    let warning = "warning: the list of backups changed while it was read: \
                   rows that came twice are left out, and others may be missing\n";
    assert_eq!(ended.err, warning);
    assert_eq!(home.run("-q backup list").err, "");
    let ended = home.run("backup show nosuch").saying("the list of backups changed");
    assert_eq!(ended.status, Some(3));
}

#[test] // docs/server-behaviour.md 47
fn a_page_that_cannot_be_followed_is_printed_and_then_an_error() {
    let site = paged(
        "instances",
        |_| json!({"instances": [row(1)], "links": [{"rel": "next", "href": "http://x/?page=2"}]}),
    );
    let home = Home::facing(&site.url());
    let ended = home.run("instance list -f value -c Name");
    assert_eq!((ended.status, ended.out.as_str()), (Some(1), "n1\n"), "{ended:?}");
    ended.saying("its link to the next page has no marker: 'http://x/?page=2'");
    home.run("instance list --all").failed(1).saying("no marker");
    home.run("instance show n1").failed(1).saying("no marker");
}

#[test]
fn endless_pages_are_an_error_and_not_an_endless_command() {
    let site = paged("instances", |marker| {
        let next = marker.parse::<usize>().unwrap_or_default() + 1;
        json!({"instances": [], "links": [{"rel": "next", "href": format!("http://x.invalid/?marker={next}")}]})
    });
    let home = Home::facing(&site.url());
    for line in ["instance list --all", "instance show nosuch", "instance delete a b"] {
        home.run(line).failed(1).saying("the last 10 pages had nothing new");
    }
    assert_eq!(site.asked().len(), 30);
}
