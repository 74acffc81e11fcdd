//! Base URLs, path templates and their encoding. No result leaves the origin of the base URL.

use super::text::split_at_byte;
use crate::check::{is_plain, printable};
use crate::endpoint::segments;
use crate::rules::calendar::digits;
use crate::rules::format::has_prefix;

/// Checks a base URL, which may be a path on the page's own origin. Returns it without a slash at the end, or the fix.
/// `insecure` allows plain http to hosts of a private network.
pub(crate) fn base(text: &str, insecure: bool) -> Result<String, &'static str> {
    for byte in text.bytes() {
        if byte <= b' ' || matches!(byte, b'\\' | b'?' | b'#' | b'@') {
            return Err("expected a URL without user name, query, fragment, spaces and backslashes");
        }
    }
    let mut end = text.len();
    while text[..end].ends_with('/') {
        end -= 1;
    }
    match Origin::of(text) {
        None if !origin(text).is_empty() => Err("expected a host, and behind it a port from 1 to 65535 or none"),
        None if !text.starts_with('/') || text.starts_with("//") => {
            Err("expected an https URL, such as https://api.byblend.com/api/v1")
        }
        Some(origin) if !origin.is_safe(insecure) => Err(
            "expected https: patients' data and tokens never travel in the clear. http goes to this machine, and with allowInsecureHTTP to a host of a private network: a name without dots, .internal, .local, or a private IPv4 address",
        ),
        _ => Ok(text[..end].into()),
    }
}

/// Whether requests to a base URL leave this machine unencrypted. Only `allowInsecureHTTP` lets one pass.
pub(crate) fn is_plain_http(base: &str) -> bool {
    Origin::of(base).is_some_and(|origin| !origin.is_safe(false))
}

/// Scheme, host and port of a URL.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    secure: bool,
    /// As it is written: in any case, and in brackets where it is an IPv6 address.
    pub(crate) host: &'a str,
    /// The scheme's own where none is written.
    pub(crate) port: f64,
}

impl<'a> Origin<'a> {
    /// None where the URL has no host, another scheme than http, or no port that exists.
    pub(crate) fn of(url: &'a str) -> Option<Self> {
        let origin = origin(url);
        let secure = has_prefix(origin.as_bytes(), b"https");
        let authority = origin.get(if secure { 8 } else { 7 }..)?;
        let (address, behind) = split_at_byte(authority, b']');
        let (host, port) = match authority.starts_with('[') {
            // The brackets belong to the host.
            true if behind.is_empty() => (authority.get(..address.len() + 1)?, ""),
            true => (&authority[..address.len() + 1], behind.strip_prefix(':')?),
            false => split_at_byte(authority, b':'),
        };
        let port = match port {
            "" if secure => 443.0,
            "" => 80.0,
            written => digits(written.as_bytes())?,
        };
        (!host.is_empty() && (1.0..65_536.0).contains(&port)).then_some(Origin { secure, host, port })
    }

    /// Whether patients' data may go there. `insecure` allows plain http to hosts of a private network.
    fn is_safe(&self, insecure: bool) -> bool {
        self.secure || is_loopback(self.host) || (insecure && is_private(self.host))
    }

    pub(crate) fn is(&self, other: &Origin<'_>) -> bool {
        self.secure == other.secure && self.port == other.port && self.host.eq_ignore_ascii_case(other.host)
    }
}

/// Whether a host is this machine itself.
fn is_loopback(host: &str) -> bool {
    is_localhost(host) || host == "[::1]" || is_loopback_ipv4(host)
}

/// Whether a host is `localhost`, or a name below it (RFC 6761).
fn is_localhost(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || has_suffix(host, ".localhost")
}

/// Whether a host can only be one of a private network: a container, a name of a local network, an address of RFC 1918.
fn is_private(host: &str) -> bool {
    let (mut numbers, mut count) = ([None; 4], 0);
    let (mut label, mut rest) = ("", host);
    while !rest.is_empty() {
        (label, rest) = split_at_byte(rest, b'.');
        if count < 4 {
            numbers[count] = octet(label);
        }
        count += 1;
    }
    // A last part that is a number makes an address, in one of many ways to write it: it has to be a plain IPv4 address.
    if label.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        let [Some(first), Some(second), Some(_), Some(_)] = numbers else { return false };
        return count == 4 && matches!((first, second), (10, _) | (172, 16..=31) | (192, 168));
    }
    let is_named_so = |name: &str| label.eq_ignore_ascii_case(name);
    is_plain(host, 253, b"-_.") && (count == 1 || is_named_so("internal") || is_named_so("local"))
}

/// A number of an IPv4 address. With a zero in front it would be octal.
fn octet(text: &str) -> Option<u8> {
    let is_octal = text.len() > 1 && text.starts_with('0');
    digits(text.as_bytes()).filter(|number| *number < 256.0 && !is_octal).map(|number| number as u8)
}

fn has_suffix(text: &str, suffix: &str) -> bool {
    text.len() > suffix.len() && text.get(text.len() - suffix.len()..).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
}

/// Whether a text is an address of this machine: four numbers with dots between, the first of them 127.
pub(crate) fn is_loopback_ipv4(text: &str) -> bool {
    text.starts_with("127.") && is_ipv4(text)
}

/// Whether a text has the form of an IPv4 address. No name of a host has it.
pub(crate) fn is_ipv4(text: &str) -> bool {
    let mut dots = 0;
    for byte in text.bytes() {
        if byte == b'.' {
            dots += 1;
        } else if !byte.is_ascii_digit() {
            return false;
        }
    }
    dots == 3
}

