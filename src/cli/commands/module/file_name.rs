//! The names of files for the contents of modules.

use crate::api::AppliedModule;
use crate::hazard::is_hazard;
use std::collections::HashSet;

/// The bytes that the name of a file may have, on the file systems that allow the fewest.
const LONGEST: usize = 255;

/// The end of every name.
const SUFFIX: &str = ".dat";

/// Names a file for each module: one path segment that is not hidden, without characters that are special
/// for a terminal or a file system. No two are the same: one that is too long, or that another has,
/// ends with the ID of its module.
pub(super) fn file_names(prefix: &str, modules: &[AppliedModule]) -> Vec<String> {
    let mut taken = HashSet::new();
    modules
        .iter()
        .map(|module| {
            let stem = stem(prefix, module);
            let id: String = module.id.chars().take(64).map(safe).collect();
            let plain = Some(format!("{stem}{SUFFIX}")).filter(|name| name.len() <= LONGEST);
            let with_id = std::iter::once(cut(&stem, &format!("_{id}{SUFFIX}")));
            let numbered = (2..).map(|number| cut(&stem, &format!("_{id}_{number}{SUFFIX}")));
            let mut names = plain.into_iter().chain(with_id).chain(numbered);
            // Some file systems take `A` for `a`.
            names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
        })
        .collect()
}

fn stem(prefix: &str, module: &AppliedModule) -> String {
    let all = || "all".to_owned();
    let underscore = if prefix.is_empty() || prefix.ends_with('_') { "" } else { "_" };
    let stem = format!(
        "{prefix}{underscore}{}_{}_{}",
        module.name,
        module.datastore.clone().unwrap_or_else(all),
        module.datastore_version.clone().unwrap_or_else(all)
    );
    let stem: String = stem.chars().map(safe).collect();
    if stem.starts_with(['.', '-']) { format!("_{stem}") } else { stem }
}

fn safe(c: char) -> char {
    let is_special =
        matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\n' | '\t');
    if is_special || is_hazard(c) { '_' } else { c }
}

/// `stem`, as much as there is room for, and `end`.
fn cut(stem: &str, end: &str) -> String {
    let room = stem.floor_char_boundary(LONGEST.saturating_sub(end.len()));
    format!("{}{end}", stem.get(..room).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn module(id: &str, name: &str, datastore: Option<&str>) -> AppliedModule {
        let module = json!({"id": id, "name": name, "type": "ping", "datastore": datastore,
                            "datastore_version": "8.0"});
        serde_json::from_value(module).unwrap()
    }

    fn named(prefix: &str, name: &str, datastore: Option<&str>) -> String {
        file_names(prefix, &[module("1", name, datastore)]).remove(0)
    }

    #[test]
    fn a_name_is_one_segment_whatever_the_server_says() {
        assert_eq!(named("", "mod1", None), "mod1_all_8.0.dat");
        assert_eq!(named("pre", "mod1", Some("mysql")), "pre_mod1_mysql_8.0.dat");
        assert_eq!(named("pre_", "mod1", Some("mysql")), "pre_mod1_mysql_8.0.dat");
        assert_eq!(named("", "../../etc/x", None), "_.._.._etc_x_all_8.0.dat");
        assert_eq!(named("", "-rf\u{1b}[2J\u{202e}\u{61c}", None), "_-rf_[2J___all_8.0.dat");
        assert_eq!(named("..\\", "m", None), "_..__m_all_8.0.dat");
    }

    #[test]
    fn no_two_names_are_the_same() {
        let modules = [("1", "same"), ("2", "same"), ("3", "SAME"), ("3", "same"), ("3", "same")];
        let modules = modules.map(|(id, name)| module(id, name, None));
        assert_eq!(
            file_names("", &modules),
            [
                "same_all_8.0.dat",
                "same_all_8.0_2.dat",
                "SAME_all_8.0_3.dat",
                "same_all_8.0_3_2.dat",
                "same_all_8.0_3_3.dat"
            ]
        );
    }

    #[test]
    fn a_long_name_is_cut_between_characters_and_keeps_the_id_and_the_suffix() {
        for (name, prefix) in
            [("n".repeat(255), ""), ("漢".repeat(200), ""), ("n".into(), &"p".repeat(300))]
        {
            let modules = ["7d3", "8e4"].map(|id| module(id, &name, None));
            let names = file_names(prefix, &modules);
            assert!(names.iter().all(|name| (250..=255).contains(&name.len())), "{names:?}");
            assert!(names[0].ends_with("_7d3.dat") && names[1].ends_with("_8e4.dat"), "{names:?}");
        }
    }
}
