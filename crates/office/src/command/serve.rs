//! `koe-office serve`

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::uri::Scheme;
use axum::serve::Listener;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_rustls::rustls::ServerConfig;

use super::CommandError;
use super::place::{ContentFolder, Database};
use super::sign_on::Provider;
use crate::connection::{Connections, Holding, Peer};
use crate::content::{Interface, Tongue};
use crate::http::{AddressLimit, Limits, Office, Pace, PublicOrigin, Reached, Site};
use crate::network::Network;
use crate::retention::tidy_hourly;
use crate::store::{Store, StoreError};
use crate::tls::{TlsListener, TlsPair};

/// Shows surveys and takes responses in
///
/// The first line printed is the address it listens on. It stops on SIGTERM or Ctrl-C, after finishing what is under way.
/// With --tls-cert and --tls-key it speaks HTTPS, and on SIGHUP it reads both files again, for a certificate that was renewed.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: koe-office serve --port 8080 --site dist --content content --database sqlite:data/koe.db \
                  --public-origin https://ank.example.jp\n\
                  Example: koe-office serve --host 0.0.0.0 --port 8443 --tls-cert office.crt --tls-key office.key"
)]
pub(super) struct Serve {
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; 0.0.0.0 for every network this machine is on
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// The folder of the built page
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    site: PathBuf,
    /// Where people reach the office, for links as social networks show them; without, what each request says
    #[arg(long, value_name = "https://HOST")]
    public_origin: Option<PublicOrigin>,
    /// Speak HTTPS, with the certificates in this file (PEM, the office's own first)
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the first of them (PEM, without a passphrase)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// The folder of publications, each in a folder named by its survey, for surveys whose results are public
    #[arg(long, value_name = "FOLDER", default_value = "results")]
    results: PathBuf,
    /// A proxy in front of the office, by its address or network such as 10.0.0.0/8; may be given several times. Only what
    /// comes from there is believed where it says, in X-Forwarded-For or Forwarded, from which address a request is
    #[arg(long, value_name = "NETWORK")]
    trusted_proxy: Vec<Network>,
    /// How many requests a second one address may send in the long run; ten times as many may come at once
    #[arg(long, value_name = "NUMBER", default_value_t = Pace::default().a_second)]
    requests_a_second: u32,
    #[command(flatten)]
    provider: Provider,
    #[command(flatten)]
    content: ContentFolder,
    #[command(flatten)]
    database: Database,
}

/// How long requests under way may take to finish after the office was told to stop: a little longer than any may take.
const FINISH_S_MAX: u64 = 25;

impl Serve {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        log_to_stderr();
        let tls = self.tls()?;
        let interface =
            Interface::load(&self.content.content).map_err(|problem| CommandError::Interface(problem.line(tongue)))?;
        let site = Site::read(&self.site)?.with_results(Some(self.results.clone()));
        let site = site.with_content(Some(self.content.content.clone()));
        let site = site.with_sign_on(self.provider.get()?);
        let listener = self.listen().await?;
        let store = self.database.open_or_create().await?;
        let served = self.serve(&store, interface, site, Door { listener, tls }).await;
        // Closing moves the write-ahead log into the one file that is backed up.
        store.close().await;
        served.map(|()| ExitCode::SUCCESS)
    }

    async fn listen(&self) -> Result<TcpListener, CommandError> {
        let address = SocketAddr::new(self.host, self.port);
        TcpListener::bind(address).await.map_err(|error| {
            if error.kind() == std::io::ErrorKind::AddrInUse {
                CommandError::PortInUse(address)
            } else {
                CommandError::CannotListen { address, error }
            }
        })
    }

    fn address_limit(&self) -> AddressLimit {
        let pace = Pace { a_second: self.requests_a_second, at_once: self.requests_a_second.saturating_mul(10) };
        AddressLimit::new(pace, self.trusted_proxy.clone(), Instant::now())
    }

    /// What HTTPS is spoken with, if it is to be.
    fn tls(&self) -> Result<Option<watch::Receiver<Arc<ServerConfig>>>, CommandError> {
        let (certificate, key) = match (self.tls_cert.clone(), self.tls_key.clone()) {
            (Some(certificate), Some(key)) => (certificate, key),
            (None, None) => return Ok(None),
            _ => return Err(CommandError::HalfTls),
        };
        let pair = TlsPair { certificate, key };
        let (renewed, tls) = watch::channel(pair.read()?);
        renew_on_hangup(pair, renewed)?;
        Ok(Some(tls))
    }

    async fn serve(&self, store: &Store, interface: Interface, site: Site, door: Door) -> Result<(), CommandError> {
        match store.is_writable().await {
            // With a full disk the office still shows surveys, and says 507 to those who send.
            Err(error @ StoreError::Full) => tracing::error!(error = %error, "started without room"),
            otherwise => otherwise?,
        }
        let reached = self.public_origin.clone().map_or_else(|| Reached::AsAsked(door.scheme()), Reached::At);
        let office = Office::new(store.clone(), interface, site, reached, Limits::default()).await?;
        announce(store, &door.scheme(), door.listener.local_addr()?).await?;
        let warming = Arc::clone(&office);
        tokio::spawn(async move {
            if let Err(error) = warming.warm().await {
                tracing::error!(error = %error, "a survey cannot be given out");
            }
        });
        let tidying = tokio::spawn(tidy_hourly(store.clone()));
        let stop = stop_signal()?;
        let router = self.address_limit().counted_by(&office).in_front_of(office.router());
        let done = match door.tls {
            None => until_stopped(door.listener, router, stop).await,
            Some(tls) => until_stopped(TlsListener::new(door.listener, tls), router, stop).await,
        };
        tidying.abort();
        done
    }
}

