//! Notices when the pages of a list repeat themselves, or do not end.

use crate::api::resource::{Paging, Resource};
use crate::json::Object;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// After so many pages in a row with nothing new, a list does not end.
const BARREN_PAGES: u32 = 10;
/// No list has more pages: of 20 rows each, they have 200,000.
const MAX_PAGES: u32 = 10_000;
/// The most rows of a list over all pages. What a server sends without end must not fill the memory.
const MAX_ROWS: usize = 500_000;

/// The pages of a list that have been read so far.
#[derive(Debug, Default)]
pub(super) struct Walk {
    hasher: RandomState,
    /// The page of each object, by a hash of its ID.
    seen: HashMap<u64, u32>,
    markers: HashSet<String>,
    pages: u32,
    rows: usize,
    /// The number of pages in a row that had nothing new, up to now.
    barren: u32,
    /// Whether a row was left out because it came a second time.
    changed: bool,
}

impl Walk {
    /// Begins a walk at a marker, or at the beginning.
    pub(super) fn from(marker: Option<&str>) -> Self {
        let markers = marker.into_iter().map(str::to_owned).collect();
        Self { markers, ..Self::default() }
    }

    /// Adds a page, and leaves out rows of a list by offset that were on it before. Where pages are
    /// cut by IDs, an object that comes twice is an error, which says why.
    pub(super) fn add<R: Resource>(&mut self, rows: Vec<Object>) -> Result<Vec<Object>, String> {
        self.rows += rows.len();
        if self.rows > MAX_ROWS {
            return Err(format!("the list has more than {MAX_ROWS} rows"));
        }
        let mut kept = Vec::with_capacity(rows.len());
        let mut is_new = false;
        for row in rows {
            let id = R::id(&row).filter(|id| !id.is_empty());
            // A row without an ID is known by all that it says.
            let hash = match &id {
                Some(id) => self.hasher.hash_one(id),
                None => self.hasher.hash_one(&row),
            };
            let before = self.seen.insert(hash, self.pages);
            is_new |= before.is_none();
            match (before, id, R::PAGING) {
                (Some(_), Some(_), Paging::ByOffset) => self.note_change(R::NOUN),
                (Some(_), Some(id), Paging::ById) => return Err(twice(R::NOUN, &id)),
                (Some(page), Some(id), Paging::Whole) if page < self.pages => {
                    return Err(twice(R::NOUN, &id));
                }
                _ => kept.push(row),
            }
        }
        self.barren = if is_new { 0 } else { self.barren + 1 };
        self.pages += 1;
        Ok(kept)
    }

    /// Advances to the page after this marker. The error says why the list does not end.
    pub(super) fn advance(&mut self, marker: &str) -> Result<(), String> {
        if !self.markers.insert(marker.to_owned()) {
            return Err(format!("the list does not end: marker '{marker}' appears twice"));
        }
        if self.barren >= BARREN_PAGES {
            return Err(format!(
                "the list does not end: the last {BARREN_PAGES} pages had nothing new"
            ));
        }
        if self.pages >= MAX_PAGES {
            return Err(format!("the list does not end after {MAX_PAGES} pages"));
        }
        Ok(())
    }

    /// Says that the list changed. A list by offset is sorted by the time of the last change, so that a
    /// change moves objects to other pages (trove/backup/models.py:232).
    fn note_change(&mut self, noun: &str) {
        if !std::mem::replace(&mut self.changed, true) {
            log::warn!(
                "the list of {noun}s changed while it was read: \
                 rows that came twice are left out, and others may be missing"
            );
        }
    }
}

