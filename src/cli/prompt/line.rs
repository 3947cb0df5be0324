//! One line of input, which may be a secret.

use crate::secret::Secret;
use crate::{Error, Result};
use std::io::Read;

/// Reads one line and returns it without its line break, or `None` at the end of the input. What follows
/// the line is not read.
pub(in crate::cli) fn read(from: &mut dyn Read) -> Result<Option<Secret>> {
    // Large enough for any password: a buffer that grows leaves a copy of its contents behind.
    let mut text = zeroize::Zeroizing::new(Vec::with_capacity(4096));
    let mut byte = [0];
    loop {
        match from.read(&mut byte) {
            Ok(0) if text.is_empty() => return Ok(None),
            Ok(0) => break,
            Ok(_) if byte == *b"\n" => break,
            Ok(_) => text.extend(byte),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io("read standard input", error)),
        }
    }
    let wrong = |why| Error::invalid(format!("the password on standard input: {why}"));
    Secret::from_line(&text).map(Some).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_without_its_end_and_no_further() {
        let mut text = "\u{feff}one\r\ntwo words \n\nlast".as_bytes();
        let mut next = || read(&mut text).unwrap().map(|secret| secret.expose().to_owned());
        let lines: Vec<_> = std::iter::from_fn(&mut next).collect();
        assert_eq!(lines, ["one", "two words ", "", "last"]);
        assert!(read(&mut &b"\xff\n"[..]).is_err());
    }
}
