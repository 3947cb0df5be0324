//! Pages: the three ways in which Trove divides its lists, and the links to the next page.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::state::record::Record;
use percent_encoding::percent_decode_str;
use rusqlite::ToSql;
use serde_json::{Value, json};
use std::borrow::Cow;

/// The size of the largest page (`instances_page_size`).
const MAX_LENGTH: i64 = 20;

/// A page of a list.
pub(crate) struct Page<T> {
    pub(crate) rows: Vec<T>,
    /// The marker of the next page, if there is one.
    pub(crate) next: Option<String>,
}

impl<T> Page<T> {
    /// Answers with the page, and with the link to the next page if there is one.
    pub(crate) fn reply<V: Into<Value>>(
        &self,
        call: &Call<'_>,
        name: &str,
        view: impl FnMut(&T) -> Result<V, Refusal>,
    ) -> Outcome {
        let views: Vec<V> = self.rows.iter().map(view).collect::<Result<_, _>>()?;
        let views: Vec<Value> = views.into_iter().map(Into::into).collect();
        Ok(Reply::ok(&match &self.next {
            Some(marker) => json!({name: views, "links": call.next_link(marker)}),
            None => json!({name: views}),
        }))
    }
}

/// Reads a page of the rows that meet a condition, in the order of their IDs. The marker is the last ID
/// of the page before. A limit of zero, or that is no number, crashes the server (docs/server-behaviour.md 46).
pub(crate) fn by_id<T: Record>(
    call: &Call<'_>,
    condition: &str,
    values: &[&dyn ToSql],
    id: impl Fn(&T) -> &String,
) -> Result<Page<T>, Refusal> {
    let length = match call.nonempty_query("limit") {
        None => MAX_LENGTH,
        Some(limit) => match limit.parse::<i64>() {
            Ok(limit) if limit > 0 => limit.min(MAX_LENGTH),
            _ => return Err(call.crash(format!("limit must be 1 or more, not '{limit}'."))),
        },
    };
    let marker = call.query("marker").unwrap_or_default();
    let (first, second) = (values.len() + 1, values.len() + 2);
    let condition = format!("({condition}) AND id > ?{first} ORDER BY id LIMIT ?{second}");
    let one_more = length + 1;
    let mut rows = T::select(call.db, &condition, &[values, &[&marker, &one_more]].concat())?;
    let more = i64::try_from(rows.len()).is_ok_and(|found| found > length);
    if more {
        rows.pop();
    }
    let next = rows.last().map(|last| id(last).clone()).filter(|_| more);
    Ok(Page { rows, next })
}

/// Reads a page of the rows that meet a condition, in any order. The marker is the number of rows to
/// skip. If the last page is full, an empty one follows (docs/server-behaviour.md 46).
pub(crate) fn by_offset<T: Record>(
    call: &Call<'_>,
    condition: &str,
    values: &[&dyn ToSql],
    order: &str,
) -> Result<Page<T>, Refusal> {
    let (limit, offset) = (call.number("limit", MAX_LENGTH)?, call.number("marker", 0)?);
    let (first, second) = (values.len() + 1, values.len() + 2);
    let condition = format!("({condition}) ORDER BY {order} LIMIT ?{first} OFFSET ?{second}");
    let rows = T::select(call.db, &condition, &[values, &[&limit, &offset]].concat())?;
    let full = i64::try_from(rows.len()).is_ok_and(|found| found >= limit);
    let next = full.then(|| offset.saturating_add(limit).to_string());
    Ok(Page { rows, next })
}

/// Cuts a page out of a list of the guest agent, in the order of its keys. The marker is the last key of
/// the page before. A limit of zero or less means no limit (docs/server-behaviour.md 46).
pub(crate) fn by_key<T>(call: &Call<'_>, mut rows: Vec<(String, T)>) -> Result<Page<T>, Refusal> {
    let limit = call.nonempty_query("limit").unwrap_or("20");
    let limit = limit
        .parse::<i64>()
        .map_err(|_| call.crash(format!("limit must be a number, not '{limit}'.")))?;
    let length = usize::try_from(limit.min(MAX_LENGTH)).ok().filter(|length| *length > 0);
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    let marker = call.query("marker").unwrap_or_default();
    let mut marker = Cow::Borrowed(marker);
    if !call.settings.quirks.next_links_repeat_pages()
        && !rows.iter().any(|(key, _)| *key == marker)
    {
        let decoded = percent_decode_str(&marker).decode_utf8_lossy().into_owned();
        if rows.iter().any(|(key, _)| *key == decoded) {
            marker = Cow::Owned(decoded);
        }
    }
    rows.retain(|(key, _)| key.as_str() > &*marker);
    let length = length.unwrap_or(usize::MAX);
    let more = rows.len() > length;
    rows.truncate(length);
    let next = rows.last().map(|(key, _)| key.clone()).filter(|_| more);
    Ok(Page { rows: rows.into_iter().map(|(_, row)| row).collect(), next })
}
