//! The contract as programs read it, and what operators watch.

use std::collections::{BTreeMap, BTreeSet};

use office::http::Limits;
use serde_json::{Value, json};

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
    for (path, methods) in document["paths"].as_object().unwrap() {
        let address = path.replace("{survey}", VISITORS).replace("{id}", "x").replace("{schema}", "survey.json");
        let address = address.replace("{language}", "ja").replace("{file}", "none.csv");
        // Nothing is published here.
        let may_be_absent = path.starts_with("/results/{survey}/");
        for method in methods.as_object().unwrap().keys() {
            let answer = office.client.send(&method.to_uppercase(), &address, &[], "").await;
            let is_absent = matches!(answer.status.as_u16(), 404 | 405);
            assert!(!is_absent || may_be_absent, "{method} {path}: {}", answer.status);
            let status = answer.status.as_u16().to_string();
            assert!(
                methods[method]["responses"].get(&status).is_some(),
                "{method} {path} gives an undescribed {status}"
            );
        }
    }
}

/// The methods of each address that a router answers to, as it shows itself.
fn served(router: &axum::Router) -> BTreeMap<String, BTreeSet<String>> {
    let shown = format!("{router:?}");
    let (shown, _) = shown.split_once("fallback_router").unwrap();
    let parts = || shown.split("RouteId(").skip(1).filter_map(|part| part.split_once("): "));
    let quoted = |text: &str| text.split('"').nth(1).unwrap().to_owned();
    let methods: BTreeMap<&str, String> =
        parts().filter_map(|(id, route)| Some((id, quoted(route.split_once("allow_header: Bytes(b")?.1)))).collect();
    let paths = parts().filter(|(_, route)| route.starts_with('"'));
    paths.map(|(id, path)| (quoted(path), methods[id].split(',').map(str::to_lowercase).collect())).collect()
}

#[tokio::test]
async fn what_is_served_is_described_and_nothing_else() {
    let office = TestOffice::start().await;
    let mut served = served(&office.router(Limits::default()).await);
    // The desk is for people alone.
    served.retain(|path, _| path != "/office" && !path.starts_with("/office/"));
    let served: BTreeMap<String, BTreeSet<String>> =
        served.into_iter().map(|(path, methods)| (path.replace("{*", "{"), methods)).collect();
    let document = office.client.get("/openapi.json").await.json();
    let described = document["paths"].as_object().unwrap().iter().map(|(path, methods)| {
        let mut methods: BTreeSet<String> = methods.as_object().unwrap().keys().cloned().collect();
        if methods.contains("get") {
            methods.insert("head".to_owned());
        }
        (path.clone(), methods)
    });
    assert_eq!(served, described.collect());
    assert!(served.contains_key("/s/{survey}/paper"), "{served:?}");
}

/// Every `$ref` in `json` that leads into the document itself.
fn names_in<'a>(json: &'a Value, names: &mut BTreeSet<&'a str>) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| names_in(item, names)),
        Value::Object(fields) => {
            names.extend(fields.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#')));
            fields.values().for_each(|field| names_in(field, names));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn every_form_that_the_document_names_is_in_it() {
    let office = TestOffice::start().await;
    let document = office.client.get("/openapi.json").await.json();
    let mut names = BTreeSet::new();
    names_in(&document, &mut names);
    assert!(names.len() > 10, "{names:?}");
    for name in &names {
        assert!(document.pointer(name).is_some(), "{name}");
    }
    for schema in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(names.contains(format!("/components/schemas/{schema}").as_str()), "nothing is a {schema}");
    }
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
