//! What `koe-office serve` is told of a provider of accounts.

use std::path::PathBuf;

use clap::Args;

use super::CommandError;
use crate::sign_on::{Claim, SignOn, SignOnSettings};

/// A provider of accounts (OpenID Connect), with which staff may sign in.
#[derive(Debug, Args)]
pub(super) struct Provider {
    /// Let staff sign in with the accounts of this provider (OpenID Connect), named as it names itself
    #[arg(
        id = "sign_on_issuer",
        long = "sign-on-issuer",
        value_name = "https://HOST/PATH",
        requires = "sign_on_client"
    )]
    issuer: Option<String>,
    /// As what the provider knows the office (client id). It sends people back to /office/sign-on/back
    #[arg(id = "sign_on_client", long = "sign-on-client", value_name = "ID", requires = "sign_on_issuer")]
    client: Option<String>,
    /// A file with the secret by which the provider knows that it is the office; without, it asks for none
    #[arg(id = "sign_on_secret_file", long = "sign-on-secret-file", value_name = "FILE", requires = "sign_on_issuer")]
    secret_file: Option<PathBuf>,
    /// What the provider says of somebody by which their account is found: sub, or another claim of its ID token
    #[arg(id = "sign_on_claim", long = "sign-on-claim", value_name = "CLAIM", default_value_t)]
    claim: Claim,
    /// What the provider is asked for besides openid, so that it says that; may be given several times
    #[arg(id = "sign_on_scope", long = "sign-on-scope", value_name = "SCOPE")]
    scope: Vec<String>,
}

impl Provider {
    /// The provider, if there is to be one.
    pub(super) fn get(&self) -> Result<Option<SignOn>, CommandError> {
        let (issuer, client) = match (&self.issuer, &self.client) {
            (Some(issuer), Some(client)) => (issuer.clone(), client.clone()),
            (None, None) => return Ok(None),
            _ => return Err(CommandError::HalfSignOn),
        };
        let settings = SignOnSettings {
            issuer,
            client,
            secret: self.secret()?,
            claim: self.claim.clone(),
            scopes: self.scope.clone(),
        };
        Ok(Some(SignOn::new(settings)?))
    }

    fn secret(&self) -> Result<Option<String>, CommandError> {
        let Some(path) = &self.secret_file else { return Ok(None) };
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|error| CommandError::SignOnSecret { path: path.clone(), error })?;
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }
}
