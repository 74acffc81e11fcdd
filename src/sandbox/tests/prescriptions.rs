use serde_json::json;

use super::*;

fn fills(client: &mut Client, prescription: &Value) -> Value {
    let path = format!("{PRESCRIPTIONS}/{}", text(&prescription["id"]));
    client.get(&path)["medications"][0]["fills_remaining"].clone()
}

#[test]
fn keeps_a_prescription() {
    let mut client = Client::new();
    let medication = json!({
        "product_code": "MUPIROCIN1",
        "quantity": 22.5,
        "units": "C48155",
        "refills": 2,
        "sig": "Apply twice a day",
        "written_at": "2025-03-14T08:30:00",
    });
    let body = json!({ "medications": [medication, { "drug_name": "Something else", "units": "C00000" }], "patient": { "external_id": "SANDBOX-PATIENT-2" }, "prescriber": { "id": PLACEBO } });
    let prescription = client.send("POST", PRESCRIPTIONS, Some(&body)).json(201);
    assert_eq!((&prescription["source"], &prescription["type"]), (&json!("api_json"), &json!("NewRx")));
    assert_eq!(prescription["prescriber_id"], PLACEBO);
    assert_eq!(prescription["patient"]["last_name"], "Dummysen");
    assert_eq!(prescription["patient"]["city"], "Sacramento");
    let [first, second] = &prescription["medications"].as_array().unwrap()[..] else { panic!("two medications") };
    assert_eq!((&first["prescription_product_id"], &first["name"]), (&json!(MUPIROCIN), &json!("Mupirocin")));
    assert_eq!((&first["quantity"], &first["units"]), (&json!(22.5), &json!("Gram")));
    assert_eq!((&first["refills"], &first["fills_remaining"]), (&json!(2), &json!(3)));
    assert_eq!((&first["sig"], &first["directions"]), (&json!("Apply twice a day"), &json!("Apply twice a day")));
    assert_eq!((&first["written_at"], &first["expires_at"]), (&json!("2025-03-14T08:30:00"), &json!("2026-03-14T08:30:00")));
    assert_eq!(first["patient_id"], prescription["patient_id"]);
    assert_eq!(first["electronic_prescription_id"], prescription["id"]);
    assert_eq!((&second["name"], &second["units"]), (&json!("Something else"), &json!("C00000")));
    assert_eq!(second["written_at"], "2025-03-15T12:00:00");

    assert_eq!(client.get(&format!("{PRESCRIPTIONS}/{}", text(&prescription["id"]).to_uppercase())), prescription);
    assert_eq!(client.send("GET", &format!("{PRESCRIPTIONS}/{PLACEBO}"), None).status, 404);
    let units = client.get("/prescriptions/quantity_units");
    assert_eq!(units.as_array().unwrap().len(), 10);
    let gram = units.as_array().unwrap().iter().find(|unit| unit["code"] == "C48155").unwrap();
    assert_eq!((&gram["term"], &gram["type_code"]), (&json!("Gram"), &json!("C89510")));
}

#[test]
fn takes_a_new_patient_and_refuses_whom_it_does_not_know() {
    let mut client = Client::new();
    let patients = client.get("/patients").as_array().unwrap().len();
    let with = |patient: Value, prescriber: &str| json!({ "medication": { "product_code": "MUPIROCIN1" }, "patient": patient, "prescriber": { "id": prescriber } });
    let new = json!({ "first_name": "Nova", "last_name": "Unreal" });
    let mut refused = |body: Value| client.send("POST", PRESCRIPTIONS, Some(&body)).complaints();
    assert_eq!(refused(with(new.clone(), TESTINA)), ["prescriber.id"]);
    assert_eq!(refused(with(json!({ "id": PLACEBO }), PLACEBO)), ["patient.id"]);
    assert_eq!(refused(with(json!({ "external_id": "nobody" }), PLACEBO)), ["patient.external_id"]);
    let mut other = with(new.clone(), PLACEBO);
    other["medication"] = json!({ "product_code": "NOPE" });
    assert_eq!(refused(other.clone()), ["medication.product_code"]);
    other["medications"] = json!([{ "drug_name": "A" }, { "prescription_product_id": FISH_OIL }]);
    other.as_object_mut().unwrap().remove("medication");
    assert_eq!(refused(other.clone()), ["medications[1].prescription_product_id"]);
    other["medications"] = json!([{ "drug_name": "A" }]);
    other["order"] = json!({ "order_number": "ORD0" });
    assert_eq!(refused(other), ["order.order_number"]);
    assert_eq!(refused(json!({ "medications": [], "patient": new })), ["medications"]);
    assert_eq!(client.get("/patients").as_array().unwrap().len(), patients, "a refused prescription leaves nobody behind");

    let prescription = client.send("POST", PRESCRIPTIONS, Some(&with(new, PLACEBO))).json(201);
    assert_eq!(client.get(&format!("/patients/{}", text(&prescription["patient_id"])))["first_name"], "Nova");
}

