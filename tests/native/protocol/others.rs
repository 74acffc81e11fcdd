//! What belongs to no machine: checks, orders, ids, pages.

use blend_sdk::client::EventCode;
use serde_json::json;

use super::seam::{Seam, number};

pub fn all(seam: &mut Seam) {
    let client = seam.client(json!({}));
    for (base, expected) in [("http://sandbox:4010", true), ("http://localhost:4010", false), ("https://x.example", false)] {
        let client = seam.client(json!({"baseURL": base, "allowInsecureHTTP": true}));
        assert_eq!(seam.tell(EventCode::DescribeAccount, json!({ "client": client }))["isPlainHTTP"], expected, "{base}");
    }

    let mut check = |args: serde_json::Value| {
        let payload = json!({"client": client, "operation": number("orders.list"), "args": args.to_string(), "options": "{}"});
        seam.tell(EventCode::CheckCall, payload)
    };
    assert_eq!(check(json!([{"page": "x"}]))["issues"][0]["path"], "page");
    assert_eq!(check(json!([{"status": "a new one"}]))["warnings"][0]["path"], "status");
    assert_eq!(check(json!([])), json!({"issues": [], "warnings": []}));

    let listed = seam.tell(EventCode::ListOrderActions, json!({"order": r#"{"status":"picked"}"#}));
    assert_eq!(listed.as_array().unwrap().len(), 10);
    assert!(listed.as_array().unwrap().contains(&json!({"action": "pause", "verdict": "refused", "basis": "documented"})));
    for (status, progress) in [("shipped", "reached"), ("cancelled", "missed"), ("received", "pending")] {
        assert_eq!(seam.tell(EventCode::OrderProgress, json!({"status": status, "wanted": "[\"picked\"]"})), progress);
    }
    assert_eq!(seam.tell(EventCode::AreBlendIds, json!({"ids": "[\"ORD1\",\"visit-1\"]"})), json!([true, false]));

    let pager = seam.tell(EventCode::OpenPager, json!({}));
    let turn = seam.tell(EventCode::TurnPage, json!({"pager": pager, "keys": "[1,2]", "total": 3, "pageSize": 2}));
    assert_eq!(turn, json!({"fresh": [true, true], "last": false, "stuck": false, "repeated": 0}));
    let turn = seam.tell(EventCode::TurnPage, json!({"pager": pager, "keys": "[2]", "total": null, "pageSize": 2}));
    assert_eq!(turn, json!({"fresh": [false], "last": false, "stuck": true, "repeated": 1}));
    let turn = seam.tell(EventCode::TurnPage, json!({"pager": pager, "keys": "[]", "total": null, "pageSize": 2}));
    assert_eq!(turn["last"], true);
    seam.tell(EventCode::ForgetPager, json!({ "pager": pager }));
}
