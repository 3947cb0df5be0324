//! `trove`: databases on OpenStack, from the command line.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
