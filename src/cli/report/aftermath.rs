//! What to say of a resource when the command that changes it ends early: interrupted, timed out, failed.

use crate::api::Resource;
use crate::cli::report::Advised;
use crate::cli::report::hints;
use crate::cli::report::shell_word::word;
use crate::json::{Object, text};
use crate::{ApiError, Error, Subject};

/// A resource that a command creates, deletes or changes.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Thing {
    noun: &'static str,
    name: String,
    id: String,
    /// What finds the resource again.
    word: String,
}

/// What a command does with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Purpose {
    Create,
    Delete,
    Change,
}

impl Thing {
    pub(in crate::cli) fn new<R: Resource>(name: &str, id: &str) -> Self {
        Self { noun: R::NOUN, name: name.to_owned(), id: id.to_owned(), word: name.to_owned() }
    }

    /// The resource that the service has described.
    pub(in crate::cli) fn of<R: Resource>(object: &Object) -> Self {
        let id = R::id(object).unwrap_or_default();
        Self::new::<R>(text(object, "name").unwrap_or(&id), &id)
    }

    /// The resource of an error, which has no ID.
    fn of_subject(subject: &Subject) -> Self {
        let Subject { noun, name, .. } = subject;
        Self { noun, name: name.clone(), id: name.clone(), word: name.clone() }
    }

    pub(in crate::cli) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::cli) fn id(&self) -> &str {
        &self.id
    }

    /// The error of an interrupt that came before anything was done to the resource.
    pub(in crate::cli) fn is_untouched(&self) -> anyhow::Error {
        let subject = Subject::new(self.noun, &self.name);
        let error = Error::Canceled { subject, status: "as it was".to_owned() };
        Advised::new(error, format!("nothing was done to {self}")).into()
    }

    /// The name is not enough to find the resource again.
    pub(in crate::cli) fn set_ambiguous(&mut self) {
        self.word.clone_from(&self.id);
    }

    /// The name, as the service has it.
    pub(in crate::cli) fn named_by(mut self, object: Option<&Object>) -> Self {
        if let Some(name) = object.and_then(|object| text(object, "name")) {
            name.clone_into(&mut self.name);
        }
        self
    }

    /// The resource as one word of a command.
    fn word(&self) -> String {
        word(&self.word).into_owned()
    }
}

/// As in `instance 'db1' (ID)`.
impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} '{}'", self.noun, self.name)?;
        if self.id == self.name { Ok(()) } else { write!(f, " ({})", self.id) }
    }
}

impl Purpose {
    /// Adds to an error what is left of the resource, and the command that continues or cleans up.
    pub(in crate::cli) fn advise(self, error: Error, thing: &Thing) -> anyhow::Error {
        let advice = match &error {
            Error::Canceled { status, .. } => Some(self.interrupted(thing, status)),
            Error::TimedOut { .. } => self.timed_out(thing),
            Error::Failed { .. } => hints::hint(&error).or_else(|| self.failed(thing)),
            Error::Api(error) if self == Self::Delete => refused(error, thing),
            _ => None,
        };
        match advice {
            Some(advice) => Advised::new(error, advice).into(),
            None => error.into(),
        }
    }

    /// What continues after an interrupt.
    pub(in crate::cli) fn interrupted(self, thing: &Thing, status: &str) -> String {
        let (noun, word) = (thing.noun, thing.word());
        match self {
            Self::Create => {
                format!(
                    "{thing} is still being created: 'trove {noun} delete {word} --wait' deletes it"
                )
            }
            Self::Delete => format!("{thing} is not deleted yet: {}", continue_deletion(thing)),
            Self::Change => match noun {
                "instance" => {
                    format!(
                        "{thing} is still {status}: 'trove instance wait {word}' waits until it is ready"
                    )
                }
                "cluster" => {
                    format!("{thing} is still {status}: 'trove cluster show {word}' shows its task")
                }
                _ => format!("{thing}: {status}; the operation is still running"),
            },
        }
    }

    fn timed_out(self, thing: &Thing) -> Option<String> {
        let (noun, word) = (thing.noun, thing.word());
        match self {
            Self::Create => Some(match noun {
                "instance" => format!(
                    "it is still being created: 'trove instance wait {word}' continues to wait, \
                     'trove instance delete {word} --wait' deletes it; \
                     if it is stuck, an administrator can run 'trove instance reset status {word}'"
                ),
                _ => format!(
                    "it is still being created: 'trove {noun} show {word}' shows how far it is, \
                     'trove {noun} delete {word} --wait' deletes it"
                ),
            }),
            Self::Delete => Some(match noun {
                "backup" => continue_deletion(thing),
                _ => format!(
                    "{}; if it is stuck, 'trove {noun} delete {word} --force' deletes it \
                     regardless of its status",
                    continue_deletion(thing)
                ),
            }),
            Self::Change => None,
        }
    }

    fn failed(self, thing: &Thing) -> Option<String> {
        let (noun, word) = (thing.noun, thing.word());
        Some(match (self, noun) {
            (Self::Create, _) => format!("'trove {noun} delete {word} --wait' deletes it"),
            (Self::Delete, "backup") => continue_deletion(thing),
            (Self::Delete, _) => {
                format!("'trove {noun} delete {word} --force' deletes it regardless of its status")
            }
            (Self::Change, "instance" | "cluster") => format!(
                "'trove {noun} show {word}' shows more; \
                 an administrator can run 'trove {noun} reset status {word}'"
            ),
            (Self::Change, _) => return None,
        })
    }
}

/// How a deletion continues. A backup does not show that it is being deleted, and a second request would
/// give back its quota again (docs/server-behaviour.md 5).
fn continue_deletion(thing: &Thing) -> String {
    let (noun, word) = (thing.noun, thing.word());
    match noun {
        "backup" => format!("'trove backup show {word}' shows it until it is gone"),
        _ => format!("'trove {noun} delete {word} --wait' continues to wait"),
    }
}

/// What helps when the service refuses to delete something now.
fn refused(error: &ApiError, thing: &Thing) -> Option<String> {
    let (noun, word) = (thing.noun, thing.word());
    let is_running = error.message.ends_with("cannot be deleted until it is done");
    (error.status == 422 || is_running).then(|| {
        format!("'trove {noun} delete {word} --wait' deletes it as soon as the service allows it")
    })
}

/// What continues after an interrupt that no command has words for.
pub(in crate::cli) fn interrupted(subject: &Subject, status: &str) -> String {
    match &subject.instance {
        Some(instance) => {
            let noun = if subject.noun == "database" { "db" } else { subject.noun };
            format!("{subject} is {status}: 'trove {noun} list {instance}' shows the result")
        }
        None => Purpose::Change.interrupted(&Thing::of_subject(subject), status),
    }
}
