//! The sandbox: an emulator of the Blend API that keeps all it is told in memory.
//!
//! It routes by the endpoint tables and checks requests along the models' tables, so it knows no
//! path and no field but theirs. It does no I/O and has neither clock nor randomness of its own:
//! each request brings the time along, and the password and all ids follow from the seed.
//!
//! Rules that are only inferred refuse nothing. Where the documentation is silent, it does this:
//! - It refuses what it could not carry out: a webhook without events or URL, another subscription without type or
//!   events, a sample without event or URL, a compounding reason without a name, one on a line without its id, a
//!   supervision without supervisor or state, a change of a line without the quantity, a prescription's order without
//!   id or number, a line's quantity that is no whole number, a page, page size or limit below 1, a report's day that
//!   is no date, and more than 366 of them. A state may be any text, and a quantity any number, less than none too,
//!   but for the new one of a line, whose limit is documented.
//! - It refuses a second product of one SKU or code, a second prescriber of one NPI, and supervising oneself.
//! - A bad access token gets `{"valid": false}` from verify, and 401 from every other call.
//! - Several orders may have the same external_id; it then means the newest one.
//! - An order is merged into the patient's newest received order. Of the request only the lines
//!   survive, and the external_id where the order had none.
//! - Of a patient_id and the data of a new patient in one order, the patient_id counts. Otherwise what a request
//!   says twice of a patient or prescriber, by two keys or in two places, has to be the same, or it is refused.
//! - What an update sends replaces an address, a label, a shipping preference or the risk factors of a kind as a
//!   whole. Risk factors that are sent again are active again.
//! - A prescription line counts as matched where a fill of its product is kept for it: of a prescription that its
//!   order names, or else of the patient's oldest that has one left, for the oldest order that wants one. Unknown
//!   prescription ids in an order are passed over. Shipping a line takes its fill. Prescriptions do not lapse.
//! - Blend calls an order without its prescription stuck, which is no status. Here it can be moved on all the same,
//!   and ships without taking a fill.
//! - A prescription without patient or prescriber is kept, and belongs to nobody.
//! - Of XML a few elements are read, of which MedicationPrescribed has to be there. A patient is recognised by
//!   both names and the birth date.
//! - A unit that is not in the list of units comes back as it was sent.
//! - A licence that is added counts as a new number of its state. What its update leaves out stays. With
//!   another state it moves there. Of a new prescriber's licences in a state, the last active one is active.
//! - Somebody under eighteen is a minor.
//! - The daily report is a list with a row for each day.
//! - A report counts the lines on which a product stands, and days in UTC.
//! - A user has one mail subscription, whichever call made it. Deactivating keeps the events, and
//!   setting them, of mail or of a webhook, activates it again.

mod answer;
mod auth;
mod call;
mod catalogue;
mod clock;
mod composite;
mod document;
mod fills;
mod ids;
mod lines;
mod notifications;
mod orders;
mod patients;
mod pharmacy;
mod prescribers;
mod prescriptions;
mod products;
mod qualifications;
mod reasons;
mod reports;
mod risk_factors;
mod route;
mod script;
mod search;
mod supervisions;
#[cfg(test)]
mod tests;

pub use answer::Response;
use answer::{Handler, Refusal, Reply};
use call::Call;
use catalogue::Catalogue;
use document::Document;
use ids::Random;

/// A request as it came in.
#[derive(Clone, Copy, Default)]
pub struct Request<'a> {
    pub method: &'a str,
    /// Path and query, with or without `/api/v1` in front.
    pub target: &'a str,
    pub authorization: Option<&'a str>,
    pub content_type: Option<&'a str>,
    pub body: &'a str,
    /// Milliseconds since 1970.
    pub now: f64,
}

/// When a sandbox was set up: 2025-01-15T09:00:00Z, whenever it is made.
const OPENED: i64 = 1_736_931_600_000;

/// A pharmacy in memory.
#[derive(Clone)]
pub struct Sandbox {
    random: Random,
    /// The time of the request at hand, in milliseconds since 1970.
    now: i64,
    account: auth::Account,
    catalogue: Catalogue,
    patients: Vec<patients::Patient>,
    prescribers: Vec<prescribers::Prescriber>,
    supervisions: Vec<Document>,
    // Oldest first, these two.
    orders: Vec<orders::Order>,
    prescriptions: Vec<Document>,
    /// Webhooks, mail and text messages.
    subscriptions: Vec<Document>,
}

impl Sandbox {
    /// A sandbox with its catalogue, a few patients and prescribers, and no orders. The same seed gives the same password and ids.
    pub fn new(seed: u64) -> Sandbox {
        let mut random = Random::new(seed);
        let account = auth::Account::new(&mut random);
        let mut sandbox = Sandbox {
            random,
            now: OPENED,
            account,
            catalogue: catalogue::load(),
            patients: Vec::new(),
            prescribers: Vec::new(),
            supervisions: Vec::new(),
            orders: Vec::new(),
            prescriptions: Vec::new(),
            subscriptions: Vec::new(),
        };
        patients::seed(&mut sandbox);
        prescribers::seed(&mut sandbox);
        sandbox
    }

    /// E-mail address of the account.
    pub fn email(&self) -> &str {
        auth::EMAIL
    }

    /// Password of the account. It follows from the seed.
    pub fn password(&self) -> &str {
        &self.account.password
    }

    /// Answers a request.
    pub fn handle(&mut self, request: &Request<'_>) -> Response {
        self.now = clock::millis(request.now);
        match self.answer(request) {
            Ok(reply) => reply.into_response(),
            Err(refusal) => refusal.into_response(),
        }
    }

    fn answer(&mut self, request: &Request<'_>) -> Result<Reply, Refusal> {
        let route = route::find(request.method, request.target)?;
        let token = auth::bearer(request.authorization);
        auth::authorise(self, route.endpoint, token)?;
        let call = Call::read(&route, token, request)?;
        match handler(route.group.name, route.endpoint.name) {
            Some(handle) => handle(self, &call),
            None => Err(Refusal::new(501, "The sandbox does not answer this call yet.")),
        }
    }
}

fn handler(group: &str, name: &str) -> Option<Handler> {
    match group {
        "auth" => auth::handler(name),
        "orders" => orders::handler(name).or(reasons::handler(name)),
        "patients" => patients::handler(name).or(risk_factors::handler(name)),
        "prescribers" => prescribers::handler(name).or(qualifications::handler(name)).or(supervisions::handler(name)),
        "prescriptions" => prescriptions::handler(name),
        "composite" => composite::handler(name),
        "products" => products::handler(name),
        "reports" => reports::handler(name),
        "search" => search::handler(name),
        "notifications" => notifications::handler(name),
        _ => None,
    }
}
