//! The contract as programs read it, and what operators watch.

use std::collections::BTreeSet;

use serde_json::json;

use crate::office::{TestOffice, VISITORS};

#[tokio::test]
async fn the_schemas_are_those_of_the_rules() {
    let office = TestOffice::start().await;
    for (name, schema) in [
        ("questionnaire", questionnaire::schema::questionnaire()),
        ("survey", questionnaire::schema::survey()),
        ("response", questionnaire::schema::response()),
    ] {
        let answer = office.client.get(&format!("/api/v1/schemas/{name}.json")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/schema+json"));
        assert_eq!(answer.json(), serde_json::to_value(schema).unwrap());
    }
}

#[tokio::test]
async fn every_address_that_is_described_is_there() {
    let office = TestOffice::start().await;
    let document = office.client.get("/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let address = path.replace("{survey}", VISITORS).replace("{id}", "x").replace("{schema}", "survey.json");
        let address = address.replace("{language}", "ja");
        for method in methods.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            let answer = office.client.send(&method.to_uppercase(), &address, &[], "").await;
            assert!(!matches!(answer.status.as_u16(), 404 | 405), "{method} {path}: {}", answer.status);
            let status = answer.status.as_u16().to_string();
            assert!(
                methods[method]["responses"].get(&status).is_some(),
                "{method} {path} gives an undescribed {status}"
            );
            described.insert(path.clone());
        }
    }
    assert_eq!(described.len(), 19);
}

#[tokio::test]
async fn the_described_problem_is_the_one_that_is_sent() {
    let office = TestOffice::start().await;
    let document = office.client.get("/openapi.json").await.json();
    let described: BTreeSet<_> =
        document["components"]["schemas"]["Problem"]["properties"].as_object().unwrap().keys().cloned().collect();
    let sent = office.client.get("/api/v1/surveys/none").await.json();
    assert_eq!(sent.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>(), described);
}

#[tokio::test]
async fn health_and_metrics_say_how_it_goes() {
    let office = TestOffice::start().await;
    assert_eq!(
        office.client.get("/api/v1/health").await.json(),
        json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })
    );
    let response = office.responses(VISITORS).await.number(1);
    for _ in 0..3 {
        office.client.put(&response).await;
    }
    let metrics = office.client.get("/metrics").await;
    assert_eq!(metrics.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert!(metrics.text().contains("koe_responses_total{outcome=\"rehearsal\"} 1\n"), "{}", metrics.text());
    assert!(metrics.text().contains("koe_responses_total{outcome=\"replayed\"} 2\n"));
    assert!(!metrics.text().contains(response["id"].as_str().unwrap()));
}
