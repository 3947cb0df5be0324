//! Enums that are stored as the codes of the real server.

/// Defines an enum as a table: for each variant its code, its name and its description.
macro_rules! coded {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($variant:ident = $code:literal, $text:literal, $description:literal;)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $visibility enum $name {
            $($variant = $code,)+
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant),+];

            $visibility fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            $visibility fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => $description,)+
                }
            }
        }

        impl rusqlite::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok((*self as i64).into())
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(
                value: rusqlite::types::ValueRef<'_>,
            ) -> rusqlite::types::FromSqlResult<Self> {
                let code = i64::column_result(value)?;
                let found = Self::ALL.iter().find(|known| **known as i64 == code);
                found.copied().ok_or(rusqlite::types::FromSqlError::OutOfRange(code))
            }
        }
    };
}

pub(crate) use coded;
