//! Tests of reading logs from an object store that is a list of names and bytes.

use crate::api::Client;
use crate::api::log::{Log, LogChange, LogReader};
use crate::config::{Settings, Source};
use crate::http::{Request, Response, Transport};
use crate::{ErrorKind, Hint, Result};
use serde_json::{Value, json};
use std::io::Read;
use std::sync::{Arc, Mutex};

/// An object: its name, what is in it, and how many lines it says that it has.
type Stored = (&'static str, Vec<u8>, Option<u64>);

#[derive(Clone, Default)]
struct Objects {
    stored: Arc<Mutex<Vec<Stored>>>,
    asked: Arc<Mutex<Vec<String>>>,
    ranges: bool,
    expired: Arc<Mutex<Vec<&'static str>>>,
    /// The length of the longest answer.
    longest: Arc<Mutex<usize>>,
}

impl Transport for Objects {
    fn send(&self, request: Request) -> Result<Response> {
        let path = request.uri().to_string().replace("http://cloud/", "");
        self.asked.lock().unwrap().push(format!("{} {path}", request.method()));
        let stored = self.stored.lock().unwrap();
        if path == "instances/i/log" {
            return Ok(http::Response::new(json!({"log": log_object()}).to_string().into_bytes()));
        }
        if let Some(query) = path.strip_prefix("c?") {
            let marker = query.split_once("&marker=").map(|(_, marker)| marker.replace("%2F", "/"));
            let rows: Vec<Value> = stored
                .iter()
                .filter(|(name, ..)| marker.as_deref().is_none_or(|marker| *name > marker))
                .take(1000)
                .map(|(name, body, _)| json!({"name": name, "bytes": body.len(), "last_modified": "2026"}))
                .collect();
            return Ok(http::Response::new(Value::from(rows).to_string().into_bytes()));
        }
        let name = path.strip_prefix("c/").unwrap();
        let found = stored.iter().find(|(stored, ..)| stored.replace(' ', "%20") == name);
        let gone = self.expired.lock().unwrap().contains(&name);
        let Some((_, body, lines)) = found.filter(|_| !gone) else {
            let page = b"<html><h1>Not Found</h1></html>".to_vec();
            return Ok(http::Response::builder().status(404).body(page).unwrap());
        };
        let mut response = http::Response::builder();
        if let Some(lines) = lines {
            response = response.header("x-object-meta-lines", lines.to_string());
        }
        let range = request.headers().get("range").filter(|_| self.ranges).map(|range| {
            let range = range.to_str().unwrap().strip_prefix("bytes=").unwrap();
            let (from, to) = range.split_once('-').unwrap();
            let to = to.parse().map_or(body.len(), |to: usize| to + 1).min(body.len());
            from.parse::<usize>().unwrap()..to
        });
        let body = match (request.method().as_str(), range) {
            ("HEAD", _) => Vec::new(),
            (_, Some(range)) => {
                response = response.status(206);
                body.get(range).unwrap().to_vec()
            }
            _ => body.clone(),
        };
        let mut longest = self.longest.lock().unwrap();
        *longest = body.len().max(*longest);
        Ok(response.body(body).unwrap())
    }
}

fn log_object() -> Value {
    json!({"name": "general", "type": "USER", "status": "Partial", "published": 8, "pending": 1,
        "container": "c", "prefix": "i/mysql-general/", "metafile": "i/mysql-general_metafile"})
}

fn log() -> Log {
    serde_json::from_value(log_object()).unwrap()
}

impl Objects {
    fn new(stored: &[(&'static str, &[u8], Option<u64>)]) -> Self {
        let objects = Self::default();
        for (name, body, lines) in stored {
            objects.put(name, body, *lines);
        }
        objects
    }

    fn put(&self, name: &'static str, body: &[u8], lines: Option<u64>) {
        let mut stored = self.stored.lock().unwrap();
        stored.retain(|(known, ..)| *known != name);
        stored.push((name, body.to_vec(), lines));
    }

    fn client(&self) -> Client {
        client_of(self.clone())
    }

    /// The last lines, and what was fetched for them.
    fn tail(&self, lines: u64) -> (String, Vec<String>) {
        let client = self.client();
        let mut reader = client.logs("i").tail(&log(), lines).unwrap();
        let text = all(&mut reader);
        let asked = self.asked.lock().unwrap().split_off(0);
        let objects = asked.into_iter().filter(|line| !line.contains('?'));
        (text, objects.map(|line| line.replace("c/i/mysql-general/", "")).collect())
    }
}

/// A client that needs no login.
fn client_of(transport: impl Transport + 'static) -> Client {
    let settings = Settings::from_parts(
        None,
        [("auth_type", "none")],
        [("endpoint", "http://cloud")],
        Source::Given,
    );
    Client::builder(settings).transport(Arc::new(transport)).build().unwrap()
}

fn all(reader: &mut LogReader<'_>) -> String {
    let mut bytes = Vec::new();
    while let Some(chunk) = reader.chunk().unwrap() {
        bytes.extend(chunk);
    }
    String::from_utf8(bytes).unwrap()
}

const ONE: &str = "i/mysql-general/log-1";
const TWO: &str = "i/mysql-general/log-2";
const THREE: &str = "i/mysql-general/log-3";

fn counted() -> Objects {
    Objects::new(&[
        (ONE, b"1a\n1b\n1c\n", Some(3)),
        (TWO, b"2a\n2b\n2c\n", Some(3)),
        (THREE, b"3a\n", Some(1)),
    ])
}

#[test]
fn the_last_lines_are_read_without_the_objects_before_them() {
    let objects = counted();
    let (one, two, three) = ("GET log-1", "GET log-2", "GET log-3");
    let heads = |n: usize| ["HEAD log-3", "HEAD log-2", "HEAD log-1"].into_iter().take(n);
    for (lines, text, known, fetched) in [
        (1, "3a\n", 1, vec![three]),
        (3, "2b\n2c\n3a\n", 2, vec![two, three]),
        (4, "2a\n2b\n2c\n3a\n", 2, vec![two, three]),
        (5, "1c\n2a\n2b\n2c\n3a\n", 3, vec![one, two, three]),
        (99, "1a\n1b\n1c\n2a\n2b\n2c\n3a\n", 3, vec![one, two, three]),
        (0, "", 0, vec![]),
    ] {
        let asked: Vec<_> = heads(known).chain(fetched).map(str::to_owned).collect();
        assert_eq!(objects.tail(lines), (text.into(), asked), "{lines}");
    }
}

#[test]
fn lines_of_objects_without_a_line_header_are_counted() {
    // Neither lines nor characters end where objects do: é is 0xc3 0xa9.
    let objects = Objects::new(&[
        (ONE, b"1a\n1b caf\xc3", None),
        (TWO, b"\xa9 and", None),
        (THREE, b" on\n3a\n3b", None),
    ]);
    for (lines, text) in [
        (1, "3b"),
        (2, "3a\n3b"),
        (3, "1b café and on\n3a\n3b"),
        (4, "1a\n1b café and on\n3a\n3b"),
        (9, "1a\n1b café and on\n3a\n3b"),
    ] {
        assert_eq!(objects.tail(lines).0, text, "{lines}");
    }
    let objects = Objects::new(&[(ONE, b"1a\n", Some(1)), (TWO, b"2a\n2b\n", None)]);
    let (text, asked) = objects.tail(2);
    assert_eq!((text.as_str(), asked.contains(&"GET log-1".to_owned())), ("2a\n2b\n", false));
}

#[test] // docs/differences.md W23
fn a_character_split_across_objects_stays_whole_in_lines() {
    let objects = Objects::new(&[(ONE, b"a\ncaf\xc3", None), (TWO, b"\xa9\nz", None)]);
    let client = objects.client();
    let lines: Vec<_> =
        client.logs("i").read(&log()).unwrap().lines().map(|line| line.unwrap()).collect();
    assert_eq!(lines, ["a", "café", "z"]);
    let mut text = String::new();
    client.logs("i").read(&log()).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "a\ncafé\nz");
}

#[test] // docs/differences.md W23
fn an_empty_container_is_an_empty_log() {
    assert_eq!(Objects::default().tail(50), (String::new(), vec![]));
}

#[test] // docs/server-behaviour.md 61
fn none_is_not_a_container() {
    let mut object = log_object();
    for key in ["container", "prefix", "metafile"] {
        object[key] = "None".into();
    }
    let log: Log = serde_json::from_value(object).unwrap();
    assert!(!log.is_published() && log.metafile.is_none());
    let objects = counted();
    let client = objects.client();
    let error = client.logs("i").read(&log).unwrap_err();
    assert_eq!(error.to_string(), "no part of the log 'general' is published yet");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.hint(), Some(&Hint::UnpublishedLog { log: "general".into() }));
    assert!(objects.asked.lock().unwrap().is_empty());
}

#[test] // docs/server-behaviour.md 54
fn flags_are_ones_and_absent_otherwise() {
    let objects = counted();
    let client = objects.client();
    let change = LogChange { enable: Some(false), publish: true, discard: false };
    assert_eq!(client.logs("i").change("general", change).unwrap().name, "general");
    assert!(client.logs("i").change("", change).is_err());
    assert_eq!(*objects.asked.lock().unwrap(), ["POST instances/i/log"]);
}

#[test]
fn a_refresh_finds_what_is_published_later() {
    for ranges in [false, true] {
        let objects = Objects { ranges, ..Objects::new(&[(ONE, b"1a\n", Some(1))]) };
        let client = objects.client();
        let mut reader = client.logs("i").tail(&log(), 1).unwrap();
        assert_eq!(all(&mut reader), "1a\n");
        reader.refresh().unwrap();
        assert_eq!(all(&mut reader), "");
        objects.put(TWO, b"2a\n", Some(1));
        reader.refresh().unwrap();
        assert_eq!((reader.remaining(), all(&mut reader).as_str()), (3, "2a\n"));
        objects.put(TWO, b"2a\n2b\n", Some(2));
        reader.refresh().unwrap();
        assert_eq!(all(&mut reader), "2b\n");
        objects.put(TWO, b"x\n", Some(1));
        reader.refresh().unwrap();
        assert_eq!(all(&mut reader), "x\n");
    }
}

#[test]
fn an_expired_object_is_skipped() {
    let objects = counted();
    objects.expired.lock().unwrap().push(TWO);
    assert_eq!(objects.tail(2).0, "1c\n3a\n");
    let client = objects.client();
    let mut reader = client.logs("i").read(&log()).unwrap();
    assert_eq!(all(&mut reader), "1a\n1b\n1c\n3a\n");
    reader.refresh().unwrap();
    assert_eq!(reader.remaining(), 0);
}

#[test]
fn a_list_of_several_pages_is_read_to_the_end() {
    let objects = Objects::default();
    let names: Vec<&'static str> = (0..1001)
        .map(|n| &*Box::leak(format!("i/mysql-general/log-{n:04}").into_boxed_str()))
        .collect();
    for name in &names {
        objects.stored.lock().unwrap().push((name, b"x\n".to_vec(), Some(1)));
    }
    let client = objects.client();
    let reader = client.logs("i").read(&log()).unwrap();
    assert_eq!(reader.remaining(), 2002);
    let asked = objects.asked.lock().unwrap().clone();
    let list = "GET c?format=json&limit=1000&prefix=i%2Fmysql-general%2F";
    assert_eq!(asked, [list.to_owned(), format!("{list}&marker=i%2Fmysql-general%2Flog-0999")]);
}

#[test]
fn only_the_slashes_of_names_are_not_encoded() {
    let objects = Objects::new(&[("i/a log/x", b"1\n", Some(1))]);
    let client = objects.client();
    let mut reader = client.logs("i").read(&log()).unwrap();
    assert_eq!(all(&mut reader), "1\n");
    assert_eq!(objects.asked.lock().unwrap().last().unwrap(), "GET c/i/a%20log/x");
}

#[test]
fn large_objects_are_read_in_ranges() {
    const MOST: usize = 8 << 20;
    let line = |number: usize| format!("{number:07} {}\n", "x".repeat(91));
    // 20 MB in 200,000 lines of 100 bytes.
    let text: String = (0..200_000).map(line).collect();
    for lines in [Some(200_000), None] {
        let new = [(ONE, text.as_bytes(), lines), (TWO, b"last\n".as_slice(), Some(1))];
        let objects = Objects { ranges: true, ..Objects::new(&new) };
        let client = objects.client();
        let mut reader = client.logs("i").read(&log()).unwrap();
        assert_eq!(all(&mut reader), format!("{text}last\n"));
        assert!(*objects.longest.lock().unwrap() <= MOST);
        for wanted in [1, 2, 3, 100_000, 200_001, 300_000] {
            let kept = text.len() - (wanted - 1).min(200_000) * 100;
            assert_eq!(
                objects.tail(wanted as u64).0,
                format!("{}last\n", &text[kept..]),
                "{wanted}"
            );
        }
        assert!(*objects.longest.lock().unwrap() <= MOST);
    }
}

/// The names on a page of a container, by the marker.
type Names = fn(&str) -> Vec<String>;

/// A container whose pages have these names.
struct Repeating(Names);

impl Transport for Repeating {
    fn send(&self, request: Request) -> Result<Response> {
        let query = request.uri().query().unwrap_or_default();
        let marker = query.split_once("&marker=").map_or("", |(_, marker)| marker);
        let rows = (self.0)(marker);
        let rows: Vec<_> = rows.iter().map(|name| json!({"name": name, "bytes": 1})).collect();
        Ok(http::Response::new(Value::from(rows).to_string().into_bytes()))
    }
}

#[test]
fn a_list_of_objects_that_does_not_end_is_an_error() {
    let same = |_: &str| (0..1000).map(|at| format!("{at:04}")).collect();
    let nameless = |_: &str| vec![String::new(); 1000];
    let one_more = |marker: &str| {
        let first = (0..999).map(|at| format!("{at:04}"));
        first.chain([format!("{marker}z")]).collect()
    };
    let forever = |marker: &str| {
        let from = marker.parse::<usize>().map_or(0, |last| last + 1);
        (from..from + 1000).map(|at| format!("{at:09}")).collect()
    };
    let cases: [(Names, &str); 4] = [
        (same, "the object '0000' twice"),
        (nameless, "the object '' twice"),
        (one_more, "the object '0000' twice"),
        (forever, "does not end after 200 pages"),
    ];
    for (names, detail) in cases {
        let client = client_of(Repeating(names));
        let error = client.logs("i").read(&log()).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Failed);
        assert!(error.to_string().contains(detail), "{error}");
    }
}
