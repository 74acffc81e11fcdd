//! Did you mean: the known name nearest to a misspelt one.

/// The name that is at most two typing slips away (one for short words, none for a single letter).
pub fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.as_bytes();
    if wrong.len() > 40 {
        return None;
    }
    let limit = match wrong.len() {
        0..=1 => 0,
        2..=4 => 1,
        _ => 2,
    };
    names
        .map(|name| (slips(wrong, name.as_bytes()), name))
        .filter(|(slips, _)| *slips <= limit)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, name)| name)
}

/// Insertions, deletions, replacements and swaps of neighbours between two names. Letters of
/// either case count as one, and an underscore counts as nothing: `productCode` is `product_code`.
fn slips(a: &[u8], b: &[u8]) -> usize {
    let plain = |name: &[u8]| -> Vec<u8> { name.iter().filter(|byte| **byte != b'_').map(u8::to_ascii_lowercase).collect() };
    let (a, b) = (plain(a), plain(b));
    let width = b.len() + 1;
    let mut table: Vec<usize> = (0..(a.len() + 1) * width).collect();
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i * width + j] = if i == 0 || j == 0 {
                i + j
            } else {
                let mut least = table[(i - 1) * width + j - 1] + usize::from(a[i - 1] != b[j - 1]);
                least = least.min(table[(i - 1) * width + j] + 1).min(table[i * width + j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[(i - 2) * width + j - 2] + 1);
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
        let near = |wrong| nearest(wrong, names.iter().copied());
        assert_eq!(near("quantitiy"), Some("quantity"));
        assert_eq!(near("qauntity"), Some("quantity"));
        assert_eq!(near("productCode"), Some("product_code"));
        assert_eq!(near("ID"), Some("id"));
        assert_eq!(near("colour"), None);
        assert_eq!(near("xyz"), None);
        assert_eq!(nearest("p", ["q"].into_iter()), None);
        assert_eq!(nearest("", ["q"].into_iter()), None);
    }
}
