//! Output on a terminal: width, colors, a spinner, questions, and no escape sequences of others.

use crate::support::home::Home;
use crate::support::site::{Site, json};
use crate::support::tty::{On, Tty, plain, run};
use crate::testing::server::bytes;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use troveclient::sandbox::{Options, Sandbox};

const ID: &str = "11111111-2222-4333-8444-555555555555";

fn instance(name: &str, status: &str) -> Value {
    json!({"id": ID, "name": name, "status": status, "operating_status": "HEALTHY",
        "datastore": {"type": "mysql", "version": "8"}, "flavor": {"id": "2"},
        "volume": {"size": 1}, "region": "RegionOne",
        "addresses": [{"address": "192.0.2.1", "type": "private", "network": ID}]})
}

fn service(name: &'static str, status: &'static str) -> Site {
    Site::answering(move |request| {
        let object = instance(name, status);
        let is_list = request.uri().path().ends_with("/instances");
        json(
            200,
            &if is_list { json!({"instances": [object]}) } else { json!({"instance": object}) },
        )
    })
}

/// The columns of the widest line; no character here is wider than one column.
fn widest(screen: &str) -> usize {
    plain(screen).lines().map(|line| line.trim_end_matches('\r').chars().count()).max().unwrap()
}

#[test]
fn a_table_fits_the_terminal() {
    let site = service("a-name-that-is-rather-long-for-a-database", "ACTIVE");
    let home = Home::facing(&site.url());
    for width in [60, 80, 130, 400] {
        for words in ["instance list", &format!("instance show {ID}")] {
            let shown = run(&home, words, width);
            assert!(widest(&shown.screen) <= width.into(), "{width}:\n{}", shown.screen);
            assert!(shown.screen.contains(ID), "{width}:\n{}", shown.screen);
        }
    }
    // A pipe has no width.
    assert!(widest(&home.run("instance list").worked_silently().out) > 150);
}

#[test]
fn a_terminal_of_any_width_shows_every_value() {
    let site = service("db", "ACTIVE");
    let home = Home::facing(&site.url());
    for width in [0, 1, 2, 10, 30, u16::MAX] {
        for words in ["instance list", &format!("instance show {ID}"), "instance --help"] {
            let shown = run(&home, words, width);
            assert_eq!(shown.status, Some(0), "{words} in {width}");
            // A name may be broken into lines.
            let shown = plain(&shown.screen);
            assert!("nstae".chars().all(|letter| shown.contains(letter)), "{width}: {shown}");
        }
    }
}

#[test]
fn the_status_is_colored_unless_color_is_off() {
    let site = service("db", "ERROR");
    let home = Home::facing(&site.url());
    let red = "\u{1b}[38;5;1mERROR\u{1b}[39m";
    assert!(run(&home, "instance list", 200).screen.contains(red));
    assert!(run(&home, &format!("instance show {ID}"), 200).screen.contains(red));
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let home = Home::facing(&site.url()).with(name, value);
        let shown = run(&home, "instance list", 200);
        assert_eq!(shown.status, Some(0));
        assert!(shown.screen.contains("ERROR") && !shown.screen.contains('\u{1b}'), "{name}");
    }
    assert!(!home.run("instance list").worked_silently().out.contains('\u{1b}'));
}

#[test]
fn errors_and_help_have_no_color_if_color_is_off() {
    let home = Home::bare().with("NO_COLOR", "1");
    for words in ["--help", "instance list --frob", "instance list"] {
        let shown = run(&home, words, 80);
        assert!(!shown.screen.contains('\u{1b}'), "{words}: {:?}", shown.screen);
    }
}

/// A title, a bell, colors of both kinds, a cursor movement, and right-to-left text.
const HOSTILE: &str = "x\u{200f}\u{200e}\u{61c}\u{2028}\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[31;5m\u{9b}31m\u{9d}0;y\u{9c}\u{85}\u{202e}evil\u{2066}\u{8}\u{7f}";

/// Asserts that `screen` has no escape sequences but those of our own colors.
#[track_caller]
fn assert_harmless(screen: &str, about: &str) {
    let hazard = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!plain(screen).contains(hazard), "{about}: {screen:?}");
    // A lone carriage return would write over the line.
    assert!(!screen.replace("\r\n", "\n").contains('\r'), "{about}: {screen:?}");
}

#[test]
fn a_spinner_shows_no_secret_that_the_service_sends_back() {
    let site = service("db", "pw-Corr3ct-horse");
    let home = Home::facing(&site.url()).with("OS_PASSWORD", "pw-Corr3ct-horse");
    let shown = run(&home, &format!("instance wait {ID} --timeout 1"), 200);
    assert!(shown.screen.contains("***") && !shown.screen.contains("Corr3ct"), "{}", shown.screen);
}

