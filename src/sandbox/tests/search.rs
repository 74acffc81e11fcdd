use serde_json::json;

use super::*;

fn found(client: &mut Client, target: &str) -> Vec<Value> {
    client.get(target)["results"].as_array().unwrap().clone()
}

#[test]
fn finds_patients_by_name_contact_and_birth_date() {
    let mut client = Client::new();
    for query in ["testina", "SANDBOXER", "testina.sandboxer@", "5555550101", "40000000-0000-4000-8000-000000000001"] {
        assert_eq!(found(&mut client, &format!("/search/patients?q={query}"))[0]["id"], TESTINA, "{query}");
    }
    for query in ["1988-04-12", "1988-04", "19880412", "198804", "04/12/1988"] {
        assert_eq!(found(&mut client, &format!("/search/patients?q={query}"))[0]["id"], TESTINA, "{query}");
    }
    assert!(found(&mut client, "/search/patients?q=04/12").is_empty(), "the American form is whole only");
    for query in ["1988-04-12", "04/12/1988"] {
        assert!(found(&mut client, &format!("/search?q={query}")).is_empty(), "only the search of patients looks at birth dates");
    }
    assert!(found(&mut client, "/search/patients?q=").is_empty());
    assert!(found(&mut client, "/search/patients").is_empty());
    assert_eq!(found(&mut client, "/search/patients?q=sandboxer+testina").len(), 1);
    assert_eq!(found(&mut client, "/search/patients?q=%22testina+sandboxer%22").len(), 1);
    assert!(found(&mut client, "/search/patients?q=%22sandboxer+testina%22").is_empty());
}

#[test]
fn finds_orders_by_themselves_and_by_their_patients() {
    let mut client = Client::new();
    let order = client.order(json!([{ "id": MUPIROCIN }]));
    let number = text(&order["order_number"]);
    let by_number = found(&mut client, &format!("/search/orders?q={}", &number[3..]));
    assert_eq!(by_number[0]["id"], order["id"]);
    assert_eq!(by_number[0]["is_patient_order"], false);
    let by_patient = found(&mut client, "/search/orders?q=sandboxer");
    assert_eq!(by_patient[0]["id"], order["id"]);
    assert_eq!(by_patient[0]["is_patient_order"], true);
    let everything = found(&mut client, "/search?q=sandboxer");
    assert_eq!(everything.iter().map(|one| one["result_type"].as_str().unwrap()).collect::<Vec<_>>(), ["order", "patient"]);
}

#[test]
fn finds_products_of_every_kind() {
    let mut client = Client::new();
    let product = found(&mut client, "/search/products?q=mupi");
    assert_eq!(product[0]["result_type"], "prescription");
    assert_eq!(product[0]["rank"], 0.7);
    assert_eq!(found(&mut client, "/search/products?q=OTC-OIL-01")[0]["rank"], 1.0);
    assert_eq!(found(&mut client, "/search/products?q=brochure")[0]["result_type"], "order_material");
    let everything = found(&mut client, "/search?q=krill");
    assert_eq!(everything[0]["result_type"], "non_prescription");
    assert!(found(&mut client, "/search/tasks?q=a").is_empty());
    assert_eq!(found(&mut client, "/search?q=a&limit=3").len(), 3);
}

#[test]
fn finds_prescribers_of_the_account() {
    let mut client = Client::new();
    for query in ["placebo", "PRESCILLA", "prescilla.placebo@", "5555550111", PLACEBO, "prescilla+placebo"] {
        let prescriber = &found(&mut client, &format!("/search/prescribers?q={query}"))[0];
        assert_eq!(prescriber["id"], PLACEBO, "{query}");
        assert_eq!(prescriber["qualifications"][0]["state"], "MA");
    }
    assert!(found(&mut client, "/search/prescribers?q=9000000015").is_empty(), "only the search of everything looks at NPIs");
    let everything = found(&mut client, "/search?q=9000000015");
    assert_eq!((&everything[0]["id"], &everything[0]["result_type"]), (&json!(PLACEBO), &json!("prescriber")));

    assert!(found(&mut client, "/search/prescribers?q=stranger").is_empty(), "known elsewhere only");
    client.send("POST", "/prescribers", Some(&json!({ "npi": STRANGER_NPI }))).json(200);
    assert_eq!(found(&mut client, "/search/prescribers?q=stranger").len(), 1);
}
