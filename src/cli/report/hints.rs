//! The hint line below an error: what to type next, in words for a shell.

use crate::api::Refusal;
use crate::cli::report::config_hints;
use crate::{
    ApiError, Error, Failure, Hint, Subject, TlsFailure, TransportError, TransportFailure,
};
use std::borrow::Cow;

/// The hint for an error, if there is something to do about it.
pub(in crate::cli) fn hint(error: &Error) -> Option<String> {
    match error {
        Error::Ambiguous { .. } => Some("use one of the IDs".to_owned()),
        Error::Busy { subject, .. } => Some(wait_until_ready(subject.noun, &word(&subject.name))),
        Error::TimedOut { subject, .. } => Some(timed_out(subject)),
        Error::Failed { subject, reason: Some(reason), .. } => failed(subject, reason),
        Error::Api(error) => Refusal::of(error).map(|refusal| refused(refusal, error)),
        Error::Transport(error) => Some(unreachable(error)),
        _ => error.hint().map(fact),
    }
}

/// The words for a fact that was attached to an error.
fn fact(hint: &Hint) -> String {
    match hint {
        Hint::Text(text) => text.clone(),
        Hint::Config(hint) => config_hints::words(hint),
        Hint::CaFile => "it is named by --os-cacert, OS_CACERT, cacert or verify in clouds.yaml, \
                         REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE"
            .to_owned(),
        Hint::ClientKey => {
            "name the file that holds the key: --os-key FILE, or key in clouds.yaml".to_owned()
        }
        Hint::EncryptedKey { file } => {
            let file = file.to_string_lossy();
            format!("'openssl pkey -in {} -out NEWFILE' decrypts it", word(&file))
        }
        Hint::UnpublishedLog { log } => format!(
            "publish it: --publish here, or 'trove log set INSTANCE {} --publish'",
            word(log)
        ),
        Hint::Subnet { network, address } => {
            format!("name the subnet too: --nic net-id={network},subnet-id=ID,ip-address={address}")
        }
        Hint::HiddenValues { configuration: Some(id) } => format!(
            "write all values out, or change some of them: \
             'trove configuration parameter set {} VALUES'",
            word(id)
        ),
        Hint::HiddenValues { configuration: None } => "write all values out".to_owned(),
        Hint::SecretUrl => {
            "'openstack secret list' shows the URLs of secrets as 'Secret href'".to_owned()
        }
        Hint::FromPrimary { field: "volume" } => {
            "a replica uses the volume size of its primary; drop --size".to_owned()
        }
        Hint::FromPrimary { field } => {
            format!("a replica uses the {field} of its primary; drop --{field}")
        }
    }
}

/// What helps when the service has refused a request.
fn refused(refusal: Refusal, error: &ApiError) -> String {
    let instance = || id_in(&error.request, "instances").unwrap_or("INSTANCE");
    let cluster = || id_in(&error.request, "clusters").unwrap_or("CLUSTER");
    let words = match refusal {
        Refusal::AdministratorsOnly => "this needs an administrator's role in the project",
        Refusal::TokenRejected => "the service does not accept this login",
        Refusal::RoleForbids => "the role in this project does not allow it",
        Refusal::HasReplicas => "detach its replicas first: 'trove instance detach REPLICA'",
        Refusal::ModuleInUse => {
            let module = id_in(&error.request, "modules").unwrap_or("MODULE");
            return format!(
                "'trove module instances {module}' lists the instances that have it, \
                 'trove module remove INSTANCE {module}' removes it from one"
            );
        }
        Refusal::BackupTooLarge => "restore it to a larger volume: --size GB",
        Refusal::RateLimited => "too many requests: try again later, or more slowly",
        Refusal::QuotaReached => {
            "a limit is reached: 'trove quota show' and 'trove limit list' show the limits"
        }
        Refusal::RestartRequired => {
            return format!("restart it first: 'trove instance restart {}'", instance());
        }
        Refusal::InstanceBusy => return wait_until_ready("instance", instance()),
        Refusal::InstanceMaybeBusy => {
            let wait = wait_until_ready("instance", instance());
            return format!("the instance may be busy: {wait}");
        }
        Refusal::ClusterMaybeBusy => {
            let show = format!("'trove cluster show {}'", cluster());
            return format!("the cluster may be busy: {show} shows its task");
        }
        Refusal::AgentSilent => {
            return format!(
                "the guest agent of the instance does not answer: \
                 'trove instance show {}' shows its status",
                instance()
            );
        }
        Refusal::InvalidValue => {
            "'trove configuration parameter list' shows the parameters of a datastore version, \
             and their types: 5 is an integer, \"5\" is text"
        }
        Refusal::NothingToUndo => "there is no change to undo",
        Refusal::SecretUnusable => {
            "can the service read the secret, is it PKCS#12, and does its password need a --password-ref?"
        }
        Refusal::ClusterMember => "'trove cluster' changes it, together with the other members",
        Refusal::ClusterWithoutRoot => {
            let list = format!("'trove cluster instance list {}'", cluster());
            return format!("use one of its members: {list} lists them");
        }
        Refusal::ModulesNotListed => {
            "some servers cannot list modules for administrators: name them by their IDs"
        }
    };
    words.to_owned()
}

