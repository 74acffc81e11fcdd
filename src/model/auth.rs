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

/// Tokens and the signed-in user.
#[model(answer)]
pub struct LoginResponse {
    /// JWT to send on API calls; lives 60 minutes.
    pub access_token: Option<String>,
    /// JWT that renews the access token; lives 7 days.
    pub refresh_token: Option<String>,
    /// When the refresh token lapses (not the access token). ISO 8601.
    #[wire(example = "2025-03-27T12:00:00Z")]
    pub expires_at: Option<String>,
    pub user: Option<User>,
}

/// A new access token. No new refresh token comes with it.
#[model(answer)]
pub struct RefreshResponse {
    /// New JWT access token; lives 60 minutes.
    pub access_token: Option<String>,
}

/// The verdict on an access token.
#[model(answer)]
pub struct VerifyResponse {
    /// Whether the token is good.
    pub valid: Option<bool>,
    pub user: Option<User>,
}

/// Blend account that a token belongs to.
#[model(answer)]
pub struct User {
    pub id: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    pub email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// Whether the account is enabled.
    pub is_active: Option<bool>,
    /// The account's role. Only `admin` is seen; no list of values is given.
    #[wire(example = "admin")]
    pub role: Option<String>,
}
