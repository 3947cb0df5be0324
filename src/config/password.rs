//! Passwords from a file, or from a program that prints them.

use crate::config::{Key, Setting, Settings, Source};
use crate::secret::Secret;
use crate::{Error, Result};
use serde_json::Value;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use wait_timeout::ChildExt;
use zeroize::Zeroizing;

/// How long a program may take: the user may have to touch a hardware key.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(120);
/// How long it may run after it has closed its output.
const EXIT_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest password, in bytes.
const MAX_SIZE: u64 = 64 << 10;

impl Settings {
    /// Reads the password from `password_file`, or from the output of `password_command`, unless a
    /// password that overrides them is given. The program may use standard input and standard error
    /// only if they are terminals.
    ///
    /// # Errors
    /// [`Error::Config`] if the file cannot be read, or the program fails or takes too long.
    pub fn fetch_password(
        &mut self,
        stdin_is_terminal: bool,
        stderr_is_terminal: bool,
    ) -> Result<()> {
        let takes = self
            .known_auth_type()
            .is_some_and(|known| known.takes().any(|key| key == Key::Password));
        if !takes {
            return Ok(());
        }
        // Options override variables, and variables override files. Among equals the order below counts.
        let rank = |setting: &Setting| match setting.source {
            Source::Option(_) | Source::Given => 2,
            Source::Env(_) => 1,
            _ => 0,
        };
        let sources = [
            (PasswordSource::Plain, self.auth(Key::Password)),
            (PasswordSource::File, self.get(Key::PasswordFile)),
            (PasswordSource::Command, self.get(Key::PasswordCommand)),
        ];
        let given =
            sources.into_iter().filter_map(|(from, setting)| Some((from, setting?.clone())));
        let given = given.filter(|(_, setting)| setting.is_given());
        let best =
            given.reduce(|best, next| if rank(&next.1) > rank(&best.1) { next } else { best });
        let Some((from, setting)) = best else { return Ok(()) };
        let password = match from {
            PasswordSource::Plain => return Ok(()),
            PasswordSource::File => {
                let path = setting.text().unwrap_or_default();
                from_file(&self.expand_home(&path), &setting.source)?
            }
            PasswordSource::Command => {
                check(&setting.source)?;
                let stream =
                    |is_terminal| if is_terminal { Stdio::inherit() } else { Stdio::null() };
                let mut command = command(&setting)?;
                // Piped input is for the command, and messages would get lost without a terminal.
                command.stdin(stream(stdin_is_terminal)).stderr(stream(stderr_is_terminal));
                from_command(command, &setting.source, COMMAND_TIMEOUT)?
            }
        };
        self.set_auth(Key::Password, password.expose(), setting.source);
        Ok(())
    }
}

enum PasswordSource {
    Plain,
    File,
    Command,
}

fn from_file(path: &Path, source: &Source) -> Result<Secret> {
    let shown = path.display();
    let wrong = |why: &str| {
        Error::config(format!("no password in the file '{shown}', from {source}: {why}"))
            .with_hint("the first line of the file must be the password")
    };
    let file = std::fs::File::open(path).map_err(|cause| wrong(&cause.to_string()))?;
    first_line(file).map_err(|why| wrong(&why))
}

/// Returns the command to run: text is a line for the shell, a list is a program with arguments.
fn command(setting: &Setting) -> Result<Command> {
    let wrong = || {
        Error::config(format!("password_command, from {}, is not a command", setting.source))
            .with_hint("write a line for the shell, or a list of a program and its arguments")
    };
    if let Value::String(line) = &setting.value {
        let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
        let mut command = Command::new(shell);
        command.args([flag, line]);
        return Ok(command);
    }
    let words = setting.value.as_array().ok_or_else(wrong)?;
    let mut words = words.iter().map(|word| word.as_str().ok_or_else(wrong));
    let mut command = Command::new(words.next().ok_or_else(wrong)??);
    for word in words {
        command.arg(word?);
    }
    Ok(command)
}

