//! What a failed fetch proves about its request.
//!
//! "Not sent" needs proof, because a write with that outcome is sent again: the error has to say that there was no connection,
//! and to name this request's own host and port. A fetch of the user's may fail for another reason after Blend had the order:
//! its own report to a collector was refused, for example. Everything else is unknown.

use super::cause::{Cause, CauseKind};
use super::failure::{ErrorClass, Failure, Outcome};
use super::url::{self, Origin};
use crate::check::{Object, json};
use crate::rules::calendar::digits;

/// What a network error tells.
pub(super) struct NetworkFault {
    cause: Option<&'static Cause>,
    /// The request did not leave this machine.
    pub(super) proves_not_sent: bool,
}

impl NetworkFault {
    /// `errors` is the JSON of a `NetworkError[]` (see `protocol`), `url` that of the request.
    /// Of several errors, as of a host with two addresses, each has to prove it.
    pub(super) fn of(errors: &str, url: &str) -> Self {
        let errors = json::items(errors);
        let cause = errors.first().and_then(|error| cause(&Object(error)));
        let mut proves_not_sent = false;
        if let Some(origin) = Origin::of(url) {
            proves_not_sent = !errors.is_empty() && errors.iter().all(|error| is_proof(&Object(error), &origin));
        }
        NetworkFault { cause, proves_not_sent }
    }

    /// `outcome` is what is known without the proof.
    pub(super) fn failure(&self, outcome: Outcome) -> Box<Failure> {
        let kind = self.cause.map_or(CauseKind::Other, |cause| cause.kind);
        let (message, hint) = match kind {
            CauseKind::Refused => ("the connection was refused", "nothing listens there: check host and port of baseURL"),
            CauseKind::NotFound => ("the host was not found", "check the host of baseURL, and the network"),
            CauseKind::LookUpFailed => ("the host could not be looked up", "check the network"),
            CauseKind::Certificate => (
                "the host's certificate is not trusted",
                "check the host of baseURL, and this machine's clock; in Node, NODE_EXTRA_CA_CERTS names a file of authorities to trust",
            ),
            CauseKind::ConnectTimeout | CauseKind::Other => (
                "the connection failed",
                "check the network; in a browser, CORS or a content security policy may have blocked it",
            ),
        };
        let mut failure = Failure::new(ErrorClass::Connection, outcome, message, hint);
        failure.cause = self.cause;
        failure
    }
}

fn cause(error: &Object<'_>) -> Option<&'static Cause> {
    Cause::of(&error.text("code"))
}

fn is_proof(error: &Object<'_>, origin: &Origin<'_>) -> bool {
    match cause(error).map(|cause| cause.kind) {
        Some(CauseKind::NotFound | CauseKind::LookUpFailed) => error.text("hostname").eq_ignore_ascii_case(origin.host),
        Some(CauseKind::Refused) => is_refusal_of(error, origin),
        _ => false,
    }
}

/// Node names address and port, Bun the URL. All that an error names has to be the origin's; Bun's own code needs the URL.
fn is_refusal_of(error: &Object<'_>, origin: &Origin<'_>) -> bool {
    let names_url = error.has("url");
    if names_url && !Origin::of(&error.text("url")).is_some_and(|named| named.is(origin)) {
        return false;
    }
    if error.has("address") || error.has("port") {
        let is_node = error.text("code") == "ECONNREFUSED";
        return (is_node || names_url) && port(error) == Some(origin.port) && is_address(&error.text("address"), origin.host);
    }
    names_url
}

/// A number, or a text of digits.
fn port(error: &Object<'_>) -> Option<f64> {
    let value = error.get("port")?;
    digits(json::as_string(value).as_deref().unwrap_or(value).as_bytes())
}

/// Whether an IP address is the host itself, or loopback for `localhost`. Which addresses a name has is not known here.
fn is_address(address: &str, host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") {
        return address == "::1" || url::is_loopback_ipv4(address);
    }
    if let [b'[', ipv6 @ .., b']'] = host.as_bytes() {
        return address.as_bytes().eq_ignore_ascii_case(ipv6);
    }
    url::is_ipv4(host) && address == host
}

#[cfg(test)]
mod tests {
    use super::super::cause::CAUSES;
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn proves(errors: Value, base: &str) -> bool {
        NetworkFault::of(&errors.to_string(), base).proves_not_sent
    }

