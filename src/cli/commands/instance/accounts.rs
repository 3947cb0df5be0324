//! The options of `trove instance create` for the databases and users of the new instance.

use crate::api::{NewDatabase, NewUser};
use crate::cli::context::Cx;
use crate::cli::prompt::password;
use crate::secret::Secret;
use crate::{Error, Result};
use clap::Args;

// (Doc comments would take the brackets for links.)
const DATABASE_HELP: &str =
    "Database to create: name=NAME[,character-set=SET][,collate=COLLATION]; can be repeated";
const USER_HELP: &str = "User to create: name=NAME,password=PASSWORD[,host=HOST][,databases=A+B], \
    with access to all databases created here if none are named; can be repeated";

// (A doc comment would become the help of the command.)
#[derive(Debug, Args)]
pub(super) struct Accounts {
    /// Databases to create
    #[arg(long, value_name = "DATABASE", num_args = 1..)]
    databases: Vec<String>,
    #[arg(long = "database", value_name = "DATABASE", value_parser = database, help = DATABASE_HELP)]
    described_databases: Vec<NewDatabase>,
    /// Users to create, with access to all databases created here; a password of '-' is read from
    /// standard input, one per line, or prompted for
    #[arg(long, value_name = "USER:PASSWORD", num_args = 1.., value_parser = password::given)]
    users: Vec<Secret>,
    #[arg(long = "user", value_name = "USER", value_parser = password::given, help = USER_HELP)]
    described_users: Vec<Secret>,
}

/// A user as the command line describes it. No error quotes the description: it can have a password.
#[derive(Debug, Default, PartialEq)]
struct Described {
    name: String,
    password: Option<Secret>,
    host: Option<String>,
    /// All databases created here, if none are named.
    databases: Option<Vec<NewDatabase>>,
}

impl Accounts {
    /// Returns the databases and users to create. Prompts for the passwords that are '-'.
    pub(super) fn read(&self, cx: &mut Cx<'_>) -> Result<(Vec<NewDatabase>, Vec<NewUser>)> {
        let simple = self.databases.iter().map(|name| NewDatabase::from(name.as_str()));
        let databases: Vec<_> = simple.chain(self.described_databases.iter().cloned()).collect();
        let simple = self.users.iter().map(|text| simple_user(text.expose()));
        let users = simple.chain(self.described_users.iter().map(|text| user(text.expose())));
        let users: Vec<_> = users.collect::<Result<_>>()?;
        let all: Vec<_> =
            databases.iter().map(|database| NewDatabase::from(database.name.as_str())).collect();
        let users = users.into_iter().map(|user| {
            // A missing password is read as '-' is: from the terminal or standard input.
            let given = user.password.unwrap_or_else(|| "-".into());
            let password = password::required(cx, &user.name, Some(given), false)?;
            let databases = user.databases.unwrap_or_else(|| all.clone());
            let user = NewUser { name: user.name, password, host: user.host, databases };
            user.check().map(|()| user)
        });
        let users = users.collect::<Result<_>>()?;
        Ok((databases, users))
    }
}

/// Parses `user:password`. The password can contain colons.
fn simple_user(text: &str) -> Result<Described> {
    match text.split_once(':') {
        Some((name, password)) if !name.is_empty() && !password.is_empty() => {
            Ok(Described { name: name.into(), password: Some(password.into()), ..<_>::default() })
        }
        _ => Err(Error::invalid("--users takes USER:PASSWORD, and neither can be empty")),
    }
}

