//! A provider of accounts that says whatever it is told to, true or not.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use hmac::{Hmac, Mac};
use office::sign_on::SignOnSettings;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use rcgen::{KeyPair, PKCS_ED25519};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

pub(super) const CLIENT: &str = "koe";
pub(super) const SECRET: &str = "a secret: of the office";

/// How what it says is not so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lie {
    OtherKey,
    SignedWithSecret,
    Unsigned,
    ForOther,
    ByOther,
    LongAgo,
    OtherNonce,
    NoToken,
    Junk,
}

impl Lie {
    pub(super) const ALL: [Self; 9] = [
        Self::OtherKey,
        Self::SignedWithSecret,
        Self::Unsigned,
        Self::ForOther,
        Self::ByOther,
        Self::LongAgo,
        Self::OtherNonce,
        Self::NoToken,
        Self::Junk,
    ];
}

#[derive(Debug, Default)]
struct Told {
    /// What was asked for when somebody set out: the parts of the address.
    asked: HashMap<String, String>,
    claims: Value,
    lie: Option<Lie>,
    pem: String,
    /// How often its keys were asked for.
    keys_asked: usize,
}

pub(super) struct Provider {
    pub(super) issuer: String,
    told: Arc<Mutex<Told>>,
}

type Shared = (String, Arc<Mutex<Told>>);

impl Provider {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let told = Arc::new(Mutex::new(Told { pem: new_pem(), ..Told::default() }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state((issuer.clone(), Arc::clone(&told)));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, told }
    }

    pub(super) fn settings(&self) -> SignOnSettings {
        SignOnSettings {
            issuer: self.issuer.clone(),
            client: CLIENT.to_owned(),
            secret: Some(SECRET.to_owned()),
            claim: "employee".parse().unwrap(),
            scopes: vec!["profile".to_owned()],
        }
    }

    /// Somebody was sent to it with `asked`, and it says `claims` of them. What it leads the browser back with.
    pub(super) fn knows(&self, asked: &str, claims: Value, lie: Option<Lie>) -> String {
        let (_, query) = asked.split_once('?').unwrap();
        let mut told = self.told.lock().unwrap();
        told.asked = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        (told.claims, told.lie) = (claims, lie);
        format!("code=c0de&state={}", told.asked["state"])
    }

    pub(super) fn asked(&self, name: &str) -> Option<String> {
        self.told.lock().unwrap().asked.get(name).cloned()
    }

    pub(super) fn changes_its_key(&self) {
        self.told.lock().unwrap().pem = new_pem();
    }

    pub(super) fn keys_asked(&self) -> usize {
        self.told.lock().unwrap().keys_asked
    }
}

fn new_pem() -> String {
    KeyPair::generate_for(&PKCS_ED25519).unwrap().serialize_pem()
}

/// The key of that PEM, named by it, so that another one is seen to be another.
fn key(pem: &str) -> (String, CoreEdDsaPrivateSigningKey) {
    let id = format!("{:x}", Sha256::digest(pem));
    let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, Some(JsonWebKeyId::new(id.clone()))).unwrap();
    (id, key)
}

fn json_of(value: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

async fn metadata(State((issuer, _)): State<Shared>) -> Response {
    json_of(&json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    }))
}

async fn keys(State((_, told)): State<Shared>) -> Response {
    let mut told = told.lock().unwrap();
    told.keys_asked += 1;
    let set = CoreJsonWebKeySet::new(vec![key(&told.pem).1.as_verification_key()]);
    json_of(&serde_json::to_value(set).unwrap())
}

async fn token(State((issuer, told)): State<Shared>, headers: HeaderMap, sent: String) -> Response {
    let sent: HashMap<String, String> = form_urlencoded::parse(sent.as_bytes()).into_owned().collect();
    let told = told.lock().unwrap();
    let verifier = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&sent["code_verifier"]));
    let escaped: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT}:{escaped}")));
    assert_eq!(headers["authorization"], basic, "the office says that it is the office");
    assert_eq!((sent["code"].as_str(), &verifier), ("c0de", &told.asked["code_challenge"]));
    assert_eq!(sent["redirect_uri"], told.asked["redirect_uri"]);
    let mut answer = json!({ "access_token": "unused", "token_type": "Bearer" });
    match told.lie {
        Some(Lie::Junk) => answer = json!([]),
        Some(Lie::NoToken) => {}
        lie => answer["id_token"] = signed(&told, &payload(&told, &issuer), lie).into(),
    }
    json_of(&answer)
}

fn payload(told: &Told, issuer: &str) -> Value {
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut payload = told.claims.clone();
    payload["iss"] = if told.lie == Some(Lie::ByOther) { "https://id.example.jp" } else { issuer }.into();
    payload["aud"] = if told.lie == Some(Lie::ForOther) { "another" } else { CLIENT }.into();
    payload["exp"] = if told.lie == Some(Lie::LongAgo) { now_s - 1_000 } else { now_s + 300 }.into();
    payload["iat"] = now_s.into();
    let nonce = &told.asked["nonce"];
    payload["nonce"] = if told.lie == Some(Lie::OtherNonce) { "another" } else { nonce }.into();
    payload
}

fn signed(told: &Told, payload: &Value, lie: Option<Lie>) -> String {
    let pem = if lie == Some(Lie::OtherKey) { new_pem() } else { told.pem.clone() };
    let (_, key) = key(&pem);
    // A forger says of a key that it is the one that is published.
    let id = self::key(&told.pem).0;
    let alg = match lie {
        Some(Lie::SignedWithSecret) => "HS256",
        Some(Lie::Unsigned) => "none",
        _ => "EdDSA",
    };
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&json!({ "alg": alg, "kid": id })), part(payload));
    let signature = match lie {
        Some(Lie::SignedWithSecret) => {
            let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(SECRET.as_bytes()).unwrap();
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        Some(Lie::Unsigned) => Vec::new(),
        _ => key.sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).unwrap(),
    };
    format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}