fn twice(noun: &str, id: &str) -> String {
    format!("the list has the {noun} '{id}' twice")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{AppliedModule, Backup, Datastore, Instance, ModuleCount};
    use serde_json::{Value, json};

    fn rows(ids: &[&str]) -> Vec<Object> {
        let row = |id: &&str| Object::from_iter([("id".to_owned(), Value::from(*id))]);
        ids.iter().map(row).collect()
    }

    fn kept<R: Resource>(walk: &mut Walk, ids: &[&str]) -> Result<Vec<String>, String> {
        let kept = walk.add::<R>(rows(ids))?;
        Ok(kept.iter().filter_map(R::id).collect())
    }

    #[test]
    fn an_object_that_comes_twice_is_an_error_in_lists_by_id_and_left_out_in_lists_by_offset() {
        let mut walk = Walk::default();
        assert_eq!(kept::<Backup>(&mut walk, &["a", "b"]).unwrap(), ["a", "b"]);
        assert_eq!(kept::<Backup>(&mut walk, &["b", "c"]).unwrap(), ["c"]);
        let mut walk = Walk::default();
        assert_eq!(kept::<Instance>(&mut walk, &["a", "b"]).unwrap(), ["a", "b"]);
        let error = kept::<Instance>(&mut walk, &["b", "c"]).unwrap_err();
        assert_eq!(error, "the list has the instance 'b' twice");
        assert!(kept::<Instance>(&mut Walk::default(), &["a", "a"]).is_err());
    }

    #[test]
    fn a_list_that_comes_whole_may_have_rows_of_one_name_on_its_page() {
        let mut walk = Walk::default();
        assert_eq!(kept::<Datastore>(&mut walk, &["a", "a"]).unwrap(), ["a", "a"]);
        assert!(kept::<Datastore>(&mut walk, &["a"]).is_err());
    }

    #[test]
    fn rows_without_an_id_are_neither_left_out_nor_an_error_nor_new_a_second_time() {
        let mut walk = Walk::default();
        let row = Object::from_iter([("n".to_owned(), json!([1, {"x": null}]))]);
        for _ in 0..BARREN_PAGES {
            assert_eq!(walk.add::<ModuleCount>(vec![row.clone()]).unwrap().len(), 1);
        }
        assert!(walk.advance("a").is_ok());
        walk.add::<ModuleCount>(vec![row]).unwrap();
        assert!(walk.advance("b").is_err());
        assert_eq!(kept::<AppliedModule>(&mut walk, &["", ""]).unwrap(), ["", ""]);
    }

    #[test]
    fn ten_pages_in_a_row_with_nothing_new_are_an_error() {
        for repeats in [&[][..], &["a"]] {
            let mut walk = Walk::default();
            walk.add::<Backup>(rows(&["a"])).unwrap();
            for page in 0..BARREN_PAGES {
                assert!(walk.advance(&page.to_string()).is_ok());
                walk.add::<Backup>(rows(repeats)).unwrap();
            }
            let error = walk.advance("x").unwrap_err();
            assert_eq!(error, "the list does not end: the last 10 pages had nothing new");
            walk.add::<Backup>(rows(&["new"])).unwrap();
            assert!(walk.advance("y").is_ok());
        }
    }

    #[test]
    fn a_list_of_new_objects_has_an_end_too() {
        let mut walk = Walk::default();
        for page in 0..MAX_PAGES - 1 {
            walk.add::<Instance>(rows(&[&page.to_string()])).unwrap();
            walk.advance(&page.to_string()).unwrap();
        }
        walk.add::<Instance>(rows(&["last"])).unwrap();
        assert_eq!(walk.advance("last").unwrap_err(), "the list does not end after 10000 pages");
    }

    #[test]
    fn a_list_of_too_many_rows_is_an_error() {
        let mut walk = Walk::default();
        let row = Object::new();
        assert!(walk.add::<ModuleCount>(vec![row.clone(); MAX_ROWS]).is_ok());
        let error = walk.add::<ModuleCount>(vec![row]).unwrap_err();
        assert_eq!(error, "the list has more than 500000 rows");
    }

    #[test]
    fn the_marker_that_a_walk_begins_at_does_not_come_again() {
        assert!(Walk::from(Some("m")).advance("m").is_err());
        assert!(Walk::from(None).advance("m").is_ok());
    }
}
