//! `trove`: databases on OpenStack, from the command line.

use std::process::ExitCode;

/// Whether this process was started without a standard output. Rust's runtime opens `/dev/null` in the
/// place of a closed stream before `main`, and what is written there is lost without an error.
#[cfg(unix)]
mod closed_output {
    use std::sync::atomic::{AtomicBool, Ordering};

    static IS_CLOSED: AtomicBool = AtomicBool::new(false);

    // Before `main` nothing of the standard library may be relied on: this is one system call.
    #[ctor::ctor(unsafe)]
    fn look() {
        let flags = rustix::io::fcntl_getfd(rustix::stdio::stdout());
        IS_CLOSED.store(flags.is_err(), Ordering::Relaxed);
    }

    pub(super) fn is_closed() -> bool {
        IS_CLOSED.load(Ordering::Relaxed)
    }
}

#[cfg(not(unix))]
mod closed_output {
    pub(super) fn is_closed() -> bool {
        false
    }
}

fn main() -> ExitCode {
    troveclient::cli::main(closed_output::is_closed())
}