#[test]
fn a_fill_is_taken_where_an_order_ships() {
    let mut client = Client::new();
    let prescription = client.prescription(1);
    let line = json!([{ "id": MUPIROCIN }, { "sku": "RX-TRE-05" }]);
    let order = client.order(line.clone());
    assert_eq!(order["products"]["prescription"][0]["has_prescription"], true);
    assert_eq!(order["products"]["prescription"][1]["has_prescription"], false);
    assert_eq!(fills(&mut client, &prescription), 2, "nothing has shipped");
    client.ship(&order);
    assert_eq!(fills(&mut client, &prescription), 1);
    client.advance(order["id"].as_str().unwrap()).unwrap();
    assert_eq!(fills(&mut client, &prescription), 1, "delivering takes none");

    let second = client.order(line.clone());
    client.ship(&second);
    assert_eq!(fills(&mut client, &prescription), 0);
    let third = client.order(line);
    assert_eq!(third["products"]["prescription"][0]["has_prescription"], false, "no fills are left");
    client.ship(&third);
    assert_eq!(fills(&mut client, &prescription), 0);
}

#[test]
fn an_order_that_waits_is_matched() {
    let mut client = Client::new();
    let line = json!([{ "id": MUPIROCIN }]);
    let (waiting, shipped) = (client.order(line.clone()), client.order(line.clone()));
    client.ship(&shipped);
    let others = json!({ "patient": { "external_id": "SANDBOX-PATIENT-2" }, "products": { "prescription": line } });
    client.prescription(1);
    let others = client.send("POST", "/orders", Some(&others)).json(201);
    let mut matched = |order: &Value| {
        let order = client.get(&format!("/orders/{}", text(&order["id"])));
        order["products"]["prescription"][0]["has_prescription"] == true
    };
    assert!(matched(&waiting));
    assert!(!matched(&shipped));
    assert!(!matched(&others));
    let added = client.send("POST", "/orders?force_new=true", Some(&json!({ "patient_id": TESTINA }))).json(201);
    let path = format!("/orders/{}/products", text(&added["id"]));
    let added = client.send("POST", &path, Some(&json!({ "prescription": [{ "id": MUPIROCIN }] }))).json(200);
    assert_eq!(added["products"]["prescription"][0]["has_prescription"], true);
}

/// Whether a prescription is there for each of an order's lines.
fn matched(client: &mut Client, order: &Value) -> Vec<bool> {
    let order = client.get(&format!("/orders/{}", text(&order["id"])));
    order["products"]["prescription"].as_array().unwrap().iter().map(|line| line["has_prescription"] == true).collect()
}

#[test]
fn an_only_fill_serves_one_line() {
    let mut client = Client::new();
    let prescription = client.prescription(0);
    let twice = client.order(json!([{ "id": MUPIROCIN }, { "id": MUPIROCIN }]));
    let later = client.order(json!([{ "id": MUPIROCIN }]));
    assert_eq!((matched(&mut client, &twice), matched(&mut client, &later)), (vec![true, false], vec![false]));

    let item = text(&twice["products"]["prescription"][0]["order_item_id"]);
    let line = format!("/orders/{}/products/prescription/{MUPIROCIN}?order_item_id={item}", text(&twice["id"]));
    client.send("DELETE", &line, None).json(200);
    assert_eq!((matched(&mut client, &twice), matched(&mut client, &later)), (vec![true], vec![false]));
    client.put(&format!("/orders/{}/cancel", text(&twice["id"]))).json(200);
    assert_eq!(matched(&mut client, &later), [true], "it is kept for nobody else any more");

    let latest = client.order(json!([{ "id": MUPIROCIN }]));
    client.ship(&latest);
    assert_eq!(fills(&mut client, &prescription), 1, "it is kept for another order");
    client.ship(&later);
    assert_eq!(fills(&mut client, &prescription), 0);
    assert_eq!((matched(&mut client, &latest), matched(&mut client, &later)), (vec![false], vec![true]), "as they shipped");
    client.prescription(0);
    assert_eq!(matched(&mut client, &latest), [false]);
}

