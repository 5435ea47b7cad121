//! Connections over which HTTPS is spoken.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

/// How long a client may take to agree on a connection: some six exchanges over a line that needs a second for each.
const HANDSHAKE_S_MAX: u64 = 10;

/// How many may be agreeing at once, each holding a few KB. One more ends the oldest of them: a client that means it is
/// done within a second, so that those who only hold on are in nobody's way.
const HANDSHAKES_MAX: usize = 256;

type Agreed = Option<(TlsStream<TcpStream>, SocketAddr)>;

/// Gives out connections once both sides have agreed on their keys.
pub(crate) struct TlsListener {
    tcp: TcpListener,
    config: watch::Receiver<Arc<ServerConfig>>,
    handshakes: JoinSet<Agreed>,
    /// Those under way, the oldest first.
    begun: VecDeque<AbortHandle>,
}

impl TlsListener {
    /// Speaks HTTPS on `tcp`, on each connection with what `config` holds when it comes.
    pub(crate) fn new(tcp: TcpListener, config: watch::Receiver<Arc<ServerConfig>>) -> Self {
        Self { tcp, config, handshakes: JoinSet::new(), begun: VecDeque::new() }
    }

    fn begin(&mut self, stream: TcpStream, address: SocketAddr) {
        self.begun.retain(|handshake| !handshake.is_finished());
        if self.begun.len() >= HANDSHAKES_MAX
            && let Some(oldest) = self.begun.pop_front()
        {
            oldest.abort();
        }
        let acceptor = TlsAcceptor::from(Arc::clone(&self.config.borrow()));
        self.begun.push_back(self.handshakes.spawn(agree(acceptor, stream, address)));
    }
}

async fn agree(acceptor: TlsAcceptor, stream: TcpStream, address: SocketAddr) -> Agreed {
    // The last message of a handshake is small, and what is answered would wait behind it until it has arrived.
    let agreed = stream.set_nodelay(true).map(|()| acceptor.accept(stream));
    let agreed = match agreed {
        Ok(agreed) => tokio::time::timeout(Duration::from_secs(HANDSHAKE_S_MAX), agreed).await,
        Err(error) => Ok(Err(error)),
    };
    let error = match agreed {
        Ok(Ok(stream)) => return Some((stream, address)),
        Ok(Err(error)) => error,
        Err(_) => io::ErrorKind::TimedOut.into(),
    };
    // A tablet that does not trust the certificate says so here and nowhere else.
    tracing::info!(error = %error, "no HTTPS with a client");
    None
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            tokio::select! {
                (stream, address) = Listener::accept(&mut self.tcp) => self.begin(stream, address),
                Some(agreed) = self.handshakes.join_next() => {
                    // Of one that was aborted there is nothing to give out, nor of one that failed.
                    if let Ok(Some(agreed)) = agreed {
                        return agreed;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}
