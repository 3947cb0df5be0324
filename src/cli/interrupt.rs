//! Ctrl-C while something is waited for.

use std::io::Write;

/// Ends the process with status 130 on an interrupt, saying that what was started goes on.
pub(super) fn watch() {
    // A second call fails, as does a system without signals: then Ctrl-C just ends the process.
    let _ = ctrlc::set_handler(|| {
        let _ = writeln!(std::io::stderr(), "\ninterrupted: what was started goes on");
        leave();
    });
}

#[expect(clippy::exit, clippy::disallowed_methods, reason = "there is no way back from a signal")]
fn leave() {
    std::process::exit(130);
}

/// Returns when the process is told to end: by Ctrl-C, or by SIGTERM.
#[cfg(feature = "sandbox")]
pub(super) fn wait() {
    let (told, end) = std::sync::mpsc::channel();
    // Without signals it serves until it is killed: the sender lives on in `told`.
    let _ = ctrlc::set_handler({
        let told = told.clone();
        move || {
            let _ = told.send(());
        }
    });
    let _ = end.recv();
    drop(told);
}
