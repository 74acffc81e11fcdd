use serde_json::json;

use super::*;

#[test]
fn lists_products_by_kind_and_by_the_page() {
    let mut client = Client::new();
    let all = client.get("/products");
    assert_eq!(all.as_object().unwrap().keys().collect::<Vec<_>>(), ["prescription", "non_prescription", "order_material"]);
    for kind in ["prescription", "non_prescription", "order_material"] {
        assert_eq!(client.get(&format!("/products/{kind}")), all[kind]);
        let second = client.get(&format!("/products/{kind}?page=2&page_size=2"));
        assert_eq!(second[0], all[kind][2], "{kind}");
        assert_eq!(client.get(&format!("/products/{kind}?page=9")), json!([]));
    }
}

#[test]
fn an_update_changes_what_is_sent() {
    let mut client = Client::new();
    let path = format!("/products/prescription/{MUPIROCIN}");
    let before = client.get("/products/prescription")[0].clone();
    client.now += MINUTE;
    let changed = client.send("PUT", &path, Some(&json!({ "name": "Mupirocin ointment" }))).json(200);
    let mut expected = before;
    expected["name"] = "Mupirocin ointment".into();
    expected["updated_at"] = "2025-03-15T12:01:00Z".into();
    assert_eq!(changed, expected);
    assert_eq!(client.get("/products/prescription")[0], changed);
    let material = format!("/products/order_material/{BROCHURE}");
    assert_eq!(client.send("PUT", &material, Some(&json!({ "description": "New" }))).json(200)["current_stock"], 927);

    let name = json!({ "name": "x" });
    assert_eq!(client.send("PUT", &format!("/products/prescription/{FISH_OIL}"), Some(&name)).status, 404, "another kind");
    assert_eq!(client.send("PUT", &format!("/products/order_material/{TESTINA}"), Some(&name)).status, 404);
    assert_eq!(client.send("PUT", &path, Some(&json!({ "sku": "OTC-OIL-01" }))).complaints(), ["sku"]);
    assert_eq!(client.send("PUT", &path, Some(&json!({ "product_code": "TRETINOIN05" }))).complaints(), ["product_code"]);
    client.send("PUT", &path, Some(&json!({ "sku": "RX-MUP-01" }))).json(200);
}

#[test]
fn orders_and_prescriptions_go_by_the_new_codes() {
    let mut client = Client::new();
    let before = client.order(json!([{ "sku": "RX-MUP-01" }]));
    let path = format!("/products/prescription/{MUPIROCIN}");
    client.send("PUT", &path, Some(&json!({ "sku": "NEW-SKU", "product_code": "NEW-CODE" }))).json(200);
    let order = client.order(json!([{ "sku": "NEW-SKU" }, { "product_code": "NEW-CODE" }]));
    for line in order["products"]["prescription"].as_array().unwrap() {
        assert_eq!((&line["id"], &line["sku"]), (&json!(MUPIROCIN), &json!("NEW-SKU")));
    }
    let old = json!({ "patient_id": TESTINA, "products": { "prescription": [{ "sku": "RX-MUP-01" }] } });
    assert_eq!(client.send("POST", "/orders", Some(&old)).complaints(), ["products.prescription[0].sku"]);
    let shown = client.get(&format!("/orders/{}", text(&before["id"])));
    assert_eq!(shown["products"]["prescription"][0]["sku"], "RX-MUP-01", "as it was ordered");
    let prescription = json!({ "medication": { "product_code": "NEW-CODE" }, "patient": { "id": TESTINA } });
    let prescription = client.send("POST", PRESCRIPTIONS, Some(&prescription)).json(201);
    assert_eq!(prescription["medications"][0]["prescription_product_id"], MUPIROCIN);
}