#[test]
fn names_of_the_service_never_move_the_cursor() {
    let site = service(HOSTILE, "ACTIVE");
    let home = Home::facing(&site.url());
    for format in ["table", "json", "yaml", "csv", "value", "raw"] {
        let shown = run(&home, &format!("instance list -f {format}"), 300);
        assert!(shown.screen.contains("evil"), "{format}: {:?}", shown.screen);
        assert_harmless(&shown.screen, format);
    }
    for format in ["table", "json", "yaml", "shell", "value", "raw"] {
        let shown = run(&home, &format!("instance show {ID} -f {format}"), 300);
        assert!(shown.screen.contains("evil"), "{format}: {:?}", shown.screen);
        assert_harmless(&shown.screen, format);
    }
    let shown = run(&home, "-v --debug --timing instance list", 300);
    assert_harmless(&shown.screen, "debug");
}

#[test]
fn a_mistyped_command_never_moves_the_cursor() {
    let home = Home::bare();
    for words in ["\u{1b}]0;owned\u{7}", "instance list --\u{202e}x", "quota show -f \u{9b}31m"] {
        let shown = run(&home, words, 300);
        assert_eq!(shown.status, Some(2), "{words:?}");
        assert!(shown.screen.contains("error: "), "{:?}", shown.screen);
        assert_harmless(&shown.screen, words);
    }
}

#[test]
fn errors_of_the_service_never_move_the_cursor() {
    let site = Site::answering(|_| {
        let body = json!({"badRequest": {"message": HOSTILE}}).to_string();
        let response = http::Response::builder().status(400);
        let response = response.header("x-openstack-request-id", "req-\u{9}x");
        bytes(&response.body(body.into_bytes()).unwrap())
    });
    let home = Home::facing(&site.url());
    for words in ["instance list", "--debug instance list", "--yes instance delete a b"] {
        let shown = run(&home, words, 300);
        assert_eq!(shown.status, Some(1), "{words}");
        assert!(shown.screen.contains("evil"), "{words}: {:?}", shown.screen);
        assert_harmless(&shown.screen, words);
    }
    let site = Site::answering(|_| crate::support::site::page(200, "text/plain", HOSTILE));
    assert_harmless(&run(&Home::facing(&site.url()), "instance list", 300).screen, "no JSON");
    let raw = b"HTTP/1.1 400 \x1b]0;owned\x07\r\nx-a: \x1b]0;owned\x07\x9b1m\r\ncontent-length: 0\r\n\r\n";
    let site = Site::answering(|_| raw.to_vec());
    assert_harmless(&run(&Home::facing(&site.url()), "--debug instance list", 300).screen, "head");
}

/// A service whose instance is ready at the second request.
fn builder(name: &'static str) -> Site {
    let looks = AtomicUsize::new(0);
    Site::answering(move |_| {
        let status = if looks.fetch_add(1, Ordering::SeqCst) < 1 { "BUILD" } else { "ACTIVE" };
        json(200, &json!({"instance": instance(name, status)}))
    })
}

#[test]
fn a_wait_shows_a_spinner_and_removes_it() {
    let site = builder(HOSTILE);
    let home = Home::facing(&site.url());
    let shown = Tty::start(&home, &format!("instance wait {ID} -f json"), 100, On::Talk).end();
    assert_eq!(shown.status, Some(0), "{}", shown.screen);
    let object: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(object["status"], "ACTIVE");
    let screen = shown.screen;
    assert!(screen.contains(ID) && screen.contains("BUILD"), "{screen:?}");
    assert!(screen.contains("\u{1b}[2K"), "{screen:?}");
    // Everything drawn was cleared.
    let last = screen.rsplit("\u{1b}[2K").next().unwrap();
    assert!(last.trim_matches(['\r', '\n']).is_empty(), "{screen:?}");
}

#[test]
fn a_wait_without_a_terminal_prints_each_status_once() {
    let site = builder("db");
    let ended = Home::facing(&site.url()).run(&format!("instance wait {ID} -f json")).worked();
    let lines: Vec<_> = ended.err.lines().collect();
    assert_eq!(lines.len(), 2, "{ended:?}");
    assert!(lines[0].contains("BUILD") && lines[1].contains("ACTIVE"), "{ended:?}");
}

#[test]
fn a_missing_password_is_asked_for_and_not_shown() {
    let site = Site::cloud();
    let home = Home::at(&site).without("OS_PASSWORD");
    for (typed, status) in [("hunter2-hunter2", 4), ("demo", 0)] {
        let mut tty = Tty::start(&home, "instance list -f json", 100, On::All);
        tty.expect_question("Password: ");
        tty.type_in(&format!("{typed}\n"));
        let shown = tty.end();
        assert_eq!(shown.status, Some(status), "{}", shown.screen);
        assert!(shown.echoes);
        let after = shown.screen.split_once("Password: ").unwrap().1;
        assert!(!after.contains("hunter2"), "{after:?}");
        assert!(status != 0 || after.trim() == "[]", "{after:?}");
    }
    assert_eq!(site.logins(), 2);
}