/// Where people come in.
struct Door {
    listener: TcpListener,
    /// What HTTPS is spoken with, if it is.
    tls: Option<watch::Receiver<Arc<ServerConfig>>>,
}

impl Door {
    fn scheme(&self) -> Scheme {
        if self.tls.is_some() { Scheme::HTTPS } else { Scheme::HTTP }
    }
}

async fn until_stopped(
    listener: impl Listener<Addr = SocketAddr>,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> Result<(), CommandError> {
    let mut told = stop.clone();
    let router = router.into_make_service_with_connect_info::<Peer>();
    let connections = Connections::of(listener, Holding::default());
    let server = axum::serve(connections, router).with_graceful_shutdown(async move { wait_for(&mut told).await });
    let overdue = async {
        wait_for(&mut stop).await;
        tracing::info!("stopping");
        tokio::time::sleep(Duration::from_secs(FINISH_S_MAX)).await;
        tracing::warn!("gave up on requests that would not finish");
    };
    tokio::select! {
        done = server => done?,
        () = overdue => {}
    }
    Ok(())
}

/// Reads `pair` again whenever the process is told that something was renewed; one that is of no use changes nothing.
fn renew_on_hangup(pair: TlsPair, renewed: watch::Sender<Arc<ServerConfig>>) -> Result<(), CommandError> {
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            match pair.read() {
                Ok(config) => {
                    renewed.send_replace(config);
                    tracing::info!("the certificate was read again");
                }
                Err(error) => tracing::error!(error = %error, "the certificate stays as it was"),
            }
        }
    });
    Ok(())
}

/// Tells programs and people where the office is.
async fn announce(store: &Store, scheme: &Scheme, address: SocketAddr) -> Result<(), CommandError> {
    let mut lines = format!("listening on {scheme}://{address}\n");
    let host = if address.ip().is_loopback() { "localhost".to_owned() } else { address.ip().to_string() };
    for standing in store.standings().await? {
        let line = format!("{scheme}://{host}:{}/s/{} {}\n", address.port(), standing.survey, standing.state.as_str());
        lines.push_str(&line);
    }
    let mut out = std::io::stdout().lock();
    out.write_all(lines.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Becomes true when the process is told to stop.
fn stop_signal() -> Result<watch::Receiver<bool>, CommandError> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (stop, told) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = stop.send(true);
    });
    Ok(told)
}

async fn wait_for(told: &mut watch::Receiver<bool>) {
    // Without a sender nobody can tell us to stop any more, which is as good as being told.
    let _ = told.wait_for(|stop| *stop).await;
}

fn log_to_stderr() {
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(tracing::Level::INFO)
        .with_writer(std::io::stderr)
        .with_target(false)
        .finish();
    // A second subscriber can only be one that a test has set.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
