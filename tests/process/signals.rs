//! Signals, and a served sandbox.

use crate::support::home::Home;
use crate::support::site::{Site, sandbox};
use crate::testing::server::bytes;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use std::{fs, thread};
use troveclient::sandbox::{Options, Sandbox};

fn tell(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

/// Starts a command, and reads its standard error.
fn start(home: &Home, words: &str) -> (Child, BufReader<ChildStderr>) {
    let mut command = home.command(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let err = BufReader::new(child.stderr.take().unwrap());
    (child, err)
}

fn end(mut child: Child, mut err: BufReader<ChildStderr>) -> (Option<i32>, String, String) {
    let (mut said, mut out) = (String::new(), String::new());
    err.read_to_string(&mut said).unwrap();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    (child.wait().unwrap().code(), out, said)
}

#[test]
fn an_interrupted_create_says_what_continues_and_how_to_delete_it() {
    // So slow that no instance is ready before the test ends.
    let options = Options { speed: 0.01, ..Options::default() };
    let sandbox = Arc::new(Sandbox::open(options).unwrap());
    let site = Site::of(sandbox.clone());
    let home = Home::at(&site);
    for (n, signal) in [Signal::INT, Signal::TERM].into_iter().enumerate() {
        let words = format!("instance create db{n} --flavor 2 --size 1 --wait");
        let (child, mut err) = start(&home, &words);
        let mut line = String::new();
        err.read_line(&mut line).unwrap();
        assert!(line.contains("BUILD"), "{line}");
        tell(&child, signal);
        let (status, out, said) = end(child, err);
        assert_eq!((status, out.as_str()), (Some(130), ""), "{said}");
        let before = format!("interrupted; instance 'db{n}' (");
        let after =
            format!(") is still being created: 'trove instance delete db{n} --wait' deletes it");
        let id = said.trim().strip_prefix(&before).and_then(|said| said.strip_suffix(&after));
        assert!(id.is_some_and(|id| id.len() == 36), "{said}");
        assert_eq!(sandbox.counts().unwrap().instances, n as u64 + 1);
    }
}

#[test]
fn an_interrupted_create_prints_what_it_made_in_the_format_asked_for() {
    let options = Options { speed: 0.01, ..Options::default() };
    let site = Site::of(Arc::new(Sandbox::open(options).unwrap()));
    let words = "instance create db1 --flavor 2 --size 1 --wait -f value -c id";
    let (child, mut err) = start(&Home::at(&site), words);
    err.read_line(&mut String::new()).unwrap();
    tell(&child, Signal::TERM);
    let (status, out, said) = end(child, err);
    assert_eq!((status, out.trim().len()), (Some(130), 36), "{said}");
    assert!(
        said.contains(&format!("instance 'db1' ({}) is still being created", out.trim())),
        "{said}"
    );
}

#[test]
fn a_signal_during_the_create_itself_waits_for_its_reply() {
    let sandbox = Sandbox::open(Options { speed: 0.01, ..Options::default() }).unwrap();
    let (reached, creating) = mpsc::channel();
    let (answer, told) = mpsc::channel();
    let told = std::sync::Mutex::new(told);
    let site = Site::answering(move |request| {
        let reply = bytes(&sandbox.handle(request.clone()));
        if request.method() == "POST" && request.uri().path().ends_with("/instances") {
            reached.send(()).unwrap();
            told.lock().unwrap().recv().unwrap();
        }
        reply
    });
    let words = "instance create db1 --flavor 2 --size 1 --datastore mysql --wait";
    let (child, err) = start(&Home::at(&site), words);
    creating.recv_timeout(Duration::from_secs(30)).unwrap();
    tell(&child, Signal::TERM);
    // The signal is handled by another thread of the command, and nothing tells when.
    #[expect(clippy::disallowed_methods, reason = "the signal has to arrive before the reply")]
    thread::sleep(Duration::from_millis(300));
    answer.send(()).unwrap();
    let (status, _, said) = end(child, err);
    assert_eq!(status, Some(130), "{said}");
    assert!(said.contains("interrupted; instance 'db1' ("), "{said}");
    assert!(said.contains("'trove instance delete db1 --wait' deletes it"), "{said}");
}

#[test]
fn an_interrupted_create_cleans_up_and_a_second_signal_ends_it_and_names_what_is_left() {
    let options = Options { speed: 0.01, ..Options::default() };
    let site = Site::of(Arc::new(Sandbox::open(options).unwrap()));
    let words = "instance create db1 --flavor 2 --size 1 --wait --delete-on-failure";
    let (child, mut err) = start(&Home::at(&site), words);
    let mut line = String::new();
    while !line.contains("BUILD") {
        err.read_line(&mut line).unwrap();
    }
    tell(&child, Signal::INT);
    while !line.contains("trying until it can") {
        assert_ne!(err.read_line(&mut line).unwrap(), 0, "{line}");
    }
    assert!(line.contains("interrupted; deleting instance 'db1' ("), "{line}");
    tell(&child, Signal::INT);
    let (status, out, said) = end(child, err);
    assert_eq!((status, out.as_str()), (Some(130), ""), "{said}");
    assert!(
        said.contains("is still being created: 'trove instance delete db1 --wait' deletes it"),
        "{said}"
    );
}

#[test]
fn a_service_that_does_not_answer_does_not_hold_an_interrupted_create() {
    let sandbox = Sandbox::open(Options::default()).unwrap();
    let (reached, looking) = mpsc::channel();
    let site = Site::answering(move |request| {
        let path = request.uri().path();
        if request.method() == "GET" && path.contains("/instances/") {
            reached.send(()).unwrap();
            loop {
                thread::park();
            }
        }
        bytes(&sandbox.handle(request.clone()))
    });
    let words = "instance create db1 --flavor 2 --size 1 --datastore mysql --wait -f value -c id";
    let (child, mut err) = start(&Home::at(&site), words);
    looking.recv_timeout(Duration::from_secs(30)).unwrap();
    tell(&child, Signal::INT);
    let mut line = String::new();
    while !line.contains("waiting for an answer of the service") {
        assert_ne!(err.read_line(&mut line).unwrap(), 0, "{line}");
    }
    tell(&child, Signal::INT);
    let (status, out, said) = end(child, err);
    assert_eq!((status, out.trim().len()), (Some(130), 36), "{said}");
    let says = format!("interrupted; instance 'db1' ({}) is still being created", out.trim());
    assert!(said.contains(&says), "{said}");
}

#[test]
fn an_interrupted_create_leaves_nothing_if_that_is_asked_for() {
    let options = Options { speed: 3.0, ..Options::default() };
    let sandbox = Arc::new(Sandbox::open(options).unwrap());
    let site = Site::of(sandbox.clone());
    let words = "instance create db1 --flavor 2 --size 1 --wait --delete-on-failure -f value -c id";
    let (child, mut err) = start(&Home::at(&site), words);
    err.read_line(&mut String::new()).unwrap();
    tell(&child, Signal::TERM);
    let (status, out, said) = end(child, err);
    assert_eq!(status, Some(130), "{said}");
    let thing = format!("instance 'db1' ({})", out.trim());
    assert!(said.contains(&format!("\nDeleted {thing}\n")), "{said}");
    assert!(said.ends_with(&format!("interrupted; {thing} was deleted\n")), "{said}");
    assert_eq!(sandbox.counts().unwrap().instances, 0);
}

#[test]
fn an_interrupted_save_keeps_the_old_file_and_leaves_no_other() {
    let sandbox = sandbox(Options::default());
    let (reached, reading) = mpsc::channel();
    let site = Site::answering(move |request| {
        let path = request.uri().path();
        // The list of the objects is sent, but no object.
        if path.starts_with("/swift/") && path.contains("-general") {
            reached.send(()).unwrap();
            loop {
                thread::park();
            }
        }
        bytes(&sandbox.handle(request.clone()))
    });
    let home = Home::at(&site);
    home.run("instance create db1 --flavor 2 --size 1 --datastore mysql --wait").worked();
    home.run("log set db1 general --publish").worked();
    home.write("logs/x.log", "old");
    let names = || {
        let entries = fs::read_dir(home.path().join("logs")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    let (child, err) = start(&home, "log save db1 general --file logs/x.log");
    reading.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(names().iter().any(|name| name.ends_with(".part")), "{:?}", names());
    tell(&child, Signal::INT);
    assert_eq!(end(child, err), (Some(130), String::new(), String::new()));
    assert_eq!(names(), ["x.log"]);
    assert_eq!(fs::read(home.path().join("logs/x.log")).unwrap(), b"old");
}

#[test]
fn a_sandbox_serves_until_a_signal_ends_it() {
    for signal in [Signal::TERM, Signal::INT] {
        let home = Home::bare();
        let (child, mut err) = start(&home, "sandbox serve --port 0");
        let mut line = String::new();
        err.read_line(&mut line).unwrap();
        let address = line.split_once("http://").unwrap().1.split(';').next().unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .write_all(b"GET /identity/v3 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert!(answer.contains("identity"), "{answer}");
        tell(&child, signal);
        assert_eq!(end(child, err), (Some(0), String::new(), String::new()));
        assert!(home.path().join(".local/share/trove/sandbox.db").exists());
    }
}

#[test]
fn a_port_in_use_is_an_error() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let ended = Home::bare().run(&format!("sandbox serve --memory --port {port}")).failed(1);
    ended.saying(&port.to_string()).saying("in use");
}

#[test]
fn the_variables_of_a_served_sandbox_log_in_another_program() {
    let home = Home::bare();
    let (child, mut err) = start(&home, "sandbox serve --memory --port 0 --speed 1000");
    let mut line = String::new();
    err.read_line(&mut line).unwrap();
    let port = line.split_once("--port ").unwrap().1.split('\'').next().unwrap();
    let mut shell = home.program("/bin/bash");
    let trove = crate::support::home::TROVE;
    shell.arg("-c").arg(format!(
        "eval \"$({trove} sandbox env --port {port})\"; {trove} flavor list -f value -c ID"
    ));
    let ended = crate::support::home::Outcome::of(shell).worked_silently();
    assert!(ended.out.lines().any(|id| id == "2"), "{ended:?}");
    tell(&child, Signal::TERM);
    assert_eq!(end(child, err).0, Some(0));
}
