//! Time-based one-time passcodes (RFC 6238). All users of the sandbox have the same secret.

use crate::sandbox::state::seed::TOTP_KEY;
use crate::sandbox::state::timestamp::Timestamp;
use ring::hmac;

/// The period of a passcode, in milliseconds.
const STEP: i64 = 30_000;

/// Returns whether a passcode is the current one or, as Keystone allows, the one before.
pub(crate) fn is_valid(passcode: &str, now: Timestamp) -> bool {
    [0, 1].iter().any(|steps| code_at(now.0 / STEP - steps).is_some_and(|code| code == passcode))
}

fn code_at(step: i64) -> Option<String> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, TOTP_KEY);
    let digest = hmac::sign(&key, &step.to_be_bytes());
    let start = usize::from(digest.as_ref().last()? & 15);
    let four = digest.as_ref().get(start..start + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passcode_is_valid_for_two_periods_of_30_seconds() {
        // By `oathtool --totp -b ORZG65TFEBZWC3TEMJXXQIDTMVRXEZLU -N @1800000000`.
        let (code, start) = ("758368", 1_800_000_000_000);
        for (seconds, good) in
            [(-1, false), (0, true), (29, true), (30, true), (59, true), (60, false)]
        {
            assert_eq!(is_valid(code, Timestamp(start + seconds * 1000)), good, "{seconds}");
        }
        assert!(!is_valid("", Timestamp(start)));
    }
}
