//! The request of an attempt, as it goes out.

use super::json_object::JsonObject;
use super::options::Settings;
use super::prepared::Prepared;
use super::session::Credentials;
use super::text::concat;
use crate::check::json;

/// The request of an attempt.
#[derive(Clone, Debug)]
pub struct Request {
    pub url: String,
    pub method: &'static str,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    pub operation: String,
    /// The path with its ids in braces.
    pub template: String,
    /// Counts from 1.
    pub attempt: u32,
    /// Milliseconds.
    pub timeout: f64,
}

impl Request {
    /// `token` is empty where the request carries none, `login` what a sign-in sends.
    pub(super) fn new(prepared: &Prepared, settings: &Settings, token: &str, login: Option<&Credentials>) -> Box<Self> {
        let body = login.map(login_body).or_else(|| prepared.body.clone());
        let mut headers = Vec::new();
        add_header(&mut headers, "accept", "application/json");
        if !token.is_empty() {
            add_header(&mut headers, "authorization", &concat("Bearer ", token, ""));
        }
        if body.is_some() {
            add_header(&mut headers, "content-type", prepared.media);
        }
        for (name, value) in settings.headers() {
            if !name.eq_ignore_ascii_case("authorization") {
                add_header(&mut headers, &name, &json::as_string(value).unwrap_or_default());
            }
        }
        Box::new(Request {
            url: prepared.url.clone(),
            method: prepared.verb.name(),
            headers,
            body,
            operation: String::new(),
            template: prepared.template.clone(),
            attempt: 0,
            timeout: settings.timeout(),
        })
    }
}

fn add_header(headers: &mut Vec<(String, String)>, name: &str, value: &str) {
    for (known, old) in headers.iter_mut() {
        // Two of a name, in whatever case, would be joined into one.
        if known.eq_ignore_ascii_case(name) {
            *old = value.into();
            return;
        }
    }
    headers.push((name.into(), value.into()));
}

fn login_body(credentials: &Credentials) -> String {
    let mut body = JsonObject::new();
    body.text("email", &credentials.email);
    body.text("password", &credentials.password);
    body.close()
}
