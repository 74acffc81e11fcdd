use serde_json::json;

use super::*;

fn orders(client: &mut Client) -> usize {
    client.get("/orders").as_array().unwrap().len()
}

#[test]
fn a_fault_strikes_before_or_after_the_effect() {
    let mut client = Client::new();
    let body = json!({ "patient_id": TESTINA });
    for (when, made) in [("before", 0), ("after", 1)] {
        let fault = json!({ "operation": "orders.create", "status": 503, "when": when, "headers": { "Retry-After": "2" } });
        client.control("fail", fault).unwrap();
        let before = orders(&mut client);
        let answer = client.send("POST", "/orders?force_new=true", Some(&body));
        assert_eq!(answer.status, 503);
        assert!(answer.headers.contains(&("retry-after".into(), "2".into())));
        assert_eq!(orders(&mut client) - before, made, "{when}");
        assert_eq!(client.send("POST", "/orders", Some(&body)).status, 201, "once");
    }
    for (when, made) in [("before", 0), ("after", 1)] {
        client.control("fail", json!({ "operation": "orders.create", "lost": true, "when": when })).unwrap();
        let before = orders(&mut client);
        assert!(client.send("POST", "/orders?force_new=true", Some(&body)).network.lost);
        assert_eq!(orders(&mut client) - before, made, "{when}");
    }
}

#[test]
fn a_request_may_bring_its_own_fault() {
    let mut client = Client::new();
    let bearer = format!("Bearer {}", client.token);
    let mut send = |fail| {
        let request =
            Request { method: "GET", target: "/patients", authorization: Some(&bearer), now: NOON, ..Request::default() };
        client.sandbox.handle_failing(&request, Some(fail))
    };
    assert_eq!(send("500").status, 500);
    assert_eq!(send("latency=250").network.latency, 250);
    assert!(send("truncated").network.truncated);
    assert!(send("stalled after").network.headers);
    let page = send("html");
    assert!(page.body.starts_with("<!doctype html>") && page.headers[0].1.starts_with("text/html"));
    let drifted: Value = serde_json::from_str(&send("drifted").body).unwrap();
    assert_eq!((&drifted[0]["id"], &drifted[0]["added_by_a_newer_version"]), (&json!(7), &json!(true)));
    assert_eq!(send("nonsense").status, 422);
    assert_eq!(send("revoked").status, 401);
    assert_eq!(send("latency=1").status, 401, "the token is gone for good");
}

#[test]
fn a_list_may_move_while_it_is_read() {
    let mut client = Client::new();
    for _ in 0..10 {
        client.order(json!([]));
    }
    let first = client.get("/orders?page_size=5");
    client.control("fail", json!({ "operation": "orders.list", "moved": true })).unwrap();
    let second = client.get("/orders?page_size=5&page=2");
    assert_eq!(second[0]["id"], first[4]["id"], "one came in at the top");
}

#[test]
fn faults_are_listed_and_healed() {
    let mut client = Client::new();
    let id = client.control("fail", json!({ "status": 500, "times": 2 })).unwrap()["id"].clone();
    assert_eq!(client.send("GET", "/orders", None).status, 500);
    let listed = client.control("faults", json!({})).unwrap();
    assert_eq!((&listed[0]["hits"], &listed[0]["left"]), (&json!(1), &json!(1)));
    client.control("heal", json!({ "id": id })).unwrap();
    assert_eq!(client.send("GET", "/orders", None).status, 200);
    assert!(client.control("fail", json!({ "operation": "orders.destroy", "status": 500 })).is_err());
}