    const API: &str = "https://api.byblend.com/api/v1";
    const LOCAL: &str = "http://localhost:4010/api/v1";

    #[test]
    fn a_name_that_is_not_found_proves_it_for_the_origins_own_name() {
        for code in ["ENOTFOUND", "EAI_AGAIN"] {
            assert!(proves(json!([{"code": code, "hostname": "api.byblend.com"}]), API));
            assert!(proves(json!([{"code": code, "hostname": "API.byblend.com"}]), "https://Api.ByBlend.com:8443"));
            for other in ["collector.example.com", "byblend.com", "api.byblend.com.", "xapi.byblend.com", ""] {
                assert!(!proves(json!([{"code": code, "hostname": other}]), API), "{other}");
            }
            assert!(!proves(json!([{"code": code}]), API));
            assert!(!proves(json!([{"code": code, "hostname": null}]), API));
            assert!(!proves(json!([{"code": code, "address": "api.byblend.com"}]), API));
        }
    }

    #[test]
    fn a_refused_connection_proves_it_for_the_origins_own_address_and_port() {
        let refused = |address: &str, port: Value| json!([{"code": "ECONNREFUSED", "address": address, "port": port}]);
        for (address, base) in [
            ("127.0.0.1", LOCAL),
            ("127.1.2.3", LOCAL),
            ("::1", LOCAL),
            ("::1", "http://LOCALHOST:4010"),
            ("127.0.0.1", "http://127.0.0.1:4010/api"),
            ("::1", "http://[::1]:4010/api"),
            ("2001:db8::1", "https://[2001:DB8::1]:4010"),
            ("203.0.113.7", "https://203.0.113.7:4010"),
        ] {
            assert!(proves(refused(address, json!(4010)), base), "{address} {base}");
            assert!(proves(refused(address, json!("4010")), base), "{address} {base}");
            for port in [json!(4011), json!(401), json!(null), json!("x"), json!("4010 "), json!(-4010), json!(4010.5), json!("")]
            {
                assert!(!proves(refused(address, port.clone()), base), "{address} {base} {port}");
            }
            assert!(!proves(json!([{"code": "ECONNREFUSED", "address": address}]), base), "{address} {base}");
        }
        for (address, base) in [
            // A name may have any address, and a collector may share it.
            ("203.0.113.7", "https://api.byblend.com:4010"),
            ("api.byblend.com", "https://api.byblend.com:4010"),
            ("10.0.0.1", LOCAL),
            ("localhost", LOCAL),
            ("", LOCAL),
            ("127.0.0.1.example.com", LOCAL),
            ("127.0.0.2", "http://127.0.0.1:4010"),
            ("::1", "http://127.0.0.1:4010"),
            ("127.0.0.1", "http://[::1]:4010"),
            ("2001:db8::2", "https://[2001:db8::1]:4010"),
        ] {
            assert!(!proves(refused(address, json!(4010)), base), "{address} {base}");
        }
    }

    #[test]
    fn the_ports_of_the_schemes_count_where_none_is_written() {
        let refused = |port: u16| json!([{"code": "ECONNREFUSED", "address": "127.0.0.1", "port": port}]);
        for (port, base) in [
            (80, "http://localhost"),
            (443, "https://localhost/api"),
            (443, "https://localhost:443"),
            (80, "http://localhost:0080/"),
        ] {
            assert!(proves(refused(port), base), "{base}");
            assert!(!proves(refused(port + 1), base), "{base}");
        }
        assert!(!proves(refused(80), "https://localhost"));
        assert!(!proves(refused(443), "http://localhost"));
    }

    #[test]
    fn each_of_several_errors_has_to_prove_it() {
        let four = json!({"code": "ECONNREFUSED", "address": "127.0.0.1", "port": 4010});
        let six = json!({"code": "ECONNREFUSED", "address": "::1", "port": 4010});
        assert!(proves(json!([six, four]), LOCAL));
        for other in [
            json!({"code": "ETIMEDOUT", "address": "127.0.0.1", "port": 4010}),
            json!({"code": "ECONNREFUSED", "address": "127.0.0.1", "port": 9999}),
            json!({"code": "ECONNREFUSED"}),
            json!({}),
            json!("ECONNREFUSED"),
            json!(null),
            json!([]),
        ] {
            assert!(!proves(json!([six, other]), LOCAL), "{other}");
            assert!(!proves(json!([other, six]), LOCAL), "{other}");
        }
    }

