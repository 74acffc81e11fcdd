//! Base URLs, path templates and their encoding. Nothing here may lead off the base's origin.

/// Checks a base URL and gives it without a slash at the end; or the fix.
pub fn base(text: &str, relative_allowed: bool) -> Result<String, &'static str> {
    let trimmed = text.trim_end_matches('/');
    if text.bytes().any(|byte| byte <= b' ' || byte == b'\\') {
        return Err("expected a URL without spaces and backslashes");
    }
    if text.contains(['?', '#', '@']) {
        return Err("expected a URL without user name, query and fragment");
    }
    if text.starts_with('/') && !text.starts_with("//") {
        return match relative_allowed {
            true => Ok(trimmed.into()),
            false => Err("expected a whole URL: one without a host works in browsers only"),
        };
    }
    let (secure, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        _ => return Err("expected an https URL, such as https://api.byblend.com/api/v1"),
    };
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() {
        return Err("expected an https URL with a host");
    }
    if secure || is_loopback(host) {
        return Ok(trimmed.into());
    }
    Err("expected https: patients' data and tokens never travel in the clear (http is allowed to this machine itself only)")
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => return rest.split(']').next() == Some("::1"),
        None => host.split(':').next().unwrap_or_default(),
    };
    let numbers = || {
        name.strip_prefix("127.")
            .is_some_and(|rest| rest.split('.').count() == 3 && rest.split('.').all(|part| part.parse::<u8>().is_ok()))
    };
    name == "localhost" || numbers()
}

/// The origin of a base URL: scheme and host; empty for a relative one.
pub fn origin(base: &str) -> &str {
    let mut slashes = base.bytes().enumerate().filter(|(_, byte)| *byte == b'/').map(|(at, _)| at);
    if slashes.next() == Some(0) {
        return "";
    }
    // Of the slashes, two are the scheme's.
    &base[..slashes.nth(1).unwrap_or(base.len())]
}

/// Whether a template of the user's is a path below the base and stays one; else the fix.
pub fn template(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') || path.starts_with("//") {
        return Err("expected a path that begins with one slash, such as /orders/{order_id}; it is put behind baseURL");
    }
    if path.bytes().any(|byte| byte <= b' ' || matches!(byte, b'\\' | b'?' | b'#' | b'%')) {
        return Err("expected a path without query, fragment, spaces, backslashes and percent signs");
    }
    if path.split('/').any(|segment| segment == "." || segment == "..") {
        return Err("expected a path without . and .. segments");
    }
    let in_part = |segment: &str| segment.contains(['{', '}']) && !(segment.starts_with('{') && segment.ends_with('}'));
    if path.split('/').any(in_part) {
        return Err("expected each id in braces to be a whole segment, as in /orders/{order_id}");
    }
    Ok(())
}

/// Percent-encodes all but the unreserved characters of RFC 3986, and `keep`.
pub fn encode(out: &mut String, text: &str, keep: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') || keep.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_https_loopback_and_in_browsers_a_path() {
        assert_eq!(base("https://api.byblend.com/api/v1/", false).as_deref(), Ok("https://api.byblend.com/api/v1"));
        assert_eq!(base("http://127.0.0.1:4010/api/v1", false).as_deref(), Ok("http://127.0.0.1:4010/api/v1"));
        assert_eq!(base("http://[::1]:4010", false).as_deref(), Ok("http://[::1]:4010"));
        assert_eq!(base("http://localhost:4010", false).as_deref(), Ok("http://localhost:4010"));
        assert_eq!(base("/blend", true).as_deref(), Ok("/blend"));
        for wrong in [
            "",
            "/blend",
            "//evil.example/api",
            "http://api.byblend.com/api/v1",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "https://user:secret@api.byblend.com",
            "https://api.byblend.com?x=1",
            "https://",
            "ftp://x",
            "https://a\\b",
            "api.byblend.com",
        ] {
            assert!(base(wrong, false).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tells_the_origin() {
        assert_eq!(origin("https://api.byblend.com/api/v1"), "https://api.byblend.com");
        assert_eq!(origin("http://localhost:4010"), "http://localhost:4010");
        assert_eq!(origin("/blend"), "");
    }

    #[test]
    fn refuses_templates_that_could_leave_the_origin() {
        assert!(template("/orders/{order_id}").is_ok());
        for wrong in ["//host/x", "https://host/x", "orders", "/\\host", "/a/../b", "/a?b", "/a#b", "", "/a b", "/%2e%2e/x"] {
            assert!(template(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn an_encoded_id_stays_one_segment_and_reads_back(text in "\\PC{0,40}") {
            let mut out = String::new();
            encode(&mut out, &text, b"");
            prop_assert!(out.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
            let mut back = Vec::new();
            let mut bytes = out.bytes();
            while let Some(byte) = bytes.next() {
                if byte == b'%' {
                    let pair = [bytes.next().unwrap(), bytes.next().unwrap()];
                    back.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
                } else {
                    back.push(byte);
                }
            }
            prop_assert_eq!(back, text.as_bytes());
        }
    }
}