#[test]
fn a_fill_is_taken_back_for_the_order_that_names_it() {
    let mut client = Client::new();
    let first = client.prescription(0);
    let waiting = client.order(json!([{ "id": MUPIROCIN }]));
    assert_eq!(matched(&mut client, &waiting), [true]);
    let named = json!({ "patient_id": TESTINA, "electronic_prescription_ids": [first["id"]], "products": { "prescription": [{ "id": MUPIROCIN }] } });
    let named = client.send("POST", "/orders?force_new=true", Some(&named)).json(201);
    assert_eq!((matched(&mut client, &waiting), matched(&mut client, &named)), (vec![false], vec![true]));
    client.ship(&waiting);
    client.ship(&named);
    assert_eq!(fills(&mut client, &first), 0);

    // What came together belongs together.
    let waiting = client.order(json!([{ "id": MUPIROCIN }]));
    let composite = json!({
        "patient": { "id": TESTINA },
        "electronic_prescription": { "medication": { "prescription_product_id": MUPIROCIN } },
        "order": { "products": { "prescription": [{ "id": MUPIROCIN }] } },
    });
    let made = client.send("POST", &format!("{PRESCRIPTIONS}/composite?force_new=true"), Some(&composite)).json(201);
    assert_eq!((matched(&mut client, &waiting), matched(&mut client, &made["order"])), (vec![false], vec![true]));
}

#[test]
fn the_prescription_that_an_order_names_comes_first() {
    let mut client = Client::new();
    let (oldest, named) = (client.prescription(5), client.prescription(5));
    let order = json!({ "patient_id": TESTINA, "electronic_prescription_ids": [named["id"]], "products": { "prescription": [{ "id": MUPIROCIN }] } });
    let order = client.send("POST", "/orders", Some(&order)).json(201);
    client.ship(&order);
    assert_eq!((fills(&mut client, &oldest), fills(&mut client, &named)), (json!(6), json!(5)));

    // The other way round: a prescription that names the order.
    let order = client.order(json!([{ "id": MUPIROCIN }]));
    let body = json!({ "medication": { "prescription_product_id": MUPIROCIN, "refills": 5 }, "order": { "order_number": order["order_number"] } });
    let named = client.send("POST", PRESCRIPTIONS, Some(&body)).json(201);
    assert_eq!(named["patient_id"], TESTINA, "the order's");
    client.ship(&order);
    assert_eq!((fills(&mut client, &oldest), fills(&mut client, &named)), (json!(6), json!(5)));
}

#[test]
fn a_prescription_and_its_order_are_for_one_patient() {
    let mut client = Client::new();
    let order = client.order(json!([{ "id": MUPIROCIN }]));
    let patients = client.get("/patients");
    let with = |patient: Value| json!({ "medication": { "drug_name": "A" }, "patient": patient, "order": { "id": order["id"] } });
    for another in [json!({ "external_id": "SANDBOX-PATIENT-2" }), json!({ "first_name": "Nova" })] {
        assert_eq!(client.send("POST", PRESCRIPTIONS, Some(&with(another))).complaints(), ["patient"]);
    }
    assert_eq!(client.get("/patients"), patients, "a refused prescription leaves nobody behind");
    let agreed = client.send("POST", PRESCRIPTIONS, Some(&with(json!({ "id": TESTINA })))).json(201);
    assert_eq!(agreed["patient_id"], TESTINA);
}

