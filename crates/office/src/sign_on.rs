//! Signing in with the account that a city's staff have elsewhere: OpenID Connect Core 1.0, the authorization code flow with
//! PKCE (RFC 7636). Who somebody is, is asked there; what they may do is kept here.

mod fetch;
mod identity;

use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthPrompt, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreResponseType,
};
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, TokenResponse,
};
use tokio::sync::Mutex;

use crate::device::Secret;
use fetch::Fetch;
pub use fetch::FetchError;
pub use identity::{Claim, NotASignOnId, SignOnId};

/// How long what a provider says of itself is believed: its keys change now and then.
const KNOWN_S: u64 = 600;

/// What the office was told of a provider of accounts.
#[derive(Debug, Clone)]
pub struct SignOnSettings {
    /// Where it is, as it writes itself.
    pub issuer: String,
    /// As what it knows the office.
    pub client: String,
    /// By what it knows that it is the office, where it asks for that.
    pub secret: Option<String>,
    /// What it says of somebody by which their account here is found.
    pub claim: Claim,
    /// What it is asked for besides who somebody is.
    pub scopes: Vec<String>,
}

/// A provider of accounts.
#[derive(Debug)]
pub struct SignOn {
    settings: SignOnSettings,
    issuer: IssuerUrl,
    fetch: Fetch,
    known: Mutex<Option<(Instant, CoreProviderMetadata)>>,
}

/// Why nobody can be signed in by way of a provider.
#[derive(Debug, thiserror::Error)]
pub enum SignOnError {
    /// Its address is none, or not one that can be trusted.
    #[error("\"{0}\" is no provider of accounts: write the address of its issuer, which begins with https://")]
    NotAnIssuer(String),
    /// It does not answer, or not as a provider does.
    #[error("the provider of accounts cannot be asked: {0}")]
    Unreachable(String),
    /// It does not accept what the browser brought back from it.
    #[error("the provider of accounts did not accept the code: {0}")]
    Refused(String),
    /// What it says was not said by it, not to this office, or not now.
    #[error("what the provider of accounts says of somebody does not hold: {0}")]
    Untrue(String),
    /// It does not say by what the account is found.
    #[error(
        "the provider of accounts says no \"{0}\" of somebody: choose another with --sign-on-claim, or ask for it with --sign-on-scope"
    )]
    Unnamed(Claim),
}

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet, EndpointMaybeSet>;

impl SignOn {
    /// The provider that is told of. It is asked when somebody comes, not before.
    pub fn new(settings: SignOnSettings) -> Result<Self, SignOnError> {
        let not_one = || SignOnError::NotAnIssuer(settings.issuer.clone());
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| not_one())?;
        if !is_private(issuer.url()) {
            return Err(not_one());
        }
        Ok(Self { fetch: Fetch::new()?, issuer, settings, known: Mutex::default() })
    }

    /// Where a browser goes that holds `secret`, and which is to come back to `back`. With `anew`, somebody who has signed in
    /// there before does it once more.
    pub async fn way_in(&self, back: &str, secret: &Secret, anew: bool) -> Result<String, SignOnError> {
        let client = self.client(back).await?;
        let (state, nonce) = (state_of(secret), nonce_of(secret));
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut asked = client.authorize_url(flow, move || CsrfToken::new(state), move || nonce);
        for scope in &self.settings.scopes {
            asked = asked.add_scope(Scope::new(scope.clone()));
        }
        if anew {
            asked = asked.add_prompt(CoreAuthPrompt::Login);
        }
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier_of(secret));
        let (address, _, _) = asked.set_pkce_challenge(challenge).url();
        Ok(address.into())
    }

    /// Who somebody is that came back to `back` with `code`, in the browser that holds `secret`.
    pub async fn who(&self, back: &str, secret: &Secret, code: &str) -> Result<SignOnId, SignOnError> {
        let client = self.client(back).await?;
        let asked = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let answer = asked.set_pkce_verifier(verifier_of(secret)).request_async(&self.fetch).await;
        let answer = answer.map_err(|error| refused(&error))?;
        let token = answer.id_token().ok_or_else(|| SignOnError::Untrue("no ID token came".to_owned()))?;
        let nonce = nonce_of(secret);
        let holds = match holds(&client, token, &nonce) {
            // Its keys were changed since it was asked.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                *self.known.lock().await = None;
                holds(&self.client(back).await?, token, &nonce)
            }
            otherwise => otherwise,
        };
        holds.map_err(|error| SignOnError::Untrue(told(&error)))?;
        let claim = &self.settings.claim;
        claim.said_in(&token.to_string()).ok_or_else(|| SignOnError::Unnamed(claim.clone()))
    }

    /// By what the office speaks with the provider.
    async fn client(&self, back: &str) -> Result<Client, SignOnError> {
        let provider = self.provider().await?;
        let strange = |what: &str| SignOnError::Unreachable(what.to_owned());
        let token_url = provider.token_endpoint().cloned().ok_or_else(|| strange("it names no token endpoint"))?;
        let methods = provider.token_endpoint_auth_methods_supported().cloned();
        let back =
            RedirectUrl::new(back.to_owned()).map_err(|_| strange("the office has no address to come back to"))?;
        let id = ClientId::new(self.settings.client.clone());
        let secret = self.settings.secret.clone().map(ClientSecret::new);
        let client = CoreClient::from_provider_metadata(provider, id, secret).set_token_uri(token_url);
        // Without a list it is the header (OpenID Connect Discovery 1.0, section 3).
        let in_header = methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let auth = if in_header { AuthType::BasicAuth } else { AuthType::RequestBody };
        Ok(client.set_auth_type(auth).set_redirect_uri(back))
    }

    /// What the provider says of itself.
    async fn provider(&self) -> Result<CoreProviderMetadata, SignOnError> {
        if let Some((since, provider)) = &*self.known.lock().await
            && since.elapsed() < Duration::from_secs(KNOWN_S)
        {
            return Ok(provider.clone());
        }
        // Nobody waits here for anybody else: a provider that does not answer would keep all in a line.
        let provider = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.fetch).await;
        let provider = provider.map_err(|error| unreachable(&error))?;
        *self.known.lock().await = Some((Instant::now(), provider.clone()));
        Ok(provider)
    }
}

