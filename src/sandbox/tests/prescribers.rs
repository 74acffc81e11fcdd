use serde_json::json;

use super::*;

fn licences(client: &mut Client) -> Vec<(String, String, bool)> {
    let prescriber = client.get(&format!("/prescribers/{PLACEBO}"));
    let one = |one: &Value| (text(&one["state"]), text(&one["license_number"]), one["is_active"] == true);
    prescriber["qualifications"].as_array().unwrap().iter().map(one).collect()
}

fn licence(state: &str, number: &str) -> Value {
    json!({ "state": state, "license_number": number })
}

#[test]
fn creates_and_changes_a_prescriber() {
    let mut client = Client::new();
    let body = json!({
        "first_name": "Nova",
        "last_name": "Unreal",
        "npi": "1234567893",
        "addresses": [{ "address_1": "5 Invented Way", "city": "Reno", "state": "NV", "zip_code": "89501" }],
        "credentials": [{ "credential_code": "NP" }],
        "qualifications": [licence("NV", "1")],
    });
    let prescriber = client.send("POST", "/prescribers", Some(&body)).json(201);
    assert_eq!(prescriber["is_active"], true);
    assert_eq!(prescriber["addresses"][0]["type"], "practice");
    assert_eq!(prescriber["qualifications"][0]["is_active"], true);
    assert_eq!(client.get("/prescribers")[0], prescriber);

    client.now += MINUTE;
    let path = format!("/prescribers/{}", text(&prescriber["id"]));
    let changed = client.send("PUT", &path, Some(&json!({ "phone": "5555550120", "addresses": [{ "address_1": "6 Invented Way", "city": "Ely", "state": "NV", "zip_code": "89301" }] }))).json(200);
    assert_eq!((&changed["phone"], &changed["first_name"]), (&json!("5555550120"), &json!("Nova")));
    assert_eq!(changed["addresses"].as_array().unwrap().len(), 1);
    assert_eq!(changed["addresses"][0]["city"], "Ely");
    assert_eq!(changed["updated_at"], "2025-03-15T12:01:00Z");
    assert_eq!(changed["qualifications"], prescriber["qualifications"]);
    assert_eq!(client.get(&path), changed);
    assert_eq!(client.send("PUT", &path, Some(&json!({ "npi": STRANGER_NPI }))).complaints(), ["npi"]);
    client.send("PUT", &path, Some(&json!({ "npi": "1234567893" }))).json(200);
    assert_eq!(client.send("GET", &format!("/prescribers/{TESTINA}"), None).status, 404);
    assert_eq!(client.get("/prescribers/credentials")[0]["credential_code"], "MD");
}

#[test]
fn what_would_be_lost_is_refused() {
    let mut client = Client::new();
    let path = format!("/prescribers/{PLACEBO}");
    let before = client.get(&path);
    client.assume(json!({ "unknownFields": "refuse" }));
    let both = json!({ "id": TESTINA, "nickname": "Pres" });
    assert_eq!(client.send("PUT", &path, Some(&both)).complaints(), ["id", "nickname"]);
    assert_eq!(client.get(&path), before);
    client.assume(json!({ "unknownFields": "ignore" }));
    client.send("PUT", &path, Some(&json!({ "nickname": "Pres" }))).json(200);
    let mut after = client.get(&path);
    after["updated_at"] = before["updated_at"].clone();
    assert_eq!(after, before);
}

#[test]
fn a_known_npi_gives_who_has_it() {
    let mut client = Client::new();
    let before = client.get(&format!("/prescribers/{PLACEBO}"));
    let body = json!({ "first_name": "Another", "last_name": "Name", "npi": before["npi"] });
    assert_eq!(client.send("POST", "/prescribers", Some(&body)).json(200), before);
    assert_eq!(client.get("/prescribers").as_array().unwrap().len(), 2);

    let repeated = json!({ "last_name": "Unreal", "npi": "1234567893" });
    let new = client.send("POST", "/prescribers", Some(&repeated)).json(201);
    assert_eq!(client.send("POST", "/prescribers", Some(&repeated)).json(200)["id"], new["id"]);
}