/// What helps when a wait ran out.
fn timed_out(subject: &Subject) -> String {
    let Subject { noun, name, instance, .. } = subject;
    match (*noun, instance) {
        // trove/taskmanager/manager.py:471: a failed access update never ends by itself.
        ("instance" | "cluster", _) => format!(
            "the operation is still running; if it is stuck, an administrator can run \
             'trove {noun} reset status {}'",
            word(name)
        ),
        // The service hands these to the guest agent and hears no more of them (docs/server-behaviour.md 18).
        (_, Some(instance)) => {
            let command = if *noun == "database" { "db" } else { noun };
            format!(
                "the operation is still running, or has failed silently: \
                 'trove {command} list {instance}' shows the result; it can be tried again"
            )
        }
        _ => "the operation is still running".to_owned(),
    }
}

/// What helps when a resource did not get where it should.
fn failed(subject: &Subject, reason: &Failure) -> Option<String> {
    match reason {
        Failure::RestartRequired | Failure::MemberRestartRequired(_) => {
            Some(format!("restart it: 'trove {} restart {}'", subject.noun, word(&subject.name)))
        }
        _ => None,
    }
}

/// What helps when a request got no answer.
fn unreachable(error: &TransportError) -> String {
    let words = match (error.failure, error.tls) {
        (TransportFailure::Tls, Some(failure)) => handshake(failure),
        (TransportFailure::Tls, None) => handshake(TlsFailure::UnknownIssuer),
        (TransportFailure::Connect, _) => match &error.proxy {
            None => "is the address right, and the service up?",
            Some(proxy) => {
                return format!(
                    "is the address right, and the service up? \
                     Unless no_proxy has its host, it is reached through '{proxy}'"
                );
            }
        },
        (TransportFailure::Timeout | TransportFailure::Broken, _) => {
            "whether the request was carried out is not known: look before trying again"
        }
        (TransportFailure::Redirect, _) => "correct the URL in the configuration or in the catalog",
    };
    words.to_owned()
}

fn handshake(failure: TlsFailure) -> &'static str {
    match failure {
        TlsFailure::UnknownIssuer => {
            "name the CA that signed the server's certificate: --os-cacert FILE, or cacert in clouds.yaml"
        }
        TlsFailure::NotValidNow => {
            "is the clock of this machine right? Then the server needs a new certificate"
        }
        TlsFailure::WrongName => {
            "is the address right? It has to be written as the certificate has it"
        }
        TlsFailure::OldVersion => {
            "older versions are not safe, and not supported: the server has to be updated"
        }
        TlsFailure::ClientCertificate => {
            "name a certificate that it trusts, and its key: --os-cert and --os-key, or cert and key in clouds.yaml"
        }
        TlsFailure::NotTls => "is it an http:// address?",
    }
}

fn wait_until_ready(noun: &str, name: &str) -> String {
    format!("'trove {noun} wait {name}' waits until it is ready")
}

/// The ID that follows a collection in the URL of a request.
fn id_in<'r>(request: &'r str, collection: &str) -> Option<&'r str> {
    let path = request.split('?').next()?;
    let (_, rest) = path.split_once(&format!("/{collection}/"))?;
    let id = rest.split('/').next()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (!id.is_empty() && id.chars().all(is_plain)).then_some(id)
}

