//! Options made of several: `KEY=VALUE,KEY=VALUE`, where a value in quotes may hold commas.

/// Parses the pairs, in order. A key may occur more than once.
///
/// # Errors
/// Fails if a part is not a pair, has no value, or has an unclosed quote.
pub(super) fn pairs(text: &str) -> Result<Vec<(String, String)>, String> {
    parts(text)?.into_iter().map(|part| pair(&part)).collect()
}

/// Splits text at the commas outside of quotes, and keeps the quotes.
fn parts(text: &str) -> Result<Vec<String>, String> {
    let (mut parts, mut part, mut open) = (Vec::new(), String::new(), None);
    for c in text.chars() {
        match (open, c) {
            (None, ',') => parts.push(std::mem::take(&mut part)),
            (None, '\'' | '"') => {
                open = Some(c);
                part.push(c);
            }
            (Some(quote), c) if c == quote => {
                open = None;
                part.push(c);
            }
            _ => part.push(c),
        }
    }
    if let Some(quote) = open {
        return Err(format!("a {quote} in '{text}' is not closed"));
    }
    parts.push(part);
    Ok(parts)
}

fn pair(part: &str) -> Result<(String, String), String> {
    let wrong = || format!("'{}' is not KEY=VALUE", part.trim());
    let (key, value) = part.split_once('=').ok_or_else(wrong)?;
    let value: &str = value.trim();
    let bare = ['\'', '"'].into_iter().find_map(|quote| {
        value.strip_prefix(quote)?.strip_suffix(quote).filter(|inside| !inside.contains(quote))
    });
    let (key, value) = (key.trim(), bare.unwrap_or(value));
    if key.is_empty() || value.is_empty() {
        return Err(wrong());
    }
    Ok((key.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_in_quotes_may_hold_commas_and_equal_signs() {
        let read = pairs("flavor=2, nic='net-id=N,subnet-id=S',module=a,module=\"b'c\"").unwrap();
        let read: Vec<_> = read.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let nic = ("nic", "net-id=N,subnet-id=S");
        assert_eq!(read, [("flavor", "2"), nic, ("module", "a"), ("module", "b'c")]);
        assert_eq!(pairs("k=a=b").unwrap(), [("k".to_owned(), "a=b".to_owned())]);
    }

    #[test]
    fn text_that_is_not_a_pair_is_reported() {
        for (wrong, says) in [
            ("", "'' is not KEY=VALUE"),
            ("a=1,,b=2", "'' is not KEY=VALUE"),
            ("a=1,b", "'b' is not KEY=VALUE"),
            ("a=", "'a=' is not KEY=VALUE"),
            ("a=''", "'a=''' is not KEY=VALUE"),
            ("=1", "'=1' is not KEY=VALUE"),
            ("a='1,b=2", "a ' in 'a='1,b=2' is not closed"),
        ] {
            assert_eq!(pairs(wrong).unwrap_err(), says);
        }
    }

    proptest! {
        #[test]
        fn quoted_text_is_read_back(
            all in proptest::collection::vec(("[a-z_]{1,8}", "[^\"']{1,12}"), 1..5)
        ) {
            prop_assume!(all.iter().all(|(_, value)| !value.trim().is_empty()));
            let text: Vec<_> = all.iter().map(|(key, value)| format!("{key}=\"{value}\"")).collect();
            prop_assert_eq!(pairs(&text.join(",")).unwrap(), all);
        }
    }
}