fn from_command(mut command: Command, source: &Source, timeout: Duration) -> Result<Secret> {
    let wrong = |why: &str| {
        Error::config(format!("password_command, from {source}, gave no password: {why}"))
            .with_hint("the first line of its output must be the password")
    };
    let child = command.stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|cause| wrong(&cause.to_string()))?;
    let (sender, answer) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        std::thread::spawn(move || sender.send(first_line(output)));
    }
    let Ok(line) = answer.recv_timeout(timeout) else {
        end(&mut child);
        return Err(wrong(&format!("it took longer than {timeout:?}")));
    };
    match child.wait_timeout(EXIT_TIMEOUT) {
        Ok(Some(status)) if status.success() => line.map_err(|why| wrong(&why)),
        Ok(Some(status)) => Err(wrong(&status.to_string())),
        Ok(None) => {
            end(&mut child);
            line.map_err(|why| wrong(&why))
        }
        Err(cause) => Err(wrong(&cause.to_string())),
    }
}

fn end(child: &mut Child) {
    // It may have ended already.
    let _ = child.kill();
    let _ = child.wait();
}

/// Returns the first line without its end, or the reason why there is none.
fn first_line(from: impl Read) -> Result<Secret, String> {
    // The full capacity, so that the buffer is never moved and leaves no copy.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_SIZE as usize + 1));
    from.take(MAX_SIZE).read_to_end(&mut bytes).map_err(|cause| cause.to_string())?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let password = Secret::from_line(line)?;
    match password.expose() {
        "" => Err("the first line is empty".into()),
        _ => Ok(password),
    }
}

