//! Large numbers in a snapshot. They stand there as text, because JavaScript would round them.

/// Makes serde write a type by its `Display`, and read it by a function that returns nothing for any other text.
macro_rules! serde_as_text {
    ($kind:ty, $read:expr, $expected:literal) => {
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $kind {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                $read(&text).ok_or_else(|| serde::de::Error::custom($expected))
            }
        }
    };
}

pub(super) use serde_as_text;
