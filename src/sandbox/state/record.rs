//! Records: structs that are rows of a table.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, ToSql};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ops::{Deref, DerefMut};

/// A row of a table. `record!` implements it for a struct.
pub(crate) trait Record: Sized {
    /// The table's name.
    const TABLE: &'static str;

    /// The columns, in the order of the fields.
    const COLUMNS: &'static str;

    /// Reads a row that has these columns.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self>;

    /// Returns the columns' values.
    fn values(&self) -> Vec<&dyn ToSql>;

    /// Reads the rows that meet a condition, which can end with an order and a limit.
    fn select(
        db: &Connection,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> rusqlite::Result<Vec<Self>> {
        let sql = format!("SELECT {} FROM {} WHERE {condition}", Self::COLUMNS, Self::TABLE);
        db.prepare_cached(&sql)?.query_map(values, Self::read)?.collect()
    }

    /// Reads the first row that meets a condition.
    fn first(
        db: &Connection,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> rusqlite::Result<Option<Self>> {
        let sql = format!("SELECT {} FROM {} WHERE {condition}", Self::COLUMNS, Self::TABLE);
        db.prepare_cached(&sql)?.query_row(values, Self::read).optional()
    }

    /// Reads the row with an ID, of any project, deleted or not.
    fn by_id(db: &Connection, id: &str) -> rusqlite::Result<Option<Self>> {
        Self::first(db, "id = ?1", &[&id])
    }

    /// Stores the row, new or changed.
    fn store(&self, db: &Connection) -> rusqlite::Result<()> {
        self.write(db, "INSERT OR REPLACE", "").map(drop)
    }

    /// Inserts the row, with a clause for conflicts. Returns the number of changed rows.
    fn insert(&self, db: &Connection, conflict: &str) -> rusqlite::Result<usize> {
        self.write(db, "INSERT", conflict)
    }

    /// Runs an insert with a verb and an ending.
    fn write(&self, db: &Connection, verb: &str, ending: &str) -> rusqlite::Result<usize> {
        let values = self.values();
        let places: Vec<_> = (1..=values.len()).map(|number| format!("?{number}")).collect();
        let (table, columns, places) = (Self::TABLE, Self::COLUMNS, places.join(", "));
        let sql = format!("{verb} INTO {table} ({columns}) VALUES ({places}) {ending}");
        db.prepare_cached(&sql)?.execute(values.as_slice())
    }
}

/// Defines a struct that is a row of a table. A column has the name of its field, or the one after `as`.
macro_rules! record {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident in $table:literal {
            $(
                $(#[$field_attribute:meta])*
                $field_visibility:vis $field:ident: $type:ty $(as $column:literal)?
            ),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        $visibility struct $name {
            $($(#[$field_attribute])* $field_visibility $field: $type,)+
        }

        impl $crate::sandbox::state::record::Record for $name {
            const TABLE: &'static str = $table;

            const COLUMNS: &'static str = $crate::sandbox::state::record::columns!(
                $($crate::sandbox::state::record::column!($field $($column)?)),+
            );

            fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
                let mut columns = 0_usize..;
                Ok(Self { $($field: row.get(columns.next().unwrap_or_default())?,)+ })
            }

            fn values(&self) -> Vec<&dyn rusqlite::ToSql> {
                vec![$(&self.$field),+]
            }
        }
    };
}

macro_rules! columns {
    ($first:expr $(, $more:expr)*) => {
        concat!($first $(, ", ", $more)*)
    };
}

macro_rules! column {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $column:literal) => {
        $column
    };
}

pub(crate) use {column, columns, record};

/// A value that is kept as the text of its JSON.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let text = serde_json::to_string(&self.0);
        text.map(Into::into)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
    }
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let value = serde_json::from_str(value.as_str()?);
        value.map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// Texts that are kept as one text, separated by commas.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CommaList(pub(crate) Vec<String>);

impl ToSql for CommaList {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.join(",").into())
    }
}

impl FromSql for CommaList {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self(value.as_str()?.split(',').map(str::to_owned).collect()))
    }
}
