//! The kinds of fields.

/// What a field holds. Its number goes across the boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text on one line: a street, a city.
    Text,
    /// A person's name: nothing is assumed of it but that it can be read.
    Name,
    BirthDate,
    Phone,
    Email,
    State,
    Zip,
    Country,
    Sex,
    /// The sex as Blend writes it for prescribers, with a capital.
    PrescriberSex,
    Height,
    Weight,
    Language,
    Ssn,
    Npi,
    Dea,
    YesNo,
    /// A list of allergies, conditions or medicines.
    Risks,
    /// How many of a product.
    Quantity,
}

impl Kind {
    pub const ALL: [Kind; 19] = [
        Kind::Text,
        Kind::Name,
        Kind::BirthDate,
        Kind::Phone,
        Kind::Email,
        Kind::State,
        Kind::Zip,
        Kind::Country,
        Kind::Sex,
        Kind::PrescriberSex,
        Kind::Height,
        Kind::Weight,
        Kind::Language,
        Kind::Ssn,
        Kind::Npi,
        Kind::Dea,
        Kind::YesNo,
        Kind::Risks,
        Kind::Quantity,
    ];

    /// Whether it may hold any writing, of which nothing is changed.
    pub fn is_free(self) -> bool {
        matches!(self, Kind::Text | Kind::Name | Kind::Email | Kind::Country | Kind::Risks)
    }
}
