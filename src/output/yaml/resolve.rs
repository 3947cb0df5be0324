//! Finds the plain texts that YAML 1.1 would read as something other than a string.

/// Returns whether `text`, written plain, would be read as null, a boolean, a number, a time or a
/// special key.
pub(super) fn is_special(text: &str) -> bool {
    match text.chars().next() {
        None | Some('~' | '=' | '<' | '.' | '+' | '-' | '0'..='9') => {
            matches!(text, "" | "~" | "=" | "<<")
                || is_integer(text)
                || is_float(text)
                || is_timestamp(text)
        }
        Some('y' | 'Y' | 'n' | 'N' | 't' | 'T' | 'f' | 'F' | 'o' | 'O') => is_word(text),
        _ => false,
    }
}

/// In lower case, capitalised or in capitals.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 7] = ["yes", "no", "true", "false", "on", "off", "null"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
        && (!text.contains(|c: char| c.is_ascii_lowercase())
            || !text.chars().skip(1).any(|c| c.is_ascii_uppercase()))
}

fn is_integer(text: &str) -> bool {
    let text = unsigned(text);
    is_radix(text, "0b", |c| matches!(c, '0' | '1' | '_'))
        || is_radix(text, "0x", |c| c.is_ascii_hexdigit() || c == '_')
        || is_radix(text, "0", |c| matches!(c, '0'..='7' | '_'))
        || text == "0"
        || text.starts_with(|c| matches!(c, '1'..='9'))
            && (text.chars().all(is_digit) || is_sexagesimal(text))
}

fn is_float(text: &str) -> bool {
    let number = unsigned(text);
    if matches!(number, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let Some((whole, fraction)) = number.split_once('.') else { return false };
    let is_fraction = |text: &str| {
        let exponent = text.trim_start_matches(is_digit);
        exponent.is_empty() || is_exponent(exponent)
    };
    if whole.is_empty() {
        // A leading point takes no sign, and an underscore not at once.
        return number == text
            && fraction.starts_with(|c: char| c.is_ascii_digit())
            && is_fraction(fraction);
    }
    whole.starts_with(|c: char| c.is_ascii_digit())
        && (whole.chars().all(is_digit) && is_fraction(fraction)
            || is_sexagesimal(whole) && fraction.chars().all(is_digit))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || c == '_'
}

fn is_radix(text: &str, prefix: &str, digit: impl Fn(char) -> bool) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.chars().all(digit))
}

fn is_exponent(text: &str) -> bool {
    text.strip_prefix(['e', 'E'])
        .and_then(|text| text.strip_prefix(['-', '+']))
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Digits, then `:` and a number below 60 at least once.
fn is_sexagesimal(text: &str) -> bool {
    let mut parts = text.split(':');
    let is_start = parts.next().is_some_and(|first| first.chars().all(is_digit));
    let mut parts = parts.peekable();
    is_start
        && parts.peek().is_some()
        && parts.all(|part| match part.as_bytes() {
            [unit] => unit.is_ascii_digit(),
            [b'0'..=b'5', unit] => unit.is_ascii_digit(),
            _ => false,
        })
}

/// `2026-01-01`, or a date and a time of day in the forms YAML 1.1 allows.
fn is_timestamp(text: &str) -> bool {
    let mut rest = Cursor(text);
    if !(rest.digits(4, 4) && rest.literal('-')) {
        return false;
    }
    let is_date = |mut rest: Cursor| {
        rest.digits(2, 2) && rest.literal('-') && rest.digits(2, 2) && rest.0.is_empty()
    };
    is_date(Cursor(rest.0))
        || rest.digits(1, 2)
            && rest.literal('-')
            && rest.digits(1, 2)
            && (rest.literal('T') || rest.literal('t') || rest.blanks())
            && rest.digits(1, 2)
            && rest.literal(':')
            && rest.digits(2, 2)
            && rest.literal(':')
            && rest.digits(2, 2)
            && rest.fraction_and_zone()
}

/// The part of a text that is still to be read.
struct Cursor<'t>(&'t str);

impl Cursor<'_> {
    fn literal(&mut self, c: char) -> bool {
        self.0.strip_prefix(c).map(|rest| self.0 = rest).is_some()
    }

    /// Takes as many digits as there are, up to `most`.
    fn digits(&mut self, least: usize, most: usize) -> bool {
        let count = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        self.0 = self.0.get(count..).unwrap_or_default();
        count >= least
    }

    fn blanks(&mut self) -> bool {
        let rest = self.0.trim_start_matches([' ', '\t']);
        let found = rest.len() < self.0.len();
        self.0 = rest;
        found
    }

    fn fraction_and_zone(mut self) -> bool {
        if self.literal('.') {
            self.digits(0, usize::MAX);
        }
        if self.0.is_empty() {
            return true;
        }
        self.blanks();
        if self.literal('Z') {
            return self.0.is_empty();
        }
        (self.literal('+') || self.literal('-'))
            && self.digits(1, 2)
            && (self.0.is_empty() || self.literal(':') && self.digits(2, 2) && self.0.is_empty())
    }
}
