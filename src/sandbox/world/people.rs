//! People who do not exist.

use serde_json::json;

use crate::sandbox::store::clock::{DAY, date};
use crate::sandbox::store::document::{Document, object};
use crate::sandbox::store::ids::Random;

const WOMEN: [&str; 16] = [
    "Ada", "Bea", "Cleo", "Dora", "Elsie", "Flora", "Greta", "Hanna", "Ines", "Juno", "Kira", "Lena", "Mara", "Nora", "Olive",
    "Paula",
];
const MEN: [&str; 16] = [
    "Abel", "Boris", "Cyril", "Denis", "Emil", "Felix", "Gus", "Hugo", "Ivan", "Jonas", "Karl", "Leo", "Max", "Nils", "Otto",
    "Paul",
];
/// Each says that its bearer is made up.
const FAMILIES: [&str; 24] = [
    "Sampleton",
    "Mockworth",
    "Dummysen",
    "Fakenham",
    "Placeholder",
    "Testwell",
    "Notreal",
    "Madeup",
    "Fictionby",
    "Pretendson",
    "Imaginary",
    "Unreal",
    "Sandboxer",
    "Stubbs-Fake",
    "Examplar",
    "Fauxman",
    "Virtualis",
    "Makebelieve",
    "Inventado",
    "Nowhereson",
    "Phantomly",
    "Simulant",
    "Teststrip",
    "Loremipsum",
];
/// City, state, and a ZIP code of it.
const PLACES: [(&str, &str, &str); 12] = [
    ("Boston", "MA", "02108"),
    ("Sacramento", "CA", "95814"),
    ("Austin", "TX", "78701"),
    ("Albany", "NY", "12207"),
    ("Denver", "CO", "80202"),
    ("Salem", "OR", "97301"),
    ("Phoenix", "AZ", "85004"),
    ("Atlanta", "GA", "30303"),
    ("Columbus", "OH", "43215"),
    ("Madison", "WI", "53703"),
    ("Boise", "ID", "83702"),
    ("Santa Fe", "NM", "87501"),
];
const STREETS: [&str; 8] = [
    "Example Street",
    "Placeholder Avenue",
    "Fictional Plaza",
    "Invented Way",
    "Nowhere Lane",
    "Sample Road",
    "Pretend Court",
    "Testing Drive",
];
const RISKS: [(&str, &str); 6] = [
    ("allergies", "penicillin"),
    ("allergies", "latex; peanuts"),
    ("conditions", "asthma"),
    ("conditions", "hypertension, type 2 diabetes"),
    ("medications", "albuterol"),
    ("medications", "metformin, lisinopril"),
];

/// The data of a new patient, an adult at a time.
pub fn draw(random: &mut Random, now: i64) -> Document {
    let woman = random.below(2) == 0;
    let first = *random.pick(if woman { &WOMEN } else { &MEN });
    let last = *random.pick(&FAMILIES);
    let (city, state, zip) = *random.pick(&PLACES);
    // 555-0100 to 555-0199 are kept for fiction.
    let phone = format!("{}55501{:02}", 201 + random.below(700), random.below(100));
    let born = now.div_euclid(DAY) - 19 * 366 - random.below(60 * 365) as i64;
    let number = random.next() % 1_000_000;
    let mut person = object(json!({
        "first_name": first,
        "last_name": last,
        "gender": if woman { "female" } else { "male" },
        "email": format!("{}.{}.{number}@example.com", first.to_lowercase(), last.to_lowercase()),
        "phone": phone,
        "date_of_birth": date(born),
        "primary_language": "en",
        "external_id": format!("patient-{:x}", random.next() >> 16),
        "receive_sms": random.below(2) == 0,
        "receive_email": true,
        "address": {
            "address_1": format!("{} {}", 1 + random.below(999), random.pick(&STREETS)),
            "city": city,
            "state": state,
            "zip_code": zip,
            "country": "US",
        },
    }));
    if random.below(2) == 0 {
        let (kind, text) = *random.pick(&RISKS);
        person.insert("risk_factors".into(), json!({ kind: text }));
    }
    person
}
