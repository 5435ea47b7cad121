//! The certificate and the key with which the office shows that it is itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{Error, ServerConfig};

/// Where a certificate and its key lie, both in PEM.
#[derive(Debug, Clone)]
pub struct TlsPair {
    /// The certificate of the office, followed by those that lead from it to one that browsers know.
    pub certificate: PathBuf,
    /// The private key of the first certificate, without a passphrase.
    pub key: PathBuf,
}

/// Why the office cannot speak HTTPS with a pair.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{} cannot be read ({error}): name another file with {option}, or let this user read it", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// The option that named it.
        option: &'static str,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file is begun in PEM and does not go on so. What stands in it is told to nobody: it may be a key.
    #[error("{} is cut off or damaged: copy it anew, or name another file with {option}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// The option that named it.
        option: &'static str,
    },
    /// A file holds no certificate.
    #[error(
        "{} holds no certificate in PEM: name a file with the lines -----BEGIN CERTIFICATE----- with --tls-cert",
        .0.display()
    )]
    NoCertificate(PathBuf),
    /// A file holds no key, or one that needs a passphrase.
    #[error(
        "{} holds no private key in PEM that opens without a passphrase: name the file of one with --tls-key",
        .0.display()
    )]
    NoKey(PathBuf),
    /// The key is that of another certificate.
    #[error(
        "the key in {} is not that of the first certificate in {}: name two files that belong together",
        .0.key.display(), .0.certificate.display()
    )]
    OtherKey(TlsPair),
    /// What the files hold is of no use.
    #[error(
        "{} and {} cannot be used ({error}): make a key and an X.509 certificate of version 3 anew",
        pair.certificate.display(), pair.key.display()
    )]
    Unusable {
        /// Which files.
        pair: TlsPair,
        /// What is wrong with what they hold.
        error: Error,
    },
}

impl TlsPair {
    /// Reads both files as they are now.
    pub(crate) fn read(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let option = "--tls-cert";
        let certificates = CertificateDer::pem_slice_iter(&bytes_of(&self.certificate, option)?)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| TlsError::Damaged { path: self.certificate.clone(), option })?;
        if certificates.is_empty() {
            return Err(TlsError::NoCertificate(self.certificate.clone()));
        }
        let key = self.key()?;
        config(certificates, key).map_err(|error| {
            if matches!(error, Error::InconsistentKeys(_)) {
                TlsError::OtherKey(self.clone())
            } else {
                TlsError::Unusable { pair: self.clone(), error }
            }
        })
    }

    fn key(&self) -> Result<PrivateKeyDer<'static>, TlsError> {
        let option = "--tls-key";
        PrivateKeyDer::from_pem_slice(&bytes_of(&self.key, option)?).map_err(|error| {
            if matches!(error, pem::Error::NoItemsFound) {
                TlsError::NoKey(self.key.clone())
            } else {
                TlsError::Damaged { path: self.key.clone(), option }
            }
        })
    }
}

fn config(certificates: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<Arc<ServerConfig>, Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn bytes_of(path: &Path, option: &'static str) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|error| TlsError::Unreadable { path: path.to_owned(), option, error })
}
