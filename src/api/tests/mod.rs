//! Tests of what all collections share: pages, and finding by name or ID.

mod deletion;
pub(super) mod fake;

use super::*;
use crate::api::tests::fake::{Fake, not_found};
use crate::{Error, ErrorKind};
use serde_json::{Value, json};

const A: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const B: &str = "aaaaaaaa-0000-4000-8000-000000000002";
const C: &str = "aaaaaaaa-0000-4000-8000-000000000003";

fn instance(id: &str, name: &str) -> Value {
    json!({"id": id, "name": name, "status": "ACTIVE"})
}

fn page(items: &[Value], next: Option<&str>) -> Value {
    let mut page = json!({"instances": items});
    if let Some(marker) = next {
        page["links"] = json!([{"rel": "next", "href": format!("https://elsewhere/x?limit=2&marker={marker}")}]);
    }
    page
}

/// Two pages: one and two, then another two.
fn service() -> Fake {
    Fake::new(|line, _| match line {
        "GET instances" | "GET instances?include_clustered=True" => {
            (200, page(&[instance(A, "one"), instance(B, "two")], Some("m%2540x")))
        }
        "GET instances?marker=m%40x" | "GET instances?marker=m%40x&include_clustered=True" => {
            (200, page(&[instance(C, "two")], None))
        }
        line if line == format!("GET instances/{A}") => {
            (200, json!({"instance": instance(A, "one")}))
        }
        _ => not_found(),
    })
}

#[test]
fn pages_are_fetched_when_their_first_item_is_needed() {
    let fake = service();
    let client = fake.client();
    let mut all = client.instances().all(Query::new());
    assert!(fake.asked().is_empty());
    assert_eq!(all.next().unwrap().unwrap().id, A);
    assert_eq!(all.next().unwrap().unwrap().id, B);
    assert_eq!(fake.asked(), ["GET instances"]);
    assert_eq!(all.next().unwrap().unwrap().id, C);
    assert!(all.next().is_none());
    assert_eq!(fake.asked(), ["GET instances", "GET instances?marker=m%40x"]);
}

#[test]
fn a_page_has_the_marker_of_the_next() {
    let client = service().client();
    let first = client.instances().list(&Query::new()).unwrap();
    assert_eq!(first.next.as_deref(), Some("m@x"));
    let last = client.instances().list(&Query::new().marker(first.next)).unwrap();
    assert_eq!((last.items.len(), last.next), (1, None));
}

#[test] // docs/server-behaviour.md 45
fn a_limit_beyond_a_page_is_collected_exactly() {
    let fake = Fake::new(|line, _| match line {
        "GET instances?limit=3" => (200, page(&[instance(A, "a"), instance(B, "b")], Some("x"))),
        "GET instances?limit=1&marker=x" => (200, page(&[instance(C, "c")], Some("y"))),
        _ => not_found(),
    });
    let client = fake.client();
    let mut objects = client.instances().objects(Query::new().limit(3));
    assert_eq!(objects.by_ref().collect::<crate::Result<Vec<_>>>().unwrap().len(), 3);
    assert_eq!(objects.more().unwrap().as_deref(), Some("y"));
}

#[test] // docs/server-behaviour.md 46
fn a_full_last_page_of_an_offset_paged_list_is_the_last() {
    let fake = Fake::new(|line, _| match line {
        "GET mgmt/instances" => (200, page(&[instance(A, "a")], Some("1"))),
        "GET mgmt/instances?limit=1&marker=1" => (200, page(&[], None)),
        _ => not_found(),
    });
    let client = fake.client();
    let mut objects = client.mgmt_instances().objects(Query::new()).one_page();
    assert_eq!(objects.by_ref().count(), 1);
    assert_eq!(objects.more().unwrap(), None);
}

#[test] // docs/server-behaviour.md 47
fn a_repeated_marker_ends_the_walk_with_an_error() {
    let mut ids = [A, B].into_iter();
    let fake =
        Fake::new(move |_, _| (200, page(&[instance(ids.next().unwrap(), "a")], Some("same"))));
    let client = fake.client();
    let error = client.instances().all(Query::new()).find_map(Result::err).unwrap();
    assert!(error.to_string().contains("'same' appears twice"), "{error}");
    assert_eq!(fake.asked().len(), 2);
}

#[test] // docs/server-behaviour.md 47
fn a_link_without_a_marker_is_an_error_after_the_rows_of_the_page() {
    let fake = Fake::new(|_, _| (200, page(&[instance(A, "one")], Some(""))));
    let client = fake.client();
    let mut all = client.instances().all(Query::new());
    assert_eq!(all.next().unwrap().unwrap().id, A);
    let error = all.next().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected answer to GET http://trove/v1.0/p/instances: \
         its link to the next page has no marker: 'https://elsewhere/x?limit=2&marker='"
    );
    assert!(all.next().is_none());
    for query in [Query::new(), Query::new().limit(1)] {
        let mut first = client.instances().objects(query).one_page();
        assert!(first.by_ref().all(|object| object.is_ok()));
        assert_eq!(first.more().unwrap_err().to_string(), error.to_string());
    }
    assert!(client.instances().list(&Query::new()).is_err());
    assert!(client.instances().find("one").is_err());
    assert!(client.instances().find_ids(&["one", "two"].map(String::from)).is_err());
}

