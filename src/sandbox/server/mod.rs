//! The server: a sandbox on a TCP port.

mod body;
mod host;
mod refusal;

use crate::sandbox::server::refusal::Refusal;
use crate::sandbox::service::Sandbox;
use crate::sandbox::state::seed::AUTH_PATH;
use crate::{Error, Result};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};

/// The number of connections that are served at once. Others wait until one of these ends.
const MAX_CONNECTIONS: usize = 256;

/// The size of the largest head of a request, in bytes.
const MAX_HEAD: usize = 64 << 10;

/// The time in which a head has to arrive. A connection that is idle for longer is closed.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);

/// The time after which a connection is accepted again if the system refused one.
const ACCEPT_DELAY: Duration = Duration::from_millis(100);

/// The time that the end waits for unfinished answers.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// Serves a sandbox over HTTP in its own thread, until it is dropped. Requests whose `Host` is not a
/// name of this machine are refused, so that no page in a browser reaches the sandbox.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server. Port 0 stands for any free port.
    ///
    /// # Errors
    /// If the address is in use or cannot be bound.
    pub fn start(sandbox: Arc<Sandbox>, address: SocketAddr) -> Result<Self> {
        Self::with_connections(sandbox, address, MAX_CONNECTIONS)
    }

    /// Starts a server that serves this many connections at once.
    pub(crate) fn with_connections(
        sandbox: Arc<Sandbox>,
        address: SocketAddr,
        connections: usize,
    ) -> Result<Self> {
        let failed = |error| Error::io(format!("listen on {address}"), error);
        let socket = std::net::TcpListener::bind(address).map_err(failed)?;
        socket.set_nonblocking(true).map_err(failed)?;
        let bound = socket.local_addr().map_err(failed)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(failed)?;
        let guard = runtime.enter();
        let listener = TcpListener::from_std(socket).map_err(failed)?;
        drop(guard);
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("sandbox".into())
            .spawn(move || {
                runtime.spawn(serve(listener, sandbox, connections));
                // Ends when the sender is dropped.
                let _ended = runtime.block_on(stopped);
                runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
            })
            .map_err(failed)?;
        Ok(Self { address: bound, stop: Some(stop), thread: Some(thread) })
    }

    /// Returns the address that the server listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns Trove's URL, such as `http://127.0.0.1:8779`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns Keystone's URL, for `auth_url`.
    #[must_use]
    pub fn auth_url(&self) -> String {
        format!("{}{}", self.url(), AUTH_PATH)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _result = thread.join();
        }
    }
}

async fn serve(listener: TcpListener, sandbox: Arc<Sandbox>, connections: usize) {
    let slots = Arc::new(Semaphore::new(connections));
    while let Ok(slot) = slots.clone().acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            // Such as too many open files.
            tokio::time::sleep(ACCEPT_DELAY).await;
            continue;
        };
        let sandbox = sandbox.clone();
        tokio::spawn(async move {
            converse(stream, sandbox).await;
            drop(slot);
        });
    }
}

/// Answers the requests of a connection.
async fn converse(stream: TcpStream, sandbox: Arc<Sandbox>) {
    let service = service_fn(|request| answer(sandbox.clone(), request));
    // An error is the client's, or a fault that cuts the connection.
    let _result = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_header_size(MAX_HEAD)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Answers a request. An error cuts the connection.
async fn answer(
    sandbox: Arc<Sandbox>,
    request: Request<Incoming>,
) -> std::io::Result<Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    if head.method == http::Method::CONNECT {
        return Ok(refuse(Refusal(StatusCode::METHOD_NOT_ALLOWED, "the sandbox is no proxy")));
    }
    if let Err(refusal) = host::check(&head) {
        return Ok(refuse(refusal));
    }
    let body = match body::read(body).await {
        Ok(body) => body,
        Err(refusal) => return Ok(refuse(refusal)),
    };
    let request = Request::from_parts(head, body);
    // SQLite and latency faults block.
    match tokio::task::spawn_blocking(move || sandbox.answer(&request)).await {
        Ok(Some(response)) => Ok(response.map(|body| Full::new(body.into()))),
        Ok(None) => Err(std::io::ErrorKind::ConnectionAborted.into()),
        Err(_) => Ok(refuse(Refusal(StatusCode::INTERNAL_SERVER_ERROR, "the sandbox failed"))),
    }
}

fn refuse(Refusal(status, text): Refusal) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(format!("{text}\n").into()));
    *response.status_mut() = status;
    let plain = http::HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(http::header::CONTENT_TYPE, plain);
    response
}
