//! A command on a terminal.

use crate::support::home::{Home, TROVE};
use pty_process::Size;
use pty_process::blocking::{Command, open};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// A command that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Which streams are the terminal; the others are pipes.
#[derive(Clone, Copy)]
pub(crate) enum On {
    All,
    /// All but standard output.
    Talk,
}

pub(crate) struct Tty {
    child: Child,
    keyboard: std::fs::File,
    screen: Receiver<Vec<u8>>,
    seen: Vec<u8>,
}

/// The result of a command on a terminal.
pub(crate) struct Shown {
    pub(crate) status: Option<i32>,
    /// Every byte that reached the terminal.
    pub(crate) screen: String,
    /// Whether the terminal shows what is typed.
    pub(crate) echoes: bool,
    /// The data in the pipe, if standard output was a pipe.
    pub(crate) out: String,
}

impl Tty {
    /// Starts `trove` with these words on a terminal that is `width` columns wide.
    pub(crate) fn start(home: &Home, words: &str, width: u16, on: On) -> Self {
        Self::spawn(home, Command::new(TROVE).args(words.split_whitespace()), width, on)
    }

    /// Starts a script with `trove` in its path.
    pub(crate) fn script(home: &Home, script: &str) -> Self {
        let directory = std::path::Path::new(TROVE).parent().unwrap().to_str().unwrap();
        let script = format!("PATH={directory}:/usr/bin:/bin; {script}");
        Self::spawn(home, Command::new("/bin/sh").args(["-c", &script]), 80, On::All)
    }

    fn spawn(home: &Home, command: Command, width: u16, on: On) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(24, width)).unwrap();
        let mut command = command.env_clear().envs(home.variables()).current_dir(home.path());
        if let On::Talk = on {
            command = command.stdout(Stdio::piped());
        }
        let child = command.spawn(pts).unwrap();
        let mut reader = std::fs::File::from(OwnedFd::from(pty));
        let keyboard = reader.try_clone().unwrap();
        let (sender, screen) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // Linux says EIO when the last process has left the terminal.
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                let _ = sender.send(buffer[..length].to_vec());
            }
        });
        Self { child, keyboard, screen, seen: Vec::new() }
    }

    /// Waits until this is on the screen.
    pub(crate) fn expect(&mut self, text: &str) {
        while !String::from_utf8_lossy(&self.seen).contains(text) {
            let more = self.screen.recv_timeout(PATIENCE);
            let more = more.unwrap_or_else(|_| {
                panic!("no '{text}' in {:?}", String::from_utf8_lossy(&self.seen))
            });
            self.seen.extend(more);
        }
    }

    /// Waits for a question, after which the terminal does not show what is typed.
    pub(crate) fn expect_question(&mut self, text: &str) {
        self.expect(text);
        assert!(!echoes(&self.keyboard), "the answer would be shown");
    }

    /// Sends a signal to the command.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    pub(crate) fn type_in(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Waits for the end of the command.
    pub(crate) fn end(mut self) -> Shown {
        let mut out = String::new();
        if let Some(mut pipe) = self.child.stdout.take() {
            pipe.read_to_string(&mut out).unwrap();
        }
        while let Ok(more) = self.screen.recv_timeout(PATIENCE) {
            self.seen.extend(more);
        }
        let status = self.child.wait().unwrap().code();
        Shown {
            status,
            echoes: echoes(&self.keyboard),
            screen: String::from_utf8(self.seen).unwrap(),
            out,
        }
    }
}

fn echoes(terminal: &std::fs::File) -> bool {
    let modes = tcgetattr(terminal).unwrap().local_modes;
    modes.contains(LocalModes::ECHO | LocalModes::ICANON)
}

/// Runs `trove` to its end on a terminal that is `width` columns wide.
pub(crate) fn run(home: &Home, words: &str, width: u16) -> Shown {
    Tty::start(home, words, width, On::All).end()
}

/// `text` without its colors; no other escape sequence may be in it.
pub(crate) fn plain(text: &str) -> String {
    let ours = [1, 2, 3].map(|color| format!("\u{1b}[38;5;{color}m"));
    let ours = ours.into_iter().chain(["\u{1b}[39m", "\u{1b}[1m", "\u{1b}[0m"].map(str::to_owned));
    ours.fold(text.to_owned(), |text, sequence| text.replace(&sequence, ""))
}
