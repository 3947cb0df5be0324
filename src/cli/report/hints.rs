//! The hint below an error: what to type next.

use crate::api::Refusal;
use crate::cli::report::config_hints;
use crate::cli::report::shell_word::word;
use crate::{
    ApiError, Error, Failure, Hint, Subject, TlsFailure, TransportError, TransportFailure,
};

/// Returns the hint for an error, if the user can do something about it.
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

const RESET_SANDBOX: &str =
    "'trove sandbox reset' deletes everything in the sandbox, and makes it usable again";

/// Writes the fact that the library attached to an error.
fn fact(hint: &Hint) -> String {
    match hint {
        Hint::Text(text) => text.clone(),
        Hint::Config(hint) => config_hints::words(hint),
        Hint::CaFile => {
            "the file is set by --os-cacert, OS_CACERT, cacert or verify in clouds.yaml, \
                         REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE"
                .to_owned()
        }
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
            "give all values, or change only some of them: \
             'trove configuration parameter set {} VALUES'",
            word(id)
        ),
        Hint::HiddenValues { configuration: None } => "give all values".to_owned(),
        Hint::SecretUrl => {
            "'openstack secret list' shows the URLs of secrets as 'Secret href'".to_owned()
        }
        Hint::ResetSandbox => RESET_SANDBOX.to_owned(),
        Hint::FromPrimary { field: "volume" } => {
            "a replica uses the volume size of its primary; drop --size".to_owned()
        }
        Hint::FromPrimary { field } => {
            format!("a replica uses the {field} of its primary; drop --{field}")
        }
    }
}

/// Writes the hint for a request that the service refused.
fn refused(refusal: Refusal, error: &ApiError) -> String {
    let instance = || id_in(&error.request, "instances").unwrap_or("INSTANCE");
    let cluster = || id_in(&error.request, "clusters").unwrap_or("CLUSTER");
    let words = match refusal {
        Refusal::SandboxUnusable => RESET_SANDBOX,
        Refusal::AdministratorsOnly => "the request needs the role of an administrator",
        Refusal::TokenRejected => "the service does not accept this login",
        Refusal::WrongProject => return wrong_project(error),
        Refusal::RoleForbids => "your roles in the project do not allow the request",
        Refusal::HasReplicas => "detach its replicas first: 'trove instance detach REPLICA'",
        Refusal::ModuleInUse => return module_in_use(error),
        Refusal::BackupTooLarge => "restore it to a larger volume: --size GB",
        Refusal::RateLimited => {
            "too many requests: try again later, or send fewer requests at a time"
        }
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
            "can the service read the secret, is it PKCS#12, and if it has a password, is --password-ref given?"
        }
        Refusal::ClusterMember => "use 'trove cluster', which changes all members together",
        Refusal::ClusterWithoutRoot => {
            let list = format!("'trove cluster instance list {}'", cluster());
            return format!("name one of its members instead: {list} lists them");
        }
        Refusal::ModulesNotListed => {
            "some servers cannot list modules for administrators: name them by their IDs"
        }
    };
    words.to_owned()
}

/// Writes the hint for a module that cannot be deleted.
fn module_in_use(error: &ApiError) -> String {
    let module = id_in(&error.request, "modules").unwrap_or("MODULE");
    format!(
        "'trove module instances {module}' lists the instances that have it, \
         'trove module remove INSTANCE {module}' removes it from one"
    )
}

/// Writes the hint for an endpoint that is not of the login's project.
fn wrong_project(error: &ApiError) -> String {
    match &error.project {
        Some(mismatch) => config_hints::project_of_endpoint(mismatch),
        None => "the endpoint must end in the ID of the login's project: \
                 'trove config doctor' shows the endpoint, 'trove auth status' the project"
            .to_owned(),
    }
}

/// Writes the hint for a wait that timed out.
fn timed_out(subject: &Subject) -> String {
    let Subject { noun, name, instance, .. } = subject;
    match (*noun, instance) {
        // trove/taskmanager/manager.py:471: a failed access update never ends by itself.
        ("instance" | "cluster", _) => {
            let (word, command) = (word(name), if *noun == "instance" { "wait" } else { "show" });
            format!(
                "the operation is still running: 'trove {noun} {command} {word}' {}; if it is stuck, \
                 an administrator can run 'trove {noun} reset status {word}'",
                if *noun == "instance" { "continues to wait" } else { "shows its task" },
            )
        }
        // The service passes these operations to the guest agent and never learns their result (docs/server-behaviour.md 18).
        (_, Some(instance)) => {
            let command = if *noun == "database" { "db" } else { noun };
            format!(
                "the operation is still running, or has failed silently: \
                 'trove {command} list {instance}' shows the result; if it failed, try again"
            )
        }
        _ => "the operation is still running".to_owned(),
    }
}

