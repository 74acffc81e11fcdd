//! The pharmacy's side: moving an order on, as filling and shipping it would.

use serde_json::{Value, json};

use super::clock::{iso, millis};
use super::orders::{Order, place};
use super::{Sandbox, fills};
use crate::rules::orders::PROGRESS;

impl Sandbox {
    /// Moves an order one status on: received, picked, verified, shipped (with a shipment), delivered.
    /// Gives the new status, or why there is none. The order is named by UUID, number or external_id.
    /// One without its prescription moves on, too.
    pub fn advance(&mut self, order: &str, now: f64) -> Result<String, String> {
        self.now = millis(now);
        let place = place(self, order).ok_or("There is no order with this id, number or external_id.")?;
        let status = self.orders[place].status();
        let next = PROGRESS.iter().position(|known| *known == status).and_then(|step| PROGRESS.get(step + 1));
        let next = next.ok_or_else(|| format!("An order that is {status} does not move on."))?;
        if *next == "shipped" {
            let shipment = self.shipment(place);
            self.orders[place].set("shipments", json!([shipment]));
            fills::dispense(self, place);
        }
        let pharmacist = json!({ "id": self.random.uuid(), "first_name": "Sandbox", "last_name": "Pharmacist" });
        self.orders[place].enter(next, self.now, pharmacist);
        Ok(next.to_string())
    }

    fn shipment(&mut self, place: usize) -> Value {
        let number = format!("SANDBOX{}", self.random.text(12, b"0123456789"));
        let id = self.random.uuid().to_ascii_uppercase();
        let order = &self.orders[place];
        let label = order.document.get("custom_shipping").filter(|label| label.is_object());
        let (carrier, level) = self.display_names(order);
        let of_label = |name: &str, other: String| label.and_then(|label| label[name].as_str()).map_or(other, str::to_string);
        json!({
            "carrier": of_label("carrier", carrier),
            "id": id,
            "service_level": if label.is_some() { Value::Null } else { level.into() },
            "shipped_at": iso(self.now),
            "tracking_number": of_label("tracking_number", number.clone()),
            "tracking_url": of_label("tracking_url", format!("https://example.com/track/{number}")),
        })
    }

    /// Carrier and service level as a shipment shows them: by name, where a preference has codes.
    fn display_names(&self, order: &Order) -> (String, String) {
        let options = self.catalogue.part("shipping_options");
        let wish = |name: &str| order.document.get("shipping").and_then(|shipping| shipping[name].as_str()).unwrap_or_default();
        let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
        let carriers = list(&options, "carriers");
        let wanted = carriers.iter().find(|carrier| {
            carrier["code"]
                .as_str()
                .is_some_and(|code| code == wish("carrier") || wish("service_level").starts_with(&format!("{code}_")))
        });
        let carrier = wanted.or(carriers.first()).cloned().unwrap_or_default();
        let levels = list(&carrier, "service_levels");
        let generic = list(&options, "service_levels");
        let level = levels.iter().chain(&generic).find(|level| level["code"] == wish("service_level")).or(levels.first());
        let name = |value: Option<&Value>| value.and_then(|value| value["name"].as_str()).unwrap_or_default().to_string();
        (name(Some(&carrier)), name(level))
    }
}
