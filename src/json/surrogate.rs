//! Halves of surrogate pairs, which JSON can have and text cannot.
//!
//! A half is kept as a mark of two characters: a noncharacter, and one of the last private use
//! characters, which says which half it was.

use std::sync::atomic::{AtomicBool, Ordering};

/// A noncharacter: no text has it.
pub(super) const MARK: char = '\u{fdd0}';
/// The character that stands for the half U+D800.
pub(super) const FIRST: u32 = 0x10_f800;
/// The halves of pairs.
pub(super) const HALVES: std::ops::RangeInclusive<u32> = 0xd800..=0xdfff;

/// Whether a mark has been made in this process.
static HAS_MARKS: AtomicBool = AtomicBool::new(false);

/// Whether a text may have a mark, so that it is worth the time to look.
#[cfg(any(feature = "cli", test))]
pub(super) fn has_marks() -> bool {
    HAS_MARKS.load(Ordering::Relaxed)
}

/// Returns the mark for half of a pair.
pub(super) fn mark(half: u32) -> Option<[char; 2]> {
    HAS_MARKS.store(true, Ordering::Relaxed);
    let offset = half.checked_sub(*HALVES.start())?;
    HALVES.contains(&half).then(|| char::from_u32(FIRST + offset)).flatten().map(|c| [MARK, c])
}
