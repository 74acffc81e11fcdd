//! An enum with a list of its variants.

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
