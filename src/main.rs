//! `trove`: databases on OpenStack, from the command line.

fn main() -> std::process::ExitCode {
    troveclient::cli::main()
}
