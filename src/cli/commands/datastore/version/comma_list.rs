//! Lists that are one argument, separated by commas.

/// Splits a list at its commas; an empty text is an empty list.
pub(super) fn split(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