#[test]
fn a_mistyped_npi_links_a_stranger() {
    let mut client = Client::new();
    let stranger = "/prescribers/50000000-0000-4000-8000-000000000009";
    assert_eq!(client.send("GET", stranger, None).status, 404);
    let body = json!({ "first_name": "Nova", "last_name": "Unreal", "npi": STRANGER_NPI });
    let linked = client.send("POST", "/prescribers", Some(&body)).json(200);
    assert_eq!(linked["last_name"], "Stranger");
    assert_eq!(client.get(stranger), linked);
    assert_eq!(client.get("/prescribers").as_array().unwrap().len(), 3);
}

#[test]
fn a_new_licence_replaces_the_one_of_its_state() {
    let mut client = Client::new();
    let path = format!("/prescribers/{PLACEBO}/qualifications");
    client.send("POST", &path, Some(&licence("NV", "NV-1"))).json(201);
    client.send("POST", &path, Some(&licence("MA", "MA-NEW"))).json(201);
    // By its state, and with a new number.
    let renewed = client.send("PUT", &format!("{path}/ca"), Some(&licence("CA", "CA-NEW"))).json(200);
    assert_eq!((&renewed["license_number"], &renewed["is_active"]), (&json!("CA-NEW"), &json!(true)));
    let all = licences(&mut client);
    let with = |active: bool| -> Vec<&str> { all.iter().filter(|one| one.2 == active).map(|one| one.1.as_str()).collect() };
    assert_eq!(with(true), ["NV-1", "MA-NEW", "CA-NEW"]);
    assert_eq!(with(false), ["MA-SANDBOX-1", "CA-SANDBOX-1"]);

    // By its id, and with the number it has.
    let mut same = licence("CA", "CA-NEW");
    same["expiration_date"] = "2030-01-01".into();
    let changed = client.send("PUT", &format!("{path}/{}", text(&renewed["id"])), Some(&same)).json(200);
    assert_eq!((&changed["id"], &changed["expiration_date"]), (&renewed["id"], &json!("2030-01-01")));
    assert_eq!(licences(&mut client).len(), 5);
}

fn active(client: &mut Client) -> Vec<String> {
    licences(client).into_iter().filter(|one| one.2).map(|one| one.1).collect()
}

#[test]
fn a_state_has_one_active_licence_at_most() {
    let mut client = Client::new();
    let path = format!("/prescribers/{PLACEBO}/qualifications");
    let first = text(&client.get(&format!("/prescribers/{PLACEBO}"))["qualifications"][0]["id"]);
    let with = |mut licence: Value, active: bool| {
        licence["is_active"] = active.into();
        licence
    };
    // A new number switches the old one off, active or not, and in whichever case the state is written.
    client.send("PUT", &format!("{path}/MA"), Some(&with(licence("ma", "MA-2"), false))).json(200);
    assert_eq!(active(&mut client), ["CA-SANDBOX-1"]);
    client.send("POST", &path, Some(&with(licence("ca", "CA-2"), false))).json(201);
    assert!(active(&mut client).is_empty());

    client.send("POST", &path, Some(&licence("Ma", "MA-3"))).json(201);
    assert_eq!(active(&mut client), ["MA-3"]);
    // An old one that is switched on again.
    client.send("PUT", &format!("{path}/{first}"), Some(&with(licence("MA", "MA-SANDBOX-1"), true))).json(200);
    assert_eq!(active(&mut client), ["MA-SANDBOX-1"]);
    // One that moves to another state, and a change to one that stays off.
    client.send("POST", &path, Some(&licence("CA", "CA-3"))).json(201);
    client.send("PUT", &format!("{path}/CA"), Some(&licence("MA", "CA-3"))).json(200);
    assert_eq!(active(&mut client), ["CA-3"]);
    client.send("PUT", &format!("{path}/{first}"), Some(&licence("MA", "MA-SANDBOX-1"))).json(200);
    assert_eq!(active(&mut client), ["CA-3"]);

    let several = json!([licence("NV", "NV-1"), licence("nv", "NV-2"), with(licence("NV", "NV-0"), false)]);
    let new = json!({ "last_name": "Unreal", "qualifications": several });
    let new = client.send("POST", "/prescribers", Some(&new)).json(201);
    let states: Vec<bool> = new["qualifications"].as_array().unwrap().iter().map(|one| one["is_active"] == true).collect();
    assert_eq!(states, [false, true, false]);
}