#[test] // docs/server-behaviour.md 47
fn the_marker_that_was_sent_is_no_next_page() {
    let fake = Fake::new(|_, _| (200, page(&[instance(A, "a")], Some("m"))));
    let client = fake.client();
    let mut all = client.instances().objects(Query::new().marker("m".to_owned()));
    assert!(all.next().unwrap().is_ok());
    assert!(all.next().unwrap().unwrap_err().to_string().contains("'m' appears twice"));
    assert_eq!(fake.asked().len(), 1);
}

/// A service whose every page has a link to yet another one.
fn endless(mut rows: impl FnMut(usize) -> Vec<Value> + Send + 'static) -> Fake {
    let mut pages = 0;
    Fake::new(move |line, _| {
        pages += 1;
        let rows = rows(pages);
        let path = line.split_once(' ').unwrap().1.split('?').next().unwrap();
        let key = path.rsplit('/').find(|part| part.len() > 1).unwrap();
        let marker = pages.to_string();
        let link = json!([{"rel": "next", "href": format!("http://x.invalid/?marker={marker}")}]);
        (200, json!({key: rows, "links": link}))
    })
}

#[test]
fn no_list_and_no_search_for_a_name_reads_pages_forever() {
    type Walk = fn(&Client) -> crate::Result<usize>;
    fn count<R: Resource>(objects: Objects<'_, R>) -> crate::Result<usize> {
        objects.collect::<crate::Result<Vec<_>>>().map(|objects| objects.len())
    }
    let walks: [Walk; 12] = [
        |client| count(client.instances().objects(Query::new())),
        |client| count(client.clusters().objects(Query::new().limit(500))),
        |client| count(client.configurations().objects(Query::new())),
        |client| count(client.backups().objects(Query::new())),
        |client| count(client.mgmt_instances().objects(Query::new())),
        |client| count(client.datastores().objects(Query::new())),
        |client| count(client.users("i").objects(Query::new())),
        |client| count(client.databases("i").objects(Query::new())),
        |client| client.instances().modules("i").map(|rows| rows.len()),
        |client| client.module_count_objects("m", false).map(|rows| rows.len()),
        |client| client.backups().find("nosuch").map(|_| 1),
        |client| client.instances().find_ids(&["a", "b"].map(String::from)).map(|ids| ids.len()),
    ];
    for walk in walks {
        let empty = endless(|_| Vec::new());
        let error = walk(&empty.client()).unwrap_err().to_string();
        assert!(error.ends_with("the last 10 pages had nothing new"), "{error}");
        assert_eq!(empty.asked().len(), 10, "{error}");
        let repeating = endless(|_| vec![instance(A, "a")]);
        let error = walk(&repeating.client()).unwrap_err().to_string();
        let twice = error.contains(" twice") && repeating.asked().len() == 2;
        assert!(twice || repeating.asked().len() == 11, "{error}: {:?}", repeating.asked());
    }
}

#[test] // docs/server-behaviour.md 46
fn a_list_by_offset_that_changes_is_read_on_without_the_rows_that_come_twice() {
    let fake = Fake::new(|line, _| match line {
        "GET backups" => (
            200,
            json!({"backups": [instance(A, "a"), instance(B, "b")],
            "links": [{"rel": "next", "href": "http://x/?marker=2"}]}),
        ),
        "GET backups?marker=2" => (200, json!({"backups": [instance(B, "b"), instance(C, "c")]})),
        line if line == format!("GET backups/{B}") => (200, json!({"backup": instance(B, "b")})),
        _ => not_found(),
    });
    let client = fake.client();
    let rows = client.backups().objects(Query::new()).collect::<crate::Result<Vec<_>>>().unwrap();
    assert_eq!(rows.iter().filter_map(Backup::id).collect::<Vec<_>>(), [A, B, C]);
    assert_eq!(client.backups().find_id("b").unwrap(), B);
}

#[test]
fn a_list_without_pages_that_is_not_complete_is_an_error() {
    let fake = Fake::new(|line, _| match line {
        "GET mgmt/quotas/p" => (200, json!({"quotas": [], "links": [{"rel": "next"}]})),
        line if line.contains("subnets") => {
            (200, json!({"subnets": [], "subnets_links": [{"rel": "next", "href": "x"}]}))
        }
        _ => (200, json!({"projects": [], "truncated": true})),
    });
    let client = fake.client();
    let nic = Nic {
        network_id: Some("N".to_owned()),
        subnet_id: None,
        ip_address: Some("192.0.2.1".to_owned()),
    };
    for error in [
        client.quota_objects("p").unwrap_err(),
        client.with_subnet(&nic).unwrap_err(),
        client.find_project("demo").unwrap_err(),
    ] {
        assert!(error.to_string().ends_with("in it is not complete"), "{error}");
    }
}

