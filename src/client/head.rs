//! Status and headers of an answer.

use std::ops::Range;

use super::text::split_at_byte;
use crate::check::is_plain;
use crate::check::json::{self, as_string};

/// The headers of an answer that the engine reads. TypeScript gives their values in this order. Blend does not document a
/// header for the number of all items of a list, so these are the usual ones.
pub const HEADERS: [&str; 9] = [
    "content-type",
    "retry-after",
    "date",
    "x-request-id",
    "x-correlation-id",
    "x-total-count",
    "x-total",
    "total-count",
    "x-pagination-total",
];

pub(super) const CONTENT_TYPE: Range<usize> = 0..1;
pub(super) const RETRY_AFTER: Range<usize> = 1..2;
pub(super) const DATE: Range<usize> = 2..3;
pub(super) const REQUEST_ID: Range<usize> = 3..5;
/// How many items a list has in all.
pub(super) const TOTAL: Range<usize> = 5..HEADERS.len();

/// Status and headers of an answer.
#[derive(Default)]
pub struct Head {
    /// 302 for any redirect, since browsers hide the status.
    pub(super) status: u16,
    /// A JSON array of the values of `HEADERS`, null where there is none.
    headers: String,
}

impl Head {
    pub fn new(status: u16, headers: &str) -> Self {
        Head { status: if status == 0 { 302 } else { status }, headers: headers.into() }
    }

    /// The first value that is not empty, of some of `HEADERS`.
    pub(super) fn first(&self, places: Range<usize>) -> String {
        let values = json::items(&self.headers);
        let mut values = values.iter().take(places.end).skip(places.start);
        values.find_map(|value| as_string(value).filter(|text| !text.is_empty())).unwrap_or_default()
    }
}

/// A request id, if it is short and plain enough for an error. Otherwise an empty text.
pub(super) fn request_id(header: &str) -> &str {
    if is_plain(header, 100, b"-_.:/=+") { header } else { "" }
}

/// The media type without its parameters, out of a fixed list: a header may hold any value.
pub(super) fn media_type(header: &str) -> &'static str {
    const KNOWN: [&str; 5] = ["text/html", "text/plain", "text/xml", "application/json", "application/xml"];
    let media = split_at_byte(header, b';').0.trim_ascii();
    let known = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(media));
    known.unwrap_or(if media.is_empty() { "no content type" } else { "another content type" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_by_their_places_and_the_first_spelling_counts() {
        let head = Head::new(0, r#"["text/html","7","then",null,"second",null,"","40","41"]"#);
        let found = [CONTENT_TYPE, RETRY_AFTER, DATE, REQUEST_ID, TOTAL].map(|places| head.first(places));
        assert_eq!((head.status, found), (302, ["text/html", "7", "then", "second", "40"].map(String::from)));
        let both = Head::new(404, r#"[null,null,null,"first","second","1","2"]"#);
        assert_eq!((both.status, both.first(REQUEST_ID), both.first(TOTAL)), (404, "first".into(), "1".into()));
        assert_eq!(Head::new(200, "[]").first(CONTENT_TYPE), "");
    }
}
