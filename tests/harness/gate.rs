//! A gate on the way to an office, behind which the module waits until it is let through.

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::office::Office;

/// By which a request for the module is known.
const MODULE: &[u8] = b".wasm HTTP/1.1\r\n";

/// A gate on the way to an office. All comes through but the module.
pub(crate) struct Gate {
    port: u16,
    is_open: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Gate {
    /// A shut gate.
    pub(crate) async fn before(office: &Office) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a port");
        let port = listener.local_addr().expect("it has a number").port();
        let (is_open, watched) = watch::channel(false);
        let home = office.port();
        let task = tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                tokio::spawn(lead(caller, home, watched.clone()));
            }
        });
        Self { port, is_open, task }
    }

    /// The address of what the office has under this path.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Lets the module through.
    pub(crate) fn opens(&self) {
        // Where nobody has come yet, nobody listens.
        self.is_open.send_replace(true);
    }
}

/// Leads one connection to the office, a request of which may have to wait.
async fn lead(caller: TcpStream, home: u16, mut is_open: watch::Receiver<bool>) -> Option<()> {
    let office = TcpStream::connect(("127.0.0.1", home)).await.ok()?;
    let (mut from_office, mut to_office) = office.into_split();
    let (mut from_caller, mut to_caller) = caller.into_split();
    tokio::spawn(async move { copy(&mut from_office, &mut to_caller).await });
    let mut words = vec![0; 16 * 1024];
    loop {
        let length = from_caller.read(&mut words).await.ok().filter(|length| *length > 0)?;
        let said = words.get(..length)?;
        if said.windows(MODULE.len()).any(|part| part == MODULE) {
            is_open.wait_for(|open| *open).await.ok()?;
        }
        to_office.write_all(said).await.ok()?;
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}
