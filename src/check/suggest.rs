//! Did you mean: the known name nearest to a misspelt one.

/// The name that is at most two typing errors away: one for short words, none for a single letter.
pub fn nearest<'a>(wrong: &[u8], names: &[&'a str]) -> Option<&'a str> {
    // One more error than is allowed.
    let mut limit = match wrong.len() {
        0..=1 => 1,
        2..=4 => 2,
        5..=40 => 3,
        _ => return None,
    };
    let wrong = plain(wrong);
    let mut nearest = None;
    for name in names {
        let slips = slips(&wrong, &plain(name.as_bytes()), limit);
        if slips < limit {
            limit = slips;
            nearest = Some(*name);
        }
    }
    nearest
}

/// Letters and digits alone, in small letters: `productCode` is `product_code`.
pub fn plain(name: &[u8]) -> Vec<u8> {
    let mut plain = name.to_ascii_lowercase();
    plain.retain(u8::is_ascii_alphanumeric);
    plain
}

/// How many insertions, deletions, replacements and swaps of neighbours lie between two names. Where there are more than
/// `limit`, some number above it.
fn slips(a: &[u8], b: &[u8], limit: usize) -> usize {
    let ([x, a_rest @ ..], [y, b_rest @ ..]) = (a, b) else { return a.len() + b.len() };
    if x == y {
        return slips(a_rest, b_rest, limit);
    }
    if limit == 0 {
        return 1;
    }
    let mut least = slips(a_rest, b_rest, limit - 1).min(slips(a, b_rest, limit - 1)).min(slips(a_rest, b, limit - 1));
    if let ([x2, a_rest @ ..], [y2, b_rest @ ..]) = (a_rest, b_rest)
        && (x, y) == (y2, x2)
    {
        least = least.min(slips(a_rest, b_rest, limit - 1));
    }
    least + 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{nearest, slips};

    /// The same by the table of all beginnings.
    fn slips_by_table(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                if i == 0 || j == 0 {
                    table[i][j] = i + j;
                    continue;
                }
                let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                table[i][j] = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    table[i][j] = table[i][j].min(table[i - 2][j - 2] + 1);
                }
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn slips_are_counted_up_to_the_limit(a in "[abc]{0,7}", b in "[abc]{0,7}", limit in 0usize..5) {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let (counted, all) = (slips(a, b, limit), slips_by_table(a, b));
            prop_assert!(if all <= limit { counted == all } else { counted > limit }, "{counted} of {all}");
        }
    }

    #[test]
    fn finds_the_name_that_was_meant() {
        let names = ["quantity", "reasons", "product_code", "id", "sku"];
        let near = |wrong: &str| nearest(wrong.as_bytes(), &names);
        assert_eq!(near("quantitiy"), Some("quantity"));
        assert_eq!(near("qauntity"), Some("quantity"));
        assert_eq!(near("productCode"), Some("product_code"));
        assert_eq!(near("ID"), Some("id"));
        assert_eq!(near("colour"), None);
        assert_eq!(near("xyz"), None);
        assert_eq!(nearest(b"p", &["q"]), None);
        assert_eq!(nearest(b"", &["q"]), None);
    }
}
