//! E-mail addresses: refused is only what cannot be one.

use super::clean;
use super::code::Code;
use super::reading::Reading;

pub(super) fn read(line: &str) -> Reading {
    let [local, domain] = *clean::split(line, b"@").as_slice() else { return Reading::found(line, Code::EmailForm) };
    if local.is_empty() || domain.is_empty() || clean::has(line.as_bytes(), b' ') {
        return Reading::found(line, Code::EmailForm);
    }
    let domain = domain.to_ascii_lowercase();
    let labels = clean::split(&domain, b".");
    let unusual =
        !is_local(local) || labels.len() < 2 || !labels.iter().all(|label| is_label(label)) || is_slip(&domain, &labels);
    Reading::fine(line).with(unusual, Code::EmailUnusual)
}

/// As the HTML standard's pattern for `type=email` has it; so are the labels of the domain.
fn is_local(local: &str) -> bool {
    local.bytes().all(|byte| byte.is_ascii_alphanumeric() || clean::has(b".!#$%&'*+/=?^_`{|}~-", byte))
}

fn is_label(label: &str) -> bool {
    let ends = |place: Option<&u8>| place.is_some_and(|byte| *byte != b'-');
    let bytes = label.as_bytes();
    label.len() < 64
        && ends(bytes.first())
        && ends(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// Slips that are typed often enough to be known.
fn is_slip(domain: &str, labels: &[&str]) -> bool {
    const DOMAINS: &str = "gmial.com gmai.com gamil.com gnail.com gmail.co yaho.com yahooo.com \
                           hotmial.com outlok.com iclod.com icoud.com";
    clean::one_of(domain, DOMAINS) || labels.last().is_some_and(|last| clean::one_of(last, "con cmo ocm comm nte"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_only_what_cannot_be_an_address() {
        for text in ["", "name", "@example.com", "name@", "a@b@c.com", "na me@example.com"] {
            assert_eq!(read(text), Reading::found(text, Code::EmailForm), "{text}");
        }
        for text in
            ["a@b", "name@gmial.com", "name@example.con", "josé@example.com", "name@-a.com", "name@a..com", "na(me@example.com"]
        {
            assert_eq!(read(text), Reading::found(text, Code::EmailUnusual), "{text}");
        }
        for text in ["willard.donnelly@example.com", "o'brien+x@mail.example.co.uk", "A@EXAMPLE.COM", "1@2.3"] {
            assert_eq!(read(text), Reading::fine(text), "{text}");
        }
    }
}