/// Whether `token` was said by the provider, to this office, now, and for this browser.
fn holds(client: &Client, token: &CoreIdToken, nonce: &Nonce) -> Result<(), ClaimsVerificationError> {
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNED_BY);
    token.claims(&verifier, nonce).map(drop)
}

/// Signatures that only the provider can make: with those by the client's secret, whoever has it could say anything.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Whether nobody on the way can change what is said there.
fn is_private(url: &openidconnect::url::Url) -> bool {
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

/// What comes back with the browser, and which no other browser has.
pub fn state_of(secret: &Secret) -> String {
    secret.token("sign-on state")
}

fn nonce_of(secret: &Secret) -> Nonce {
    Nonce::new(secret.token("sign-on nonce"))
}

fn verifier_of(secret: &Secret) -> PkceCodeVerifier {
    PkceCodeVerifier::new(secret.token("sign-on verifier"))
}

fn unreachable(error: &DiscoveryError<FetchError>) -> SignOnError {
    SignOnError::Unreachable(told(error))
}

fn refused<T>(error: &RequestTokenError<FetchError, T>) -> SignOnError
where
    T: openidconnect::ErrorResponse + std::fmt::Display + 'static,
{
    match error {
        RequestTokenError::ServerResponse(said) => SignOnError::Refused(said.to_string()),
        RequestTokenError::Request(_) | RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            SignOnError::Unreachable(told(error))
        }
    }
}

/// An error with what it comes from.
fn told(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        told = format!("{told}: {error}");
        source = error.source();
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(issuer: &str) -> SignOnSettings {
        SignOnSettings {
            issuer: issuer.to_owned(),
            client: "koe".to_owned(),
            secret: None,
            claim: Claim::default(),
            scopes: Vec::new(),
        }
    }

    #[test]
    fn a_provider_is_asked_over_https_or_on_this_machine() {
        for good in ["https://id.example.jp", "https://id.example.jp/realms/city", "http://127.0.0.1:8080"] {
            assert!(SignOn::new(settings(good)).is_ok(), "{good}");
        }
        for bad in ["", "id.example.jp", "http://id.example.jp", "http://localhost.example.jp", "ftp://127.0.0.1"] {
            assert!(matches!(SignOn::new(settings(bad)), Err(SignOnError::NotAnIssuer(_))), "{bad}");
        }
    }

    #[test]
    fn what_a_browser_carries_tells_nothing_of_what_the_provider_is_told() {
        let secret = Secret::make().unwrap();
        let (state, nonce, verifier) = (state_of(&secret), nonce_of(&secret), verifier_of(&secret));
        assert!(state != *nonce.secret() && state != *verifier.secret() && nonce.secret() != verifier.secret());
        // RFC 7636, section 4.1: 43 to 128 of the characters that need no escape.
        assert_eq!(verifier.secret().len(), 43);
        assert_ne!(state, state_of(&Secret::make().unwrap()));
    }
}
