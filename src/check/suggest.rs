//! Did you mean: the known name nearest to a misspelt one.

/// The name that is at most two typing slips away (one for short words, none for a single letter).
pub fn nearest<'a>(wrong: &[u8], names: &[&'a str]) -> Option<&'a str> {
    // One more slip than is taken.
    let mut limit = match wrong.len() {
        0..=1 => 1,
        2..=4 => 2,
        5..=40 => 3,
        _ => return None,
    };
    let wrong = plain(wrong);
    let mut nearest = None;
    for name in names {
        let slips = slips(&wrong, &plain(name.as_bytes()));
        if slips < limit {
            limit = slips;
            nearest = Some(*name);
        }
    }
    nearest
}

/// Letters of either case count as one, and an underscore counts as nothing: `productCode` is `product_code`.
#[inline(never)]
fn plain(name: &[u8]) -> Vec<u8> {
    let mut plain = name.to_ascii_lowercase();
    plain.retain(|byte| *byte != b'_');
    plain
}

/// Insertions, deletions, replacements and swaps of neighbours between two names.
fn slips(a: &[u8], b: &[u8]) -> usize {
    let width = b.len() + 1;
    let mut table = vec![0; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let here = i * width + j;
            table[here] = if i == 0 || j == 0 {
                i + j
            } else {
                let mut least = table[here - width - 1] + usize::from(a[i - 1] != b[j - 1]);
                least = least.min(table[here - width] + 1).min(table[here - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[here - 2 * width - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len() * width + b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
