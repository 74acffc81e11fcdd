//! What crosses to TypeScript as an object, declared once: `xtask` writes these types into `generated/sandbox-seam.ts`.

use serde::{Deserialize, Serialize};

/// A request as JavaScript gives it.
#[derive(Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct SandboxRequest {
    pub method: String,
    /// Path and query.
    pub target: String,
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "string | undefined"))]
    pub authorization: Option<String>,
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "string | undefined"))]
    pub content_type: Option<String>,
    /// The header x-sandbox-fail.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "string | undefined"))]
    pub fail: Option<String>,
    pub body: String,
}

/// A delivery that is due. Its outcome is to be noted.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Due {
    pub id: u64,
    pub event: String,
    /// Empty for the receiver that the sandbox was opened with.
    pub url: String,
    pub body: String,
    pub attempt: usize,
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "string | undefined"))]
    pub secret: Option<String>,
}

/// The declarations.
#[cfg(not(target_arch = "wasm32"))]
pub fn declarations() -> [&'static str; 4] {
    use super::http::answer::{Network, Response};
    use tsify::Tsify;
    [SandboxRequest::DECL, Response::DECL, Network::DECL, Due::DECL]
}
