//! Pages of lists, and the links between them.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::reply::Refusal;
use serde_json::{Value, json};

/// The longest page (`instances_page_size`).
pub(crate) const PAGE: i64 = 20;

/// The page's length of lists whose marker is an id, from `limit`. Zero and what is no
/// number crash the server (PITFALLS 46).
pub(crate) fn page_length(call: &Call<'_>) -> Result<i64, Refusal> {
    let Some(limit) = call.nonempty_parameter("limit") else {
        return Ok(PAGE);
    };
    match limit.parse::<i64>() {
        Ok(limit) if limit > 0 => Ok(limit.min(PAGE)),
        _ => Err(call.crash(format!("limit must be 1 or more, not '{limit}'."))),
    }
}

/// A page and, if there is one, the link to the next.
pub(crate) fn with_next(
    call: &Call<'_>,
    name: &str,
    views: Vec<Value>,
    marker: Option<&str>,
) -> Value {
    match marker {
        Some(marker) => json!({name: views, "links": call.next_link(marker)}),
        None => json!({name: views}),
    }
}

/// Leaves a page of what was found, and gives the marker of the next one if there is more.
pub(crate) fn cut<T>(
    found: &mut Vec<T>,
    length: i64,
    id: impl Fn(&T) -> &String,
) -> Option<String> {
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > length;
    if more {
        found.pop();
    }
    found.last().map(|last| id(last).clone()).filter(|_| more)
}

/// How many the guest lists at once: 20 at most, and all for a limit of zero or less (PITFALLS 46).
fn names_length(call: &Call<'_>) -> Result<Option<usize>, Refusal> {
    let text = call.nonempty_parameter("limit").unwrap_or("20");
    let limit = text
        .parse::<i64>()
        .map_err(|_| call.crash(format!("limit must be a number, not '{text}'.")))?;
    Ok(usize::try_from(limit.min(20)).ok().filter(|limit| *limit > 0))
}

/// The page that was asked for of `all`, sorted by their key, and the key of its last row if there
/// are more.
pub(crate) fn by_name<T>(
    call: &Call<'_>,
    mut all: Vec<(String, T)>,
) -> Result<(Vec<T>, Option<String>), Refusal> {
    all.sort_by(|one, other| one.0.cmp(&other.0));
    let marker = call.parameter("marker").unwrap_or_default();
    all.retain(|(key, _)| key.as_str() > marker);
    let length = names_length(call)?.unwrap_or(usize::MAX);
    let more = all.len() > length;
    all.truncate(length);
    let last = all.last().map(|(key, _)| key.clone()).filter(|_| more);
    Ok((all.into_iter().map(|(_, row)| row).collect(), last))
}
