//! Recorded runs of other clients, run again with `trove`.

mod commands;
mod config;
mod legacy_login;
mod login;
#[cfg(unix)]
mod wire;

/// Asserts that only the listed cases differ, and counts the others. A case has an ID, a title, and perhaps a
/// difference; a deviation has the ID of a case, and a reason.
#[track_caller]
fn compare<'c>(
    cases: impl Iterator<Item = (&'c str, &'c str, Option<String>)>,
    deviations: &[(&str, &str)],
) -> usize {
    let (mut same, mut wrong) = (0, Vec::new());
    for (id, title, difference) in cases {
        match (difference, deviations.iter().any(|(known, _)| *known == id)) {
            (None, false) => same += 1,
            (Some(_), true) => {}
            (Some(difference), false) => wrong.push(format!("{id} ({title}): {difference}")),
            (None, true) => wrong.push(format!("{id}: does not differ any more")),
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
    same
}
