//! Somebody else's web server, whose pages a survey is put into.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::office::Office;

/// A style sheet as rude as they come.
const HOSTILE: &str = include_str!("hostile.css");
/// What only the frame around a survey needs, so that it is as wide with the rude sheet as without.
const PLAIN: &str = ".frame { display: block !important; margin: 0 auto !important; width: 600px !important; }";

/// Another origin than the office's: another host, and another port.
pub(crate) struct Host {
    port: u16,
    pages: Pages,
    task: JoinHandle<()>,
}

type Pages = Arc<Mutex<BTreeMap<String, Page>>>;

/// A page as its author wrote it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    /// What stands in its body.
    pub(crate) body: String,
    /// Its `Content-Security-Policy`, where it has one.
    pub(crate) policy: Option<String>,
    /// Whether its style sheet is the rude one.
    pub(crate) hostile: bool,
}

impl Host {
    /// A server without pages.
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a port");
        let port = listener.local_addr().expect("it has a number").port();
        let pages = Pages::default();
        let task = tokio::spawn(serve(listener, Arc::clone(&pages)));
        Self { port, pages, task }
    }

    /// The origin of its pages.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Puts a page up, and says where it is.
    pub(crate) fn shows(&self, path: &str, page: Page) -> String {
        self.pages.lock().expect("nobody broke down over the pages").insert(path.to_owned(), page);
        [&self.origin(), path].concat()
    }

    /// What the guide says that a page with a policy has to allow, where the page allows nothing else but its own
    /// style sheet.
    pub(crate) fn strict(&self, office: &Office) -> String {
        let (own, collector) = (self.origin(), office.at(""));
        format!(
            "default-src 'none'; style-src {own}/style.css; \
             script-src {collector} 'wasm-unsafe-eval'; connect-src {collector}"
        )
    }
}

impl Page {
    /// A page whose body says this.
    pub(crate) fn of(body: String) -> Self {
        Self { body, ..Self::default() }
    }

    /// The tag of the script and these elements.
    pub(crate) fn with(office: &Office, elements: &str) -> Self {
        let script = office.at("/koe.js");
        Self::of(format!("<script type=\"module\" src=\"{script}\"></script>{elements}"))
    }

    fn html(&self) -> String {
        let style = if self.hostile { "/style.css?hostile" } else { "/style.css" };
        format!(
            "<!doctype html><html lang=\"ja\"><meta charset=\"utf-8\"><title>Host</title>\
             <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"{style}\">\
             <body>{}</body></html>",
            self.body
        )
    }
}

async fn serve(listener: TcpListener, pages: Pages) {
    while let Ok((caller, _)) = listener.accept().await {
        let pages = Arc::clone(&pages);
        let answer = service_fn(move |request| {
            let response = answer(&pages, &request);
            async move { Ok::<_, Infallible>(response) }
        });
        // A browser that hangs up early is no fault of the page's.
        tokio::spawn(async move { drop(http1::Builder::new().serve_connection(TokioIo::new(caller), answer).await) });
    }
}

fn answer(pages: &Pages, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let pages = pages.lock().expect("nobody broke down over the pages");
    let (kind, body) = match (request.uri().path(), pages.get(request.uri().path())) {
        (_, Some(page)) => ("text/html; charset=utf-8", page.html()),
        ("/style.css", None) if request.uri().query().is_some() => ("text/css", [HOSTILE, PLAIN].concat()),
        ("/style.css", None) => ("text/css", PLAIN.to_owned()),
        (_, None) => ("text/plain", String::new()),
    };
    let found = !body.is_empty();
    let policy = pages.get(request.uri().path()).and_then(|page| page.policy.as_deref());
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = if found { StatusCode::OK } else { StatusCode::NO_CONTENT };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(policy) = policy {
        let policy = HeaderValue::from_str(policy).expect("a policy is a header");
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}