/// Writes the hint for a resource that cannot reach its goal.
fn failed(subject: &Subject, reason: &Failure) -> Option<String> {
    match reason {
        Failure::RestartRequired | Failure::MemberRestartRequired(_) => {
            Some(format!("restart it: 'trove {} restart {}'", subject.noun, word(&subject.name)))
        }
        Failure::NotDeleted => Some(format!(
            "'trove {} delete {} --wait' deletes it once more",
            subject.noun,
            word(&subject.name)
        )),
        _ => None,
    }
}

/// Writes the hint for a request that got no answer.
fn unreachable(error: &TransportError) -> String {
    let words = match (error.failure, error.tls) {
        (TransportFailure::Tls, Some(failure)) => handshake(failure),
        (TransportFailure::Tls, None) => handshake(TlsFailure::UnknownIssuer),
        (TransportFailure::Connect, _) => match &error.proxy {
            None => "is the address correct, and is the service running?",
            Some(proxy) => {
                return format!(
                    "is the address correct, and are the service and the proxy '{proxy}' running? \
                     To connect without the proxy, add the host to no_proxy"
                );
            }
        },
        (TransportFailure::Timeout | TransportFailure::Broken, _) => {
            "the request may have been carried out: check before you try again"
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
            "if the clock of this machine is correct, the server needs a new certificate"
        }
        TlsFailure::WrongName => {
            "is the address correct? It must contain a name that the certificate is for"
        }
        TlsFailure::OldVersion => {
            "older versions are not safe, and not supported: the server must be updated"
        }
        TlsFailure::ClientCertificate => {
            "give a certificate that the server trusts, and its key: --os-cert and --os-key, or cert and key in clouds.yaml"
        }
        TlsFailure::NotTls => "does the address begin with http:// instead of https://?",
    }
}

fn wait_until_ready(noun: &str, name: &str) -> String {
    format!("'trove {noun} wait {name}' waits until it is ready")
}

/// Returns the ID that follows a collection in the URL of a request.
fn id_in<'r>(request: &'r str, collection: &str) -> Option<&'r str> {
    let path = request.split('?').next()?;
    let (_, rest) = path.split_once(&format!("/{collection}/"))?;
    let id = rest.split('/').next()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (!id.is_empty() && id.chars().all(is_plain)).then_some(id)
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
    fn the_hint_for_a_busy_instance_waits_by_the_name_that_the_user_gave() {
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
    fn the_hint_for_a_refusal_has_the_id_from_the_request() {
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
    fn an_id_that_needs_quotes_is_not_repeated() {
        let request = "POST http://trove/v1.0/p/instances/a%20b/action";
        assert!(refusal(422, "busy", request).contains("wait INSTANCE"));
    }

    #[test]
    fn the_hint_for_a_timeout_resets_a_stuck_resource() {
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
    fn the_hint_for_a_required_restart_is_a_command() {
        let failed = |noun, reason| Error::Failed {
            subject: Subject::new(noun, "x"),
            status: "ACTIVE".into(),
            reason: Some(Box::new(reason)),
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
    fn each_tls_failure_has_its_own_hint() {
        for (failure, remedy) in [
            (TlsFailure::UnknownIssuer, "--os-cacert"),
            (TlsFailure::NotValidNow, "clock"),
            (TlsFailure::WrongName, "is the address correct?"),
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
        let subnet = Hint::Subnet { network: "N".into(), address: "192.0.2.1".into() };
        assert!(words(subnet).ends_with("--nic net-id=N,subnet-id=ID,ip-address=192.0.2.1"));
        let key = Hint::EncryptedKey { file: "/a b/k.pem".into() };
        assert!(words(key).contains(r#"-in "/a b/k.pem" -out"#));
        assert_eq!(words("use plain or S256".into()), "use plain or S256");
        assert!(words(Hint::ResetSandbox).starts_with("'trove sandbox reset' "));
        let volume = words(Hint::FromPrimary { field: "volume" });
        assert_eq!(volume, "a replica uses the volume size of its primary; drop --size");
        assert!(words(Hint::FromPrimary { field: "locality" }).ends_with("drop --locality"));
    }
}