#[test]
fn a_new_number_leaves_the_rest_of_a_licence() {
    let mut client = Client::new();
    let path = format!("/prescribers/{PLACEBO}/qualifications/NV");
    let mut whole = licence("NV", "NV-1");
    whole["description"] = "Nurse Practitioner, Family".into();
    whole["expiration_date"] = "2030-01-01".into();
    client.send("POST", path.trim_end_matches("/NV"), Some(&whole)).json(201);
    client.send("DELETE", &path, None).json(200);
    let renewed = client.send("PUT", &path, Some(&licence("NV", "NV-2"))).json(200);
    assert_eq!((&renewed["description"], &renewed["expiration_date"]), (&whole["description"], &whole["expiration_date"]));
    assert_eq!(renewed["is_active"], true, "as any licence that is new");
}

#[test]
fn a_licence_is_switched_off_by_id_or_state() {
    let mut client = Client::new();
    let path = format!("/prescribers/{PLACEBO}/qualifications");
    let id = text(&client.get(&format!("/prescribers/{PLACEBO}"))["qualifications"][0]["id"]);
    assert_eq!(client.send("DELETE", &format!("{path}/{id}"), None).json(200)["license_number"], "MA-SANDBOX-1");
    assert_eq!(client.send("DELETE", &format!("{path}/CA"), None).json(200)["is_active"], false);
    assert!(licences(&mut client).iter().all(|one| !one.2));
    for key in ["NV", "nothing"] {
        assert_eq!(client.send("DELETE", &format!("{path}/{key}"), None).status, 404, "{key}");
    }
    assert_eq!(client.send("PUT", &format!("{path}/CA"), Some(&json!({ "state": "CA" }))).complaints(), ["license_number"]);
}

#[test]
fn a_supervisor_needs_a_valid_licence_in_some_state() {
    let mut client = Client::new();
    let path = format!("/prescribers/{NOTREAL}/supervisors");
    let by = |id: &str| json!({ "supervisor_id": id, "state": "TX" });
    let new = client.send("POST", &path, Some(&by(PLACEBO))).json(201);
    assert_eq!((&new["prescriber_id"], &new["supervisor_id"]), (&json!(NOTREAL), &json!(PLACEBO)));
    assert_eq!(client.send("POST", &path, Some(&by(PLACEBO))).json(200), new, "once for a state");
    assert_eq!(client.send("POST", &path, Some(&json!({ "supervisor_id": PLACEBO, "state": "NV" }))).status, 201);

    // The licence of the one lapsed in 2024, those of the other are switched off here.
    let reverse = format!("/prescribers/{PLACEBO}/supervisors");
    assert_eq!(client.send("POST", &reverse, Some(&by(NOTREAL))).complaints(), ["supervisor_id"]);
    for state in ["MA", "CA"] {
        client.send("DELETE", &format!("/prescribers/{PLACEBO}/qualifications/{state}"), None).json(200);
    }
    let other = json!({ "supervisor_id": PLACEBO, "state": "OR" });
    assert_eq!(client.send("POST", &path, Some(&other)).complaints(), ["supervisor_id"]);
    assert_eq!(client.send("POST", &path, Some(&by(NOTREAL))).complaints(), ["supervisor_id"], "oneself");
    assert_eq!(client.send("POST", &path, Some(&by(TESTINA))).complaints(), ["supervisor_id"]);
    assert_eq!(client.send("POST", &path, Some(&json!({ "supervisor_id": PLACEBO }))).complaints(), ["state"]);

    assert_eq!(client.get(&path)[0], new);
    assert_eq!(client.get(&format!("/prescribers/{PLACEBO}/supervisees")), client.get(&path));
    assert_eq!(client.get(&format!("/prescribers/{NOTREAL}/supervisees")), json!([]));
}

#[test]
fn a_supervision_ends_in_one_state() {
    let mut client = Client::new();
    let path = format!("/prescribers/{NOTREAL}/supervisors");
    for state in ["TX", "NV"] {
        client.send("POST", &path, Some(&json!({ "supervisor_id": PLACEBO, "state": state }))).json(201);
    }
    let one = format!("{path}/{PLACEBO}");
    assert_eq!(client.send("DELETE", &one, None).complaints(), ["state"]);
    assert_eq!(client.send("DELETE", &format!("{one}?state=OR"), None).status, 404);
    client.send("DELETE", &format!("{one}?state=TX"), None).json(200);
    let left = client.get(&path);
    assert_eq!((left.as_array().unwrap().len(), &left[0]["state"]), (1, &json!("NV")));
    assert_eq!(client.send("DELETE", &format!("{one}?state=TX"), None).status, 404);
}
