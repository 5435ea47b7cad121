//! Connections, bounded in their number and in how long one may hold on without being answered.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// How many connections the office holds, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Holding {
    /// How many at once; one more waits until another ends. An idle one holds some 10 KB, with HTTPS some 40 KB.
    pub connections_max: usize,
    /// For how long one is held on which nothing is said to the other side: it is idle, its request never ends, or nobody
    /// reads the answer.
    pub silent_ms_max: u64,
}

impl Default for Holding {
    fn default() -> Self {
        // A request takes 20 seconds at most, and browsers give up idle connections after a minute or two themselves.
        Self { connections_max: 16_384, silent_ms_max: 75_000 }
    }
}

/// Gives out connections of another listener as long as there is room.
#[derive(Debug)]
pub struct Connections<L> {
    listener: L,
    room: Arc<Semaphore>,
    silent_max: Duration,
}

/// The address that a connection comes from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// A connection that ends when nothing was said on it for too long.
#[derive(Debug)]
pub struct Held<Io> {
    io: Io,
    silent: Pin<Box<Sleep>>,
    silent_max: Duration,
    _room: Option<OwnedSemaphorePermit>,
}

impl<L> Connections<L> {
    /// The connections of `listener`, held so.
    pub fn of(listener: L, holding: Holding) -> Self {
        let silent_max = Duration::from_millis(holding.silent_ms_max);
        Self { listener, room: Arc::new(Semaphore::new(holding.connections_max)), silent_max }
    }
}

impl<L: Listener<Addr = SocketAddr>> Listener for Connections<L> {
    type Io = Held<L::Io>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        // It is never closed, so that there always is a permit.
        let room = Arc::clone(&self.room).acquire_owned().await.ok();
        let (io, address) = self.listener.accept().await;
        let silent = Box::pin(sleep(self.silent_max));
        (Held { io, silent, silent_max: self.silent_max, _room: room }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl<L: Listener<Addr = SocketAddr>> Connected<IncomingStream<'_, Connections<L>>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Connections<L>>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl<Io> Held<Io> {
    /// Fails once it was silent for too long.
    fn poll_silent<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        ready!(self.silent.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn written(&mut self, written: Poll<io::Result<usize>>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(written) => {
                self.silent.as_mut().reset(Instant::now() + self.silent_max);
                Poll::Ready(written)
            }
            Poll::Pending => self.poll_silent(context),
        }
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Held<Io> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.io).poll_read(context, buffer) {
            // What trickles in byte by byte is no reason to wait longer.
            Poll::Pending => self.poll_silent(context),
            read @ Poll::Ready(_) => read,
        }
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Held<Io> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(context, bytes);
        self.written(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(context, bytes);
        self.written(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.io).poll_flush(context) {
            Poll::Pending => self.poll_silent(context),
            flushed @ Poll::Ready(_) => flushed,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.io).poll_shutdown(context) {
            Poll::Pending => self.poll_silent(context),
            ended @ Poll::Ready(_) => ended,
        }
    }
}