    #[test]
    fn bun_proves_it_where_the_url_that_it_names_is_of_the_origin() {
        let refused = |url: &str| json!([{"code": "ConnectionRefused", "url": url}]);
        for url in [API, "https://API.byblend.com:443/other?x=1", "https://api.byblend.com"] {
            assert!(proves(refused(url), API), "{url}");
        }
        for url in [
            "",
            "http://api.byblend.com/api/v1",
            "https://api.byblend.com:8443/api/v1",
            "https://api.byblend.com@evil.example/api/v1",
            "https://collector.example.com/api.byblend.com",
            "https://api.byblend.com:443@evil.example/",
            "/api/v1",
        ] {
            assert!(!proves(refused(url), API), "{url}");
        }
        assert!(!proves(json!([{"code": "ConnectionRefused"}]), API));
        assert!(!proves(json!([{"code": "ConnectionRefused", "address": "127.0.0.1", "port": 4010}]), LOCAL));
    }

    #[test]
    fn everything_else_proves_nothing() {
        let shown = |code: &str| NetworkFault::of(&json!([{ "code": code }]).to_string(), API).cause.map(|cause| cause.code);
        for code in ["", "econnrefused", "ENOENT"] {
            assert_eq!(shown(code), None);
        }
        for Cause { code, .. } in CAUSES.iter() {
            assert_eq!(shown(code), Some(*code));
            let all = json!([{"code": code, "hostname": "other.example", "address": "10.0.0.1", "port": 1, "url": "https://other.example"}]);
            assert!(!proves(all, API), "{code}");
        }
        for nothing in ["", "[]", "null", "{}", "[", "ECONNREFUSED", "[1]", "[[]]"] {
            assert!(!NetworkFault::of(nothing, LOCAL).proves_not_sent, "{nothing}");
        }
        // On a base without a host, nothing can be named.
        assert!(!proves(json!([{"code": "ENOTFOUND", "hostname": ""}]), "/blend"));
    }

    fn base() -> impl Strategy<Value = (&'static str, &'static str, u16)> {
        prop::sample::select(vec![
            ("https://api.byblend.com/api/v1", "api.byblend.com", 443),
            ("http://localhost:4010/api/v1", "localhost", 4010),
            ("http://127.0.0.1:80", "127.0.0.1", 80),
            ("http://[::1]:4010/", "::1", 4010),
            ("https://203.0.113.7:8443/", "203.0.113.7", 8443),
        ])
    }

    fn error() -> impl Strategy<Value = Value> {
        let code = prop::sample::select(vec!["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ConnectionRefused", "ECONNRESET", "x"]);
        let host =
            || prop::sample::select(vec!["api.byblend.com", "localhost", "127.0.0.1", "::1", "203.0.113.7", "collector.example"]);
        let port = prop::sample::select(vec![443u16, 4010, 80, 8443, 9999]);
        (code, host(), host(), port).prop_map(|(code, hostname, address, port)| {
            json!({"code": code, "hostname": hostname, "address": address, "port": port, "url": format!("https://{hostname}:{port}/x")})
        })
    }

    proptest! {
        /// What names another host or port never proves anything, and an error more never proves what one less does not.
        #[test]
        fn no_proof_without_the_origins_own_name((base, host, port) in base(), errors in prop::collection::vec(error(), 1..4)) {
            if proves(json!(errors), base) {
                for error in &errors {
                    prop_assert!(proves(json!([error]), base));
                    let named = match error["code"].as_str() {
                        Some("ECONNREFUSED") => {
                            let loopback = host == "localhost" && (error["address"] == "127.0.0.1" || error["address"] == "::1");
                            (error["address"] == host || loopback) && error["port"] == port
                        }
                        Some("ConnectionRefused") => error["url"] == format!("https://{host}:{port}/x") && base.starts_with("https"),
                        _ => error["hostname"] == host,
                    };
                    prop_assert!(named, "{} {}", error, base);
                }
            }
        }
    }
}