/// `text` as one word of a command line, which stands between single quotes itself.
fn word(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@%+=,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\' | '$' | '`' | '!') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    Cow::Owned(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn refusal(status: u16, message: &str, request: &str) -> String {
        hint(&ApiError::new(status, message, request).into()).unwrap_or_default()
    }

    fn timeout(subject: Subject) -> String {
        let after = Duration::from_secs(3600);
        hint(&Error::TimedOut { subject, status: "BUILD".into(), after }).unwrap_or_default()
    }

    fn tls(failure: TlsFailure) -> String {
        let mut error = TransportError::new("https://trove", TransportFailure::Tls, None);
        error.tls = Some(failure);
        hint(&error.into()).unwrap_or_default()
    }

    #[test]
    fn a_busy_instance_is_waited_for_by_the_name_that_the_user_gave() {
        let busy = |name: &str| Error::Busy {
            subject: Subject::new("instance", name),
            status: "RESIZE".into(),
        };
        assert_eq!(
            hint(&busy("db1")).unwrap(),
            "'trove instance wait db1' waits until it is ready"
        );
        assert!(hint(&busy("my $db")).unwrap().contains(r#"wait "my \$db"'"#));
    }

    #[test]
    fn a_refusal_is_answered_with_the_id_in_its_request() {
        let action = "POST http://trove/v1.0/p/instances/4c1f-a/action";
        assert_eq!(
            refusal(422, "busy", action),
            "the instance may be busy: 'trove instance wait 4c1f-a' waits until it is ready"
        );
        assert!(refusal(422, "busy", "POST backups").contains("'trove instance wait INSTANCE'"));
        assert!(
            refusal(400, "instance status is currently: RESTART_REQUIRED.", action)
                .ends_with("'trove instance restart 4c1f-a'")
        );
        assert!(
            refusal(422, "busy", "POST http://trove/v1.0/p/clusters/c-1")
                .ends_with("'trove cluster show c-1' shows its task")
        );
    }

    #[test]
    fn an_id_that_would_need_quotes_is_not_repeated() {
        let request = "POST http://trove/v1.0/p/instances/a%20b/action";
        assert!(refusal(422, "busy", request).contains("wait INSTANCE"));
    }

    #[test]
    fn a_wait_that_ran_out_says_how_to_end_what_is_stuck() {
        let cluster = timeout(Subject::new("cluster", "c1"));
        assert!(cluster.ends_with("'trove cluster reset status c1'"), "{cluster}");
        let instance = timeout(Subject::new("instance", "db1"));
        assert!(instance.ends_with("'trove instance reset status db1'"), "{instance}");
        let backup = timeout(Subject::new("backup", "b1"));
        assert_eq!(backup, "the operation is still running");
        let database = Subject { instance: Some("i-1".into()), ..Subject::new("database", "a") };
        assert!(timeout(database).contains("'trove db list i-1'"));
    }

    #[test]
    fn a_needed_restart_is_named_with_its_command() {
        let failed = |noun, reason| Error::Failed {
            subject: Subject::new(noun, "x"),
            status: "ACTIVE".into(),
            reason: Some(reason),
        };
        let instance = hint(&failed("instance", Failure::RestartRequired)).unwrap();
        assert_eq!(instance, "restart it: 'trove instance restart x'");
        let member = Failure::MemberRestartRequired("m0".into());
        assert_eq!(
            hint(&failed("cluster", member)).unwrap(),
            "restart it: 'trove cluster restart x'"
        );
        assert_eq!(hint(&failed("instance", Failure::NotDetached)), None);
    }

    #[test]
    fn each_failure_of_tls_has_its_remedy() {
        for (failure, remedy) in [
            (TlsFailure::UnknownIssuer, "--os-cacert"),
            (TlsFailure::NotValidNow, "clock"),
            (TlsFailure::WrongName, "is the address right?"),
            (TlsFailure::OldVersion, "updated"),
            (TlsFailure::ClientCertificate, "--os-cert and --os-key"),
            (TlsFailure::NotTls, "http://"),
        ] {
            assert!(tls(failure).contains(remedy), "{failure:?}");
        }
    }

    #[test]
    fn a_fact_becomes_a_command() {
        let words = |hint: Hint| fact(&hint);
        let log = Hint::UnpublishedLog { log: "general".into() };
        assert!(words(log).contains("'trove log set INSTANCE general --publish'"));
        let subnet = Hint::Subnet { network: "N".into(), address: "10.0.0.1".into() };
        assert!(words(subnet).ends_with("--nic net-id=N,subnet-id=ID,ip-address=10.0.0.1"));
        let key = Hint::EncryptedKey { file: "/a b/k.pem".into() };
        assert!(words(key).contains(r#"-in "/a b/k.pem" -out"#));
        assert_eq!(words("it is plain or S256".into()), "it is plain or S256");
        let volume = words(Hint::FromPrimary { field: "volume" });
        assert_eq!(volume, "a replica uses the volume size of its primary; drop --size");
        assert!(words(Hint::FromPrimary { field: "locality" }).ends_with("drop --locality"));
    }
}