#[test]
fn a_name_on_a_later_page_is_found_and_the_resource_fetched() {
    let fake = service();
    assert_eq!(fake.client().instances().find("one").unwrap().id, A);
    let last = fake.asked().pop();
    assert_eq!(last, Some(format!("GET instances/{A}")));
}

#[test] // docs/server-behaviour.md 43
fn an_ambiguous_name_is_an_error_with_both_ids() {
    let error = service().client().instances().find_id("two").unwrap_err();
    assert!(matches!(&error, Error::Ambiguous { ids, .. } if *ids == [B, C]), "{error}");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test] // docs/server-behaviour.md 44
fn instances_inside_clusters_are_found_by_name() {
    let fake = service();
    assert_eq!(fake.client().instances().find_id("one").unwrap(), A);
    assert!(fake.asked().iter().all(|line| line.ends_with("include_clustered=True")));
}

#[test]
fn an_unknown_name_is_tried_as_an_id() {
    let fake = service();
    let error = fake.client().instances().find("a/b").unwrap_err();
    assert_eq!(error.to_string(), "no instance has the name or ID 'a/b'");
    assert_eq!(fake.asked().pop().as_deref(), Some("GET instances/a%2Fb"));
}

#[test]
fn a_uuid_is_fetched_and_looked_up_as_a_name_only_then() {
    let fake = Fake::new(|line, _| match line {
        "GET instances?include_clustered=True" => (200, page(&[instance(A, B)], None)),
        line if line == format!("GET instances/{A}") => (200, json!({"instance": instance(A, B)})),
        _ => not_found(),
    });
    assert_eq!(fake.client().instances().find(B).unwrap().id, A);
    assert_eq!(fake.client().instances().find_id(C).unwrap(), C);
}

#[test]
fn several_names_are_looked_up_in_one_walk() {
    let fake = service();
    let names = ["one", "two", "three", C].map(String::from);
    let ids = fake.client().instances().find_ids(&names).unwrap();
    assert_eq!(ids[0].as_ref().unwrap(), A);
    assert!(matches!(&ids[1], Err(Error::Ambiguous { .. })));
    assert!(matches!(&ids[2], Err(Error::NotFound { name, .. }) if name == "three"));
    assert_eq!(ids[3].as_ref().unwrap(), C);
    assert_eq!(fake.asked().len(), 2);
}

#[test] // docs/server-behaviour.md 55
fn flavors_are_identified_by_the_id_as_text() {
    let flavors = json!([
        {"id": 2, "str_id": "2", "name": "small", "ram": 1024},
        {"id": null, "str_id": "m1", "name": "odd", "ram": 512},
    ]);
    let fake = Fake::new(move |line, _| match line {
        "GET flavors" => (200, json!({"flavors": flavors})),
        "GET flavors/2" => (200, json!({"flavor": flavors[0]})),
        "GET flavors/m1" => (200, json!({"flavor": flavors[1]})),
        _ => not_found(),
    });
    let client = fake.client();
    assert_eq!(client.flavors().find("2").unwrap().name, "small");
    assert_eq!(client.flavors().find("odd").unwrap().id, "m1");
    assert_eq!(client.flavors().find_id("small").unwrap(), "2");
}

#[test]
fn a_reply_without_its_envelope_is_an_error_that_names_the_request() {
    let client = Fake::new(|_, _| (200, json!({"surprise": []}))).client();
    let error = client.instances().list(&Query::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected answer to GET http://trove/v1.0/p/instances: no list 'instances' in it"
    );
}

#[test]
fn a_change_that_is_answered_by_a_303_was_carried_out() {
    let fake = Fake::new(|line, _| match line {
        line if line.starts_with("GET") => (200, json!({"instance": instance(A, "one")})),
        _ => (303, json!("see there")),
    });
    let client = fake.client();
    client.instances().delete(A).unwrap();
    client.instances().restart(A).unwrap();
    assert_eq!(fake.asked().len(), 2);
}

#[test]
fn long_pages_are_asked_for_where_the_service_has_no_longest() {
    let fake = Fake::new(|line, _| {
        let (first, length, next) = match line {
            "GET mgmt/instances?limit=500" => (0, 500, Some("500")),
            "GET mgmt/instances?limit=500&marker=500" => (500, 3, None),
            "GET mgmt/instances?limit=200&marker=500" => (500, 200, Some("700")),
            "GET instances" => (0, 1, None),
            _ => return not_found(),
        };
        let rows: Vec<_> =
            (first..first + length).map(|at| instance(&at.to_string(), "a")).collect();
        (200, page(&rows, next))
    });
    let client = fake.client();
    let all = Query::new().long_pages();
    assert_eq!(client.mgmt_instances().objects(all.clone()).count(), 503);
    assert_eq!(client.mgmt_instances().objects(Query::new().limit(700)).count(), 700);
    assert_eq!(client.instances().objects(all).count(), 1);
    assert_eq!(fake.asked().len(), 5);
}
