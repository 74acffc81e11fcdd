//! What JavaScript says to the engine. It goes across as a number, which the build tells JavaScript:
//! the words themselves would stand on both sides.

macro_rules! words {
    ($($word:ident)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $($word),* }

        impl Word {
            /// By number.
            pub const ALL: &[Word] = &[$(Word::$word),*];
        }
    };
}

// What they mean stands at `wasm::client::ask`.
words! {
    Open Start Check Close
    Begin SignIn Signed Loaded Asked Saved Snapshot Account Restore Out
    Settled Head Reading Body Woke Request Forget
    Timeout TotalTimeout Abort TooLarge NoFetch Network
    Once Looked LookFailed LookAgain Lost Refused Over
    Actions Reached
    Pager Turn Unread
}
