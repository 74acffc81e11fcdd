//! What JavaScript and the engine say to each other. It goes across as a number, which the build tells
//! JavaScript: the words themselves would stand on both sides.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $($word:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($word),* }

        impl $name {
            /// By number.
            pub const ALL: &[$name] = &[$($name::$word),*];
        }
    };
}

pub(super) use words;

words! {
    /// What is said to the engine. What it means stands at `wasm::client::ask`.
    Word:
    Open Start Check Close
    Begin SignIn Signed Loaded Asked Saved Snapshot Account Restore Out
    Settled Head Reading Body Woke Request Forget
    Timeout TotalTimeout Abort TooLarge NoFetch Network
    Once Looked LookFailed LookAgain Lost Refused Over
    Actions Arrival Own
    Pager Turn Unread
}

words! {
    /// What the engine says to do next: an `Effect` of a call, a `Step` of the sign-in, the `Next` of a creation.
    Act:
    Authorise Send Read Wait Done Fail
    Load Ask Login Refresh Save Over
    Look Create Found Taken Unknown
}
