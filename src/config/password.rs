//! Passwords from a file, or from a program that prints them.

use crate::config::family::Family;
use crate::config::{Key, Setting, Settings, Source};
use crate::secret::Secret;
use crate::{ConfigHint, Error, Result};
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
    /// [`Error::Config`] if the file cannot be read, if the program fails or takes too long, or if
    /// the setting is from a file that may not say so.
    pub fn fetch_password(
        &mut self,
        stdin_is_terminal: bool,
        stderr_is_terminal: bool,
    ) -> Result<()> {
        self.fetch(|command, source| {
            let stream = |is_terminal| if is_terminal { Stdio::inherit() } else { Stdio::null() };
            let mut command = self::command(command)?;
            // Piped input is for the command, and messages would get lost without a terminal.
            command.stdin(stream(stdin_is_terminal)).stderr(stream(stderr_is_terminal));
            from_command(command, source, COMMAND_TIMEOUT)
        })
    }

    /// Reads the password from `password_file`, and runs no program.
    pub(crate) fn read_password(&mut self) -> Result<()> {
        self.fetch(|_, source| {
            Err(Error::config(format!(
                "password_command, from {source}, is not run, since nobody asked for that"
            ))
            .with_hint("Settings::fetch_password runs it"))
        })
    }

    fn fetch(&mut self, run: impl FnOnce(&Setting, &Source) -> Result<Secret>) -> Result<()> {
        let takes = self
            .known_auth_type()
            .is_some_and(|known| known.takes().any(|key| key == Key::Password));
        if !takes {
            return Ok(());
        }
        let Some((from, setting)) = self.password_source() else { return Ok(()) };
        let password = match from {
            PasswordSource::Plain => return Ok(()),
            PasswordSource::File => {
                self.check(Key::PasswordFile, "read", &setting.source)?;
                let path = setting.text().unwrap_or_default();
                from_file(&self.expand_home(&path), &setting.source)?
            }
            PasswordSource::Command => {
                self.check(Key::PasswordCommand, "run", &setting.source)?;
                run(&setting, &setting.source)?
            }
        };
        self.set_auth(Key::Password, password.expose(), setting.source);
        Ok(())
    }

    fn password_source(&self) -> Option<(PasswordSource, Setting)> {
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
        given.reduce(|best, next| if rank(&next.1) > rank(&best.1) { next } else { best })
    }

    /// Refuses to run a command, or to read a file, that another user may have named.
    fn check(&self, key: Key, done: &str, source: &Source) -> Result<()> {
        let refuse =
            |why: &str| Error::config(format!("{key}, from {source}, is not {done}: {why}"));
        let (path, variable) = match source {
            Source::Profile { .. } => return Err(refuse("a profile may not say so")),
            Source::Secure { path } => (path, Family::Secure.variable()),
            Source::File { path } | Source::Region { path, .. } => {
                (path, Family::Clouds.variable())
            }
            _ => return Ok(()),
        };
        let known = self.standings.iter().find(|(known, _)| known == path);
        let Some((_, standing)) = known else {
            return Err(refuse("nobody knows whose the file is"));
        };
        let file = path.clone();
        if standing.by_chance {
            return Err(refuse("the file was found in the current directory")
                .with_hint(ConfigHint::Untrusted { file, variable }));
        }
        if key == Key::PasswordCommand && standing.is_foreign {
            let hint = ConfigHint::Untrusted { file, variable: None };
            return Err(refuse("the file belongs to somebody else").with_hint(hint));
        }
        if key == Key::PasswordCommand && standing.is_open {
            return Err(refuse("others may write to the file")
                .with_hint(ConfigHint::WritableByOthers { file }));
        }
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use crate::config::files::Standing;
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
    fn a_file_that_others_may_have_written_names_no_command_and_one_found_by_chance_no_file() {
        let directory = tempfile::tempdir().unwrap();
        let marker = directory.path().join("ran");
        let key = directory.path().join("key");
        std::fs::write(&key, "from file\n").unwrap();
        let command = json!(["touch", marker.to_str().unwrap()]);
        let path = PathBuf::from("/w/clouds.yaml");
        let own = Standing::default();
        for (standing, reads_file, why) in [
            (Some(Standing { by_chance: true, ..own }), false, "in the current directory"),
            (Some(Standing { is_foreign: true, ..own }), true, "belongs to somebody else"),
            (Some(Standing { is_open: true, ..own }), true, "others may write"),
            (None, false, "nobody knows"),
        ] {
            let region = Source::Region { name: "R".into(), path: path.clone() };
            for source in
                [Source::File { path: path.clone() }, Source::Secure { path: path.clone() }, region]
            {
                let with = |key: Key, value: Value| {
                    let mut settings = settings(&[(key, value, source.clone())]);
                    settings.standings =
                        standing.map(|how| (path.clone(), how)).into_iter().collect();
                    password(&mut settings)
                };
                let error = with(Key::PasswordCommand, command.clone()).unwrap_err();
                let text = error.to_string();
                assert!(text.contains("is not run") && text.contains(why), "{text}");
                let read = with(Key::PasswordFile, json!(key.to_str().unwrap()));
                assert_eq!(read.is_ok(), reads_file, "{read:?}");
            }
        }
        let profile = Source::Profile { name: "https://cloud.example".into() };
        let mut settings = settings(&[(Key::PasswordCommand, command, profile)]);
        assert!(password(&mut settings).unwrap_err().to_string().contains("is not run"));
        assert!(!marker.exists());
    }

    #[test]
    fn a_library_runs_no_command_unasked_but_reads_a_file() {
        let mut settings = settings(&[(Key::PasswordCommand, json!("echo x"), Source::Default)]);
        let error = settings.read_password().unwrap_err();
        assert!(error.to_string().contains("nobody asked for that"), "{error}");
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "\u{feff}from file\r\n").unwrap();
        let path = json!(file.path().to_str().unwrap());
        let mut settings = self::settings(&[(Key::PasswordFile, path, Source::Default)]);
        settings.read_password().unwrap();
        assert_eq!(settings.auth(Key::Password).unwrap().text().as_deref(), Some("from file"));
    }

    #[test]
    fn an_error_names_the_password_file() {
        let mut settings =
            settings(&[(Key::PasswordFile, json!("/nonexistent/pw"), env("OS_PASSWORD_FILE"))]);
        let error = password(&mut settings).unwrap_err().to_string();
        assert!(error.contains("'/nonexistent/pw', from OS_PASSWORD_FILE"), "{error}");
    }
}