#[test]
fn a_new_password_is_asked_for_twice_and_not_shown() {
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run("instance create db1 --flavor 2 --size 1 --datastore mysql --wait").worked();
    let before = site.changes();
    for (again, status) in [("hunter3", 2), ("hunter2", 0)] {
        let mut tty = Tty::start(&home, "--debug user create db1 ann", 100, On::All);
        tty.expect_question("Password for 'ann': ");
        tty.type_in("hunter2\n");
        tty.expect_question("Repeat the password: ");
        tty.type_in(&format!("{again}\n"));
        let shown = tty.end();
        assert_eq!((shown.status, shown.echoes), (Some(status), true), "{}", shown.screen);
        assert!(!shown.screen.contains("hunter"), "{}", shown.screen);
    }
    assert_eq!(site.changes() - before, 1);
    let asked = site.asked();
    let create = asked.iter().find(|request| request.uri().path().ends_with("/users")).unwrap();
    assert!(String::from_utf8_lossy(create.body()).contains("\"password\":\"hunter2\""));
}

#[test]
fn an_interrupt_at_a_question_sends_nothing_and_restores_the_terminal() {
    let site = Site::cloud();
    let home = Home::at(&site).without("OS_PASSWORD");
    for (typed, status) in [("abc\u{3}", 130), ("\u{4}", 1)] {
        let mut tty = Tty::start(&home, "instance list -f json", 100, On::All);
        tty.expect_question("Password: ");
        tty.type_in(typed);
        let shown = tty.end();
        assert_eq!(shown.status, Some(status), "{}", shown.screen);
        assert!(shown.echoes, "{typed:?}");
        assert!(!shown.screen.contains("abc"), "{}", shown.screen);
    }
    let mut tty = Tty::start(&home, "instance list", 100, On::All);
    tty.expect_question("Password: ");
    tty.type_in("abc\u{1c}");
    let shown = tty.end();
    // A job in the background of a script ignores the signal of Ctrl-\: then there is just no answer.
    assert!(matches!(shown.status, None | Some(1)) && shown.echoes, "{}", shown.screen);
    assert!(!shown.screen.contains("abc"), "{}", shown.screen);
    let mut tty = Tty::start(&home, "instance list", 100, On::All);
    tty.expect_question("Password: ");
    tty.signal(rustix::process::Signal::TERM);
    let shown = tty.end();
    assert_eq!((shown.status, shown.echoes), (Some(130), true), "{}", shown.screen);
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn a_wait_after_a_question_can_be_interrupted() {
    let sandbox = Sandbox::open(Options { speed: 0.01, ..Options::default() }).unwrap();
    let site = Site::of(Arc::new(sandbox));
    let home = Home::at(&site).without("OS_PASSWORD");
    let words = "instance create db --flavor 2 --size 1 --wait";
    let mut tty = Tty::start(&home, words, 100, On::All);
    tty.expect_question("Password: ");
    tty.type_in("demo\n");
    tty.expect("BUILD");
    tty.type_in("\u{3}");
    let shown = tty.end();
    assert_eq!(shown.status, Some(130), "{}", shown.screen);
    assert!(shown.screen.contains("interrupted; instance 'db' ("), "{}", shown.screen);
    assert!(!shown.screen.contains("error"), "{}", shown.screen);
}

#[test]
fn the_question_is_not_in_the_data() {
    let site = Site::cloud();
    let home = Home::at(&site).without("OS_PASSWORD");
    let mut tty = Tty::start(&home, "instance list -f json", 100, On::Talk);
    tty.expect_question("Password: ");
    tty.type_in("demo\n");
    let shown = tty.end();
    assert_eq!((shown.status, shown.out.as_str()), (Some(0), "[]\n"));
}

#[test]
fn a_command_at_a_prompt_asks_and_a_script_on_a_terminal_does_not() {
    let site = service("db", "ACTIVE");
    let home = Home::facing(&site.url());
    let mut typed = Tty::start(&home, &format!("instance delete {ID}"), 200, On::All);
    typed.expect(&format!("delete instance 'db' ({ID}): mysql 8, 1 GB? [y/N] "));
    typed.type_in("no\n");
    let shown = typed.end();
    assert_eq!(shown.status, Some(1));
    assert!(shown.screen.contains("aborted; nothing was deleted"), "{}", shown.screen);
    let shown = Tty::script(&home, &format!("trove instance delete {ID}; echo $?")).end();
    assert!(shown.screen.contains("has been accepted.\r\n0\r\n"), "{}", shown.screen);
}
