//! The codes of the network layer that an error may carry.

/// What a code of the network layer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CauseKind {
    /// The host refused the connection. The error names the address, or in Bun the URL.
    Refused,
    /// The host's name is not known, or could not be looked up now.
    NotFound,
    LookUpFailed,
    /// There was no connection in time. Node does not say to which host.
    ConnectTimeout,
    /// A certificate is not trusted.
    Certificate,
    /// The connection may have been there.
    Other,
}

/// A code that an error may carry. A code that is not listed could hold a value.
#[derive(Debug)]
pub(super) struct Cause {
    pub(super) code: &'static str,
    pub(super) kind: CauseKind,
}

impl Cause {
    const fn new(kind: CauseKind, code: &'static str) -> Self {
        Cause { code, kind }
    }

    /// None where the code is not listed.
    pub(super) fn of(code: &str) -> Option<&'static Cause> {
        CAUSES.iter().find(|cause| cause.code == code)
    }

    /// Whether most likely nothing was sent.
    pub(super) fn is_likely_unsent(&self) -> bool {
        self.kind != CauseKind::Other
    }
}

pub(super) static CAUSES: [Cause; 22] = {
    use CauseKind::*;
    [
        Cause::new(Refused, "ECONNREFUSED"),
        Cause::new(Refused, "ConnectionRefused"),
        Cause::new(NotFound, "ENOTFOUND"),
        Cause::new(LookUpFailed, "EAI_AGAIN"),
        Cause::new(ConnectTimeout, "UND_ERR_CONNECT_TIMEOUT"),
        Cause::new(Certificate, "CERT_HAS_EXPIRED"),
        Cause::new(Certificate, "DEPTH_ZERO_SELF_SIGNED_CERT"),
        Cause::new(Certificate, "SELF_SIGNED_CERT_IN_CHAIN"),
        Cause::new(Certificate, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
        Cause::new(Certificate, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
        Cause::new(Certificate, "ERR_TLS_CERT_ALTNAME_INVALID"),
        Cause::new(Other, "ECONNRESET"),
        Cause::new(Other, "ECONNABORTED"),
        Cause::new(Other, "EPIPE"),
        Cause::new(Other, "ETIMEDOUT"),
        Cause::new(Other, "EHOSTUNREACH"),
        Cause::new(Other, "ENETUNREACH"),
        Cause::new(Other, "UND_ERR_SOCKET"),
        Cause::new(Other, "UND_ERR_HEADERS_TIMEOUT"),
        Cause::new(Other, "UND_ERR_BODY_TIMEOUT"),
        Cause::new(Other, "ConnectionClosed"),
        Cause::new(Other, "FailedToOpenSocket"),
    ]
};
