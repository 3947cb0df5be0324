//! The text of an HTML page.

use crate::http::body::text::{LONGEST, one_line};

pub(super) fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(14).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with("<html") || start.starts_with("<!doctype html")
}

/// The text of a page: its title, and the body if that adds to it.
pub(super) fn html_text(page: &str) -> String {
    let title = one_line(&unescape(&tag_free(element(page, "title").unwrap_or_default())), LONGEST);
    let body = element(page, "body").unwrap_or(page);
    let body = one_line(&unescape(&tag_free(body)), LONGEST);
    match (title.is_empty(), body.is_empty()) {
        (false, true) => title,
        (true, _) => body,
        (false, false) if body.starts_with(&title) => body,
        (false, false) => format!("{title}: {body}"),
    }
}

/// The text between the first `<name …>` and its end, or the end of the page.
fn element<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    // ASCII lower case keeps every offset.
    let lower = page.to_ascii_lowercase();
    let start = lower.find(&format!("<{name}"))?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let rest = lower.get(start..)?;
    page.get(start..start + rest.find(&format!("</{name}")).unwrap_or(rest.len()))
}

/// Replaces each tag, comment, script and style with a space.
fn tag_free(text: &str) -> String {
    let mut clean = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        clean.push_str(before);
        clean.push(' ');
        let lower = tag.get(..8).unwrap_or(tag).to_ascii_lowercase();
        let end = match lower {
            _ if lower.starts_with("!--") => "-->",
            _ if lower.starts_with("script") => "</script>",
            _ if lower.starts_with("style") => "</style>",
            _ => ">",
        };
        rest = tag.split_once(end).map_or("", |(_, after)| after);
    }
    clean + rest
}

fn unescape(text: &str) -> String {
    const ENTITIES: [(&str, &str); 6] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}