/// Refuses to run a command that another user may have written.
fn check(source: &Source) -> Result<()> {
    match source {
        Source::Profile { .. } => Err(Error::config(format!(
            "password_command, from {source}, is not run: a profile may not start programs"
        ))),
        Source::File { path } | Source::Secure { path } | Source::Region { path, .. } => {
            ownership::check(path)
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
mod ownership {
    use crate::{ConfigHint, Error, Result};
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    pub(super) fn check(path: &Path) -> Result<()> {
        let refuse = |why: &str| {
            let file = path.display();
            Error::config(format!("password_command of '{file}' is not run: {why}"))
        };
        let about = std::fs::metadata(path).map_err(|cause| refuse(&cause.to_string()))?;
        let me = rustix::process::geteuid().as_raw();
        if about.uid() != me && about.uid() != 0 {
            return Err(refuse("the file belongs to somebody else"));
        }
        if about.mode() & 0o002 != 0 {
            return Err(refuse("others may write to the file")
                .with_hint(ConfigHint::WritableByOthers { file: path.to_owned() }));
        }
        Ok(())
    }
}

/// Accepts all files: others cannot write to a user's profile by default.
#[cfg(not(unix))]
mod ownership {
    pub(super) fn check(_: &std::path::Path) -> crate::Result<()> {
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use serde_json::json;
    use std::path::PathBuf;

    fn settings(top: &[(Key, Value, Source)]) -> Settings {
        let mut settings = Settings::from_parts("one", [], [("username", "u")], Source::Given);
        for (key, value, source) in top {
            settings.set(*key, value.clone(), source.clone());
        }
        settings
    }

    fn env(name: &str) -> Source {
        Source::Env(name.into())
    }

    fn password(settings: &mut Settings) -> Result<String> {
        settings.fetch_password(false, false)?;
        Ok(settings.auth(Key::Password).and_then(Setting::text).unwrap_or_default())
    }

    #[test]
    fn text_is_run_by_the_shell_and_a_list_directly() {
        for (command, wanted) in [
            (json!("printf 'a  b\\r\\nmore\\n'"), "a  b"),
            (json!(["printf", "%s", "$HOME; ls"]), "$HOME; ls"),
        ] {
            let mut settings = settings(&[(Key::PasswordCommand, command, Source::Sandbox)]);
            assert_eq!(password(&mut settings).unwrap(), wanted);
        }
    }

    #[test]
    fn an_error_of_a_command_does_not_show_the_command() {
        for (command, why) in [
            (json!("echo s3cret; exit 3"), "exit status: 3"),
            (json!("true # s3cret"), "the first line is empty"),
            (json!(["/nonexistent/s3cret"]), "No such file"),
            (json!([]), ""),
            (json!(["echo", 1]), "is not a command"),
            (json!(true), "is not a command"),
        ] {
            let mut settings = settings(&[(Key::PasswordCommand, command, Source::Sandbox)]);
            if why.is_empty() {
                assert_eq!(password(&mut settings).unwrap(), "");
                continue;
            }
            let error = password(&mut settings).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage);
            let text = format!("{error} {}", error.hint().unwrap().text());
            assert!(text.contains(why) && !text.contains("s3cret"), "{text}");
        }
    }

    #[test]
    fn a_command_that_does_not_end_is_killed() {
        let mut command = Command::new("sh");
        command.args(["-c", "exec sleep 600"]);
        let timeout = Duration::from_millis(20);
        let error = from_command(command, &Source::Sandbox, timeout).unwrap_err();
        assert!(error.to_string().contains("longer than 20ms"), "{error}");
    }

    #[test]
    fn options_override_variables_and_variables_override_files() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "from file\n").unwrap();
        let path = json!(file.path().to_str().unwrap());
        let yaml = || Source::Default;
        let command = || (Key::PasswordCommand, json!("echo from command"), yaml());
        let mut all =
            settings(&[(Key::PasswordFile, path.clone(), env("OS_PASSWORD_FILE")), command()]);
        all.set_auth(Key::Password, "plain", yaml());
        assert_eq!(password(&mut all).unwrap(), "from file");
        let mut all =
            settings(&[(Key::PasswordFile, path.clone(), env("OS_PASSWORD_FILE")), command()]);
        all.set_auth(Key::Password, "plain", Source::Option("option".into()));
        assert_eq!(password(&mut all).unwrap(), "plain");
        let mut all = settings(&[(Key::PasswordFile, path, yaml()), command()]);
        assert_eq!(password(&mut all).unwrap(), "from file");
        assert_eq!(password(&mut settings(&[command()])).unwrap(), "from command");
    }

    #[test]
    fn logins_without_a_password_run_no_command() {
        let command = (Key::PasswordCommand, json!("exit 1"), Source::Default);
        let token = (Key::AuthType, json!("v3token"), Source::Default);
        assert_eq!(password(&mut settings(&[command, token])).unwrap(), "");
    }

    #[test]
    fn a_command_that_others_may_have_written_is_not_run() {
        let directory = tempfile::tempdir().unwrap();
        let marker = directory.path().join("ran");
        let file = directory.path().join("clouds.yaml");
        std::fs::write(&file, "").unwrap();
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o666);
        std::fs::set_permissions(&file, open).unwrap();
        let command = json!(["touch", marker.to_str().unwrap()]);
        let gone = PathBuf::from("/nonexistent/clouds.yaml");
        for source in [
            Source::File { path: file },
            Source::Secure { path: gone },
            Source::Profile { name: "https://cloud.example".into() },
        ] {
            let mut settings = settings(&[(Key::PasswordCommand, command.clone(), source)]);
            let error = password(&mut settings).unwrap_err();
            assert!(error.to_string().contains("is not run"), "{error}");
        }
        assert!(!marker.exists());
    }

    #[test]
    fn an_error_names_the_password_file() {
        let mut settings =
            settings(&[(Key::PasswordFile, json!("/nonexistent/pw"), env("OS_PASSWORD_FILE"))]);
        let error = password(&mut settings).unwrap_err().to_string();
        assert!(error.contains("'/nonexistent/pw', from OS_PASSWORD_FILE"), "{error}");
    }
}