pub const SCRIPT: &str = r#"<?xml version="1.0"?>
<Message><Body><NewRx>
  <Patient><HumanPatient>
    <Name><LastName>Sandboxer</LastName><FirstName>Testina</FirstName></Name>
    <DateOfBirth><Date>1988-04-12</Date></DateOfBirth>
  </HumanPatient></Patient>
  <Prescriber><NonVeterinarian><Identification><NPI>9000000015</NPI></Identification>
    <Name><LastName>Placebo</LastName></Name></NonVeterinarian></Prescriber>
  <MedicationPrescribed>
    <DrugDescription>Mupirocin 1% &amp; petrolatum</DrugDescription>
    <DrugCoded><ProductCode><Code>MUPIROCIN1</Code></ProductCode></DrugCoded>
    <Quantity><Value>30</Value><QuantityUnitOfMeasure><Code>C48155</Code></QuantityUnitOfMeasure></Quantity>
    <WrittenDate><Date>2025-03-14</Date></WrittenDate>
    <NumberOfRefills>3</NumberOfRefills>
    <Sig><SigText>Apply twice a day</SigText></Sig>
  </MedicationPrescribed>
</NewRx></Body></Message>"#;

#[test]
fn takes_script_xml() {
    let mut client = Client::new();
    for content_type in ["application/xml", "text/xml; charset=utf-8"] {
        let prescription = client.send_text(PRESCRIPTIONS, content_type, SCRIPT).json(201);
        assert_eq!((&prescription["source"], &prescription["type"]), (&json!("surescripts"), &json!("NewRx")));
        assert_eq!((&prescription["patient_id"], &prescription["prescriber_id"]), (&json!(TESTINA), &json!(PLACEBO)));
        let medication = &prescription["medications"][0];
        assert_eq!(medication["drug_name"], "Mupirocin 1% & petrolatum");
        assert_eq!((&medication["prescription_product_id"], &medication["units"]), (&json!(MUPIROCIN), &json!("Gram")));
        assert_eq!((&medication["quantity"], &medication["fills_remaining"]), (&json!(30), &json!(4)));
        assert_eq!((&medication["sig"], &medication["expires_at"]), (&json!("Apply twice a day"), &json!("2026-03-14")));
    }
    let prefixed = SCRIPT.replace("</", "</s:").replace('<', "<s:").replace("<s:/s:", "</s:").replace("<s:?", "<?");
    let prefixed = prefixed.replace("<s:Date>", "<s:Date\n Qualifier=\"x\" >").replace("<s:NPI>", "<s:NPI Kind=\"x/y\">");
    let prescription = client.send_text(PRESCRIPTIONS, "application/xml", &prefixed).json(201);
    assert_eq!((&prescription["patient_id"], &prescription["prescriber_id"]), (&json!(TESTINA), &json!(PLACEBO)));
    let medication = &prescription["medications"][0];
    assert_eq!((&medication["drug_name"], &medication["quantity"]), (&json!("Mupirocin 1% & petrolatum"), &json!(30)));
    let denied = SCRIPT.replace("MedicationPrescribed", "MedicationDenied");
    for other in ["<html>oops", "<html>oops</html>", "<MedicationPrescribed>", &denied] {
        let refused = client.send_text(PRESCRIPTIONS, "application/xml", other).json(422);
        assert_eq!(refused["message"], "The XML holds no MedicationPrescribed.");
    }
    let stranger = SCRIPT.replace("Testina", "Another").replace("9000000015", STRANGER_NPI);
    let unidentified = client.send_text(PRESCRIPTIONS, "application/xml", &stranger).json(201);
    client.send("PUT", &format!("/patients/{TESTINA}"), Some(&json!({ "last_name": "Renamed" }))).json(200);
    let renamed = client.send_text(PRESCRIPTIONS, "application/xml", &SCRIPT.replace("Sandboxer", "Renamed")).json(201);
    assert_eq!(
        (&renamed["patient_id"], &client.send_text(PRESCRIPTIONS, "application/xml", SCRIPT).json(201)["patient_id"]),
        (&json!(TESTINA), &Value::Null)
    );
    assert_eq!((&unidentified["patient_id"], &unidentified["prescriber_id"]), (&Value::Null, &Value::Null));
    assert_eq!(client.send_text(PRESCRIPTIONS, "application/xml", "{}").status, 400);
    assert_eq!(client.send_text(PRESCRIPTIONS, "text/plain", SCRIPT).status, 415);
    assert_eq!(client.send("POST", "/patients", None).status, 422, "only prescriptions may be XML");
}
