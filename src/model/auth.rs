//! Signing in.

use blend_sdk_macros::model;

/// Credentials of a Blend account.
#[model(request)]
pub struct LoginRequest {
    /// E-mail address of the account.
    #[wire(expected, example = "user@example.com")]
    pub email: Option<String>,
    #[wire(expected)]
    pub password: Option<String>,
}

/// Tokens, and the user who signed in. Keep the tokens as safe as a password.
#[model(answer)]
pub struct LoginResponse {
    /// JWT for API calls. It expires after 60 minutes.
    pub access_token: Option<String>,
    /// JWT that renews the access token. It expires after 7 days.
    pub refresh_token: Option<String>,
    /// When the refresh token expires (not the access token). ISO 8601.
    #[wire(example = "2025-03-27T12:00:00Z")]
    pub expires_at: Option<String>,
    pub user: Option<User>,
}

/// A new access token. Blend returns no new refresh token with it.
#[model(answer)]
pub struct RefreshResponse {
    /// New JWT for API calls. It expires after 60 minutes.
    pub access_token: Option<String>,
}

/// Whether an access token is valid, and whose it is.
#[model(answer)]
pub struct VerifyResponse {
    /// Whether the token is valid. Blend does not document what it answers for an invalid one.
    pub valid: Option<bool>,
    pub user: Option<User>,
}

/// The Blend account that a token belongs to.
#[model(answer)]
pub struct User {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    #[wire(present)]
    pub updated_at: Option<String>,
    pub email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// Whether the account is enabled.
    pub is_active: Option<bool>,
    /// The account's role. The documentation shows `admin` and lists no other values.
    #[wire(example = "admin")]
    pub role: Option<String>,
}