/// The origin of a URL: scheme and host. Empty where it has no host, or another scheme than http and https.
pub(crate) fn origin(url: &str) -> &str {
    let start = if has_prefix(url.as_bytes(), b"https://") {
        8
    } else if has_prefix(url.as_bytes(), b"http://") {
        7
    } else {
        return "";
    };
    let mut end = start;
    while end < url.len() && url.as_bytes()[end] != b'/' {
        end += 1;
    }
    if end == start { "" } else { &url[..end] }
}

/// Checks that a user's template is a path below the base URL. Otherwise the fix.
pub(crate) fn template(path: &str) -> Result<(), &'static str> {
    for byte in path.bytes() {
        if !byte.is_ascii_graphic() || matches!(byte, b'\\' | b'?' | b'#' | b'%') {
            return Err("expected a path of plain characters, without query, fragment, spaces, backslashes and percent signs");
        }
    }
    if !path.starts_with('/') || path.starts_with("//") {
        return Err("expected a path that begins with one slash, such as /orders/{order_id}; it is put behind baseURL");
    }
    for (segment, _) in &segments(path) {
        if matches!(*segment, "." | "..") {
            return Err("expected a path without . and .. segments");
        }
        if segment.bytes().any(|byte| matches!(byte, b'{' | b'}')) {
            return Err("expected each id in braces to be a whole segment, as in /orders/{order_id}");
        }
    }
    Ok(())
}

/// The template of a raw request as errors and logs show it. A segment that is neither a plain word nor an id in braces may be
/// an id itself: `{}` takes its place.
pub(crate) fn shown(template: &str) -> String {
    let mut text = String::new();
    for (segment, is_id) in &segments(template) {
        let word = segment.len() <= 40 && segment.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let (before, shown, behind) = match (*is_id, word) {
            (true, _) => ("/{", printable(segment), "}"),
            (false, true) => ("/", *segment, ""),
            (false, false) => ("/{", "", "}"),
        };
        text.push_str(before);
        text.push_str(shown);
        text.push_str(behind);
    }
    text
}

/// Percent-encodes all characters but the unreserved ones of RFC 3986 and `keep`.
pub(crate) fn encode(out: &mut String, text: &str, keep: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') || (byte == keep && keep != 0) {
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
    use super::super::text::concat as join;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shows_words_and_names_of_ids_and_nothing_else() {
        assert_eq!(shown("/orders/{order_id}/pause"), "/orders/{order_id}/pause");
        assert_eq!(shown("/patients/0227d1e5-ba9a-42b5-8fe2-38882aa65708/orders"), "/patients/{}/orders");
        assert_eq!(shown("/patients/987654321/{987-65-4321}/Willard"), "/patients/{}/{<key>}/{}");
        assert_eq!(shown("/"), "/");
    }

    #[test]
    fn takes_plain_http_to_private_hosts_where_it_is_allowed() {
        for host in [
            "sandbox:4010",
            "SANDBOX",
            "my_sandbox-2:80",
            "host.docker.internal:4010",
            "Host.Docker.INTERNAL",
            "printer.local",
            "10.0.2.2:4010",
            "172.16.0.1",
            "172.31.255.255:8080",
            "192.168.1.20",
        ] {
            let url = join("http://", host, "/api/v1");
            assert!(base(&url, true).is_ok(), "{url}");
            assert!(base(&url, false).is_err(), "{url}");
            assert!(is_plain_http(&url), "{url}");
        }
        for host in [
            "api.byblend.com",
            "internal.example.com",
            "evil.internal.example",
            "xlocal.example",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "11.0.0.1",
            // Other ways to write public addresses.
            "134744072",
            "0x08080808",
            "8.8.2056",
            "010.8.8.8",
            "10.0.0.1.5",
            "10.0.0",
            "10.0.0.256",
            "[2001:db8::1]",
            "sand%62ox",
        ] {
            assert!(base(&join("http://", host, "/api/v1"), true).is_err(), "{host}");
        }
    }

    #[test]
    fn schemes_and_hosts_are_taken_in_any_case() {
        for url in [
            "HTTPS://API.byblend.com/api/v1",
            "Http://LOCALHOST:4010",
            "http://blend.localhost:4010/api/v1",
            "http://A.LocalHost",
        ] {
            assert_eq!(base(url, false).as_deref(), Ok(url));
            assert!(!is_plain_http(url), "{url}");
        }
        assert!(base("HTTP://api.byblend.com", false).is_err());
        assert!(base("http://localhost.evil.example", false).is_err());
        assert!(base("http://evillocalhost.example", true).is_err());
    }

    #[test]
    fn takes_https_loopback_and_in_browsers_a_path() {
        assert_eq!(base("https://api.byblend.com/api/v1/", false).as_deref(), Ok("https://api.byblend.com/api/v1"));
        assert_eq!(base("http://127.0.0.1:4010/api/v1", false).as_deref(), Ok("http://127.0.0.1:4010/api/v1"));
        assert_eq!(base("http://[::1]:4010", false).as_deref(), Ok("http://[::1]:4010"));
        assert_eq!(base("http://localhost:4010", false).as_deref(), Ok("http://localhost:4010"));
        assert_eq!(base("/blend", true).as_deref(), Ok("/blend"));
        for safe in ["http://127.0.0.1:4010/api/v1", "http://[::1]:4010", "http://localhost:4010", "/blend"] {
            assert!(!is_plain_http(safe), "{safe}");
        }
        for wrong in [
            "",
            "//evil.example/api",
            "http://api.byblend.com/api/v1",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "https://user:secret@api.byblend.com",
            "https://api.byblend.com?x=1",
            "https://",
            "https://:443",
            "https://api.byblend.com:0",
            "https://api.byblend.com:65536",
            "https://api.byblend.com:8o",
            "http://[::1",
            "http://[::1]x",
            "http://[::1]4010",
            "https://[::1",
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
            encode(&mut out, &text, 0);
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