/// Parses `name=…,password=…,host=…,databases=a+b`.
fn user(text: &str) -> Result<Described> {
    let wrong = || {
        Error::invalid("--user takes name=NAME,password=PASSWORD[,host=HOST][,databases=A+B]")
            .with_hint("password=- reads the password from standard input, or prompts for it")
    };
    let mut user = Described::default();
    for (key, value) in pairs(text, &["name", "password", "host", "databases"]).ok_or_else(wrong)? {
        match key {
            "name" => user.name = value.into(),
            "password" => user.password = Some(value.into()),
            "host" => user.host = Some(value.into()),
            _ => {
                let names = value.split('+').filter(|name| !name.is_empty());
                user.databases = Some(names.map(NewDatabase::from).collect());
            }
        }
    }
    if user.name.is_empty() { Err(wrong()) } else { Ok(user) }
}

/// Parses a name, or `name=…,character-set=…,collate=…`.
fn database(text: &str) -> Result<NewDatabase, String> {
    if !text.contains('=') && !text.is_empty() {
        return Ok(text.into());
    }
    let wrong = || format!("'{text}' is not name=NAME[,character-set=SET][,collate=COLLATION]");
    let mut database = NewDatabase::default();
    let keys = ["name", "character-set", "character_set", "collate"];
    for (key, value) in pairs(text, &keys).ok_or_else(wrong)? {
        match key {
            "name" => database.name = value.into(),
            "collate" => database.collate = Some(value.into()),
            _ => database.character_set = Some(value.into()),
        }
    }
    if database.name.is_empty() { Err(wrong()) } else { Ok(database) }
}

/// Parses `key=value,key=value`. A comma that is not followed by a key belongs to the value, because
/// passwords can contain commas.
fn pairs<'t>(text: &'t str, keys: &[&'static str]) -> Option<Vec<(&'static str, &'t str)>> {
    let key_of = |text: &str| {
        let (key, _) = text.split_once('=')?;
        keys.iter().find(|known| **known == key).copied()
    };
    let commas = text.match_indices(',').map(|(at, _)| at + 1);
    let starts = std::iter::once(0).chain(commas);
    let starts: Vec<(usize, &'static str)> =
        starts.filter_map(|at| Some((at, key_of(text.get(at..)?)?))).collect();
    if starts.first()?.0 != 0 {
        return None;
    }
    let ends = starts.iter().skip(1).map(|(at, _)| at - 1).chain([text.len()]);
    let pair = |((start, key), end): (&(usize, &'static str), usize)| {
        Some((*key, text.get(start + key.len() + 1..end)?))
    };
    starts.iter().zip(ends).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_may_have_colons() {
        let read = simple_user("v:q:r").unwrap();
        assert_eq!((read.name.as_str(), read.password), ("v", Some("q:r".into())));
        for wrong in ["nopassword", ":x", "u:", ""] {
            let error = simple_user(wrong).unwrap_err().to_string();
            assert!(wrong.is_empty() || !error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn a_described_user_has_its_own_host_and_databases() {
        let read = user("name=u,password=p,=w,x=1,host=10.%,databases=a+b").unwrap();
        let databases = Some(vec!["a".into(), "b".into()]);
        let (name, password) = ("u".into(), Some("p,=w,x=1".into()));
        assert_eq!(read, Described { name, password, host: Some("10.%".into()), databases });
        let read = user("name=u,databases=").unwrap();
        assert_eq!((read.password, read.databases), (None, Some(Vec::new())));
        for wrong in ["u:s3cret", "password=s3cret", "x=s3cret,name=u", "", "name=,password=s3cret"]
        {
            assert!(!user(wrong).unwrap_err().to_string().contains("s3cret"), "{wrong}");
        }
    }

    #[test]
    fn a_described_database_has_a_character_set() {
        let read = database("name=a,character-set=utf8mb4,collate=utf8mb4_bin").unwrap();
        assert_eq!(read.character_set.as_deref(), Some("utf8mb4"));
        assert_eq!(read.collate.as_deref(), Some("utf8mb4_bin"));
        assert_eq!(database("a"), Ok("a".into()));
        for wrong in ["", "charset=x", "name=", "collate=x"] {
            assert!(database(wrong).is_err(), "{wrong}");
        }
    }
}
