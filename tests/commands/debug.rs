//! The `Debug` output of the library's types shows no secret.

use std::collections::BTreeMap;
use std::sync::Arc;
use troveclient::api::{
    AppliedModule, Client, Instance, ModuleUpdate, NewModule, NewUser, UserUpdate,
};
use troveclient::auth::{Session, TokenCache};
use troveclient::config::{Env, Key, Lookup, Setting, Settings, Source};
use troveclient::http::{ClientOptions, Proxies};
use troveclient::sandbox::{Options, Sandbox, seed};
use troveclient::{ManualClock, Secret};

const SECRET: &str = "s3cr3t-Value";

fn settings() -> Settings {
    let auth = [
        ("auth_url", "http://sandbox/identity/v3"),
        ("username", seed::DEMO.name),
        ("password", SECRET),
        ("user_domain_name", seed::DOMAIN_NAME),
        ("token", SECRET),
        ("passcode", SECRET),
        ("application_credential_secret", SECRET),
        ("client_secret", SECRET),
        ("access_token", SECRET),
        ("endpoint", "http://me:s3cr3t-Value@trove.example/"),
    ];
    let keys = [("https_proxy", "http://me:s3cr3t-Value@proxy.example:3128")];
    Settings::from_parts("one", keys, auth, Source::Given)
}

/// The `Debug` output of each type that can hold a secret, plain and indented.
fn shown() -> Vec<String> {
    let mut all = Vec::new();
    let mut show =
        |thing: &dyn std::fmt::Debug| all.extend([format!("{thing:?}"), format!("{thing:#?}")]);
    let env: Env = [("OS_PASSWORD", SECRET)].into_iter().collect();
    let settings = settings();
    let options: BTreeMap<_, _> = [(Key::Password, SECRET.to_owned())].into();
    show(&Secret::from(SECRET));
    show(&env);
    show(&Setting::new(SECRET.into(), Source::Given));
    show(&Lookup { env: env.clone(), options, ..Lookup::default() });
    show(&settings);
    let proxies = Proxies { https: Some(format!("http://me:{SECRET}@p:1")), ..Proxies::default() };
    show(&ClientOptions { proxies, ..ClientOptions::default() });

    let sandbox = Arc::new(Sandbox::open(Options::default()).unwrap());
    let mut login = settings.clone();
    login.set_auth(Key::Password, seed::DEMO.password, Source::Given);
    login.set_auth(Key::ProjectName, seed::DEMO.name, Source::Given);
    login.set_auth(Key::ProjectDomainName, seed::DOMAIN_NAME, Source::Given);
    let clock = Arc::new(ManualClock::new(std::time::SystemTime::now()));
    let cache = tempfile::tempdir().unwrap();
    let cache = TokenCache::new(cache.path());
    let session = Session::new(&login, sandbox.clone(), clock, Some(cache)).unwrap();
    let token = session.login().unwrap().unwrap();
    let shown = format!("{token:?} {session:?}");
    assert!(!shown.contains(token.secret().expose()), "{shown}");
    show(&token);
    show(&session);
    show(&Client::builder(settings.clone()));
    show(&Client::builder(login).transport(sandbox).build().unwrap());

    show(&NewUser { name: "u".into(), password: SECRET.into(), host: None, databases: Vec::new() });
    show(&UserUpdate { password: Some(SECRET.into()), ..UserUpdate::default() });
    show(&NewModule { contents: SECRET.into(), ..NewModule::default() });
    show(&ModuleUpdate { contents: Some(SECRET.into()), ..ModuleUpdate::default() });
    let instance =
        format!(r#"{{"id": "i", "name": "n", "status": "ACTIVE", "password": "{SECRET}"}}"#);
    show(&serde_json::from_str::<Instance>(&instance).unwrap());
    let module = format!(r#"{{"id": "i", "name": "n", "type": "ping", "contents": "{SECRET}"}}"#);
    show(&serde_json::from_str::<AppliedModule>(&module).unwrap());
    all
}

#[test]
fn no_debug_output_has_a_secret() {
    let bytes = format!("{:?}", SECRET.as_bytes());
    let bytes = bytes.trim_matches(['[', ']']);
    for text in shown() {
        assert!(!text.contains(SECRET) && !text.contains(bytes), "{text}");
        assert!(!text.is_empty());
    }
}
