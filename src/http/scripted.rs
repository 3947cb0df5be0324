//! A small real server on loopback that follows a script.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the server does next.
pub(super) enum Act {
    /// Reads a request and sends these bytes.
    Answer(Vec<u8>),
    /// Reads a request, sends these bytes, and closes the connection.
    Last(Vec<u8>),
    /// Closes the connection without reading.
    Hang,
    /// Reads a request and says nothing until the client leaves.
    Silence,
}

/// An answer with this status line, these header lines and body.
pub(super) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Act {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    Act::Answer([head.as_bytes(), body].concat())
}

pub(crate) trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

/// The server; its thread ends with the process.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    pub(super) fn new(script: Vec<Act>) -> Self {
        Self::start(script, None)
    }

    pub(super) fn with_tls(script: Vec<Act>, tls: ServerConfig) -> Self {
        Self::start(script, Some(Arc::new(tls)))
    }

    fn start(script: Vec<Act>, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            requests: Arc::default(),
            connections: Arc::default(),
        };
        let (requests, connections) = (server.requests.clone(), server.connections.clone());
        thread::spawn(move || {
            let accept = || -> Box<dyn Stream> {
                let (stream, _) = listener.accept().unwrap();
                connections.fetch_add(1, Ordering::SeqCst);
                match &tls {
                    Some(tls) => {
                        let tls = ServerConnection::new(tls.clone()).unwrap();
                        Box::new(StreamOwned::new(tls, stream))
                    }
                    None => Box::new(stream),
                }
            };
            let mut open: Option<Box<dyn Stream>> = None;
            for act in script {
                if matches!(act, Act::Hang) {
                    drop(open.take().unwrap_or_else(accept));
                    continue;
                }
                let (mut stream, request) = loop {
                    let mut stream = open.take().unwrap_or_else(accept);
                    if let Some(request) = read(&mut *stream) {
                        break (stream, request);
                    }
                };
                requests.lock().unwrap().push(request);
                match act {
                    Act::Answer(bytes) => {
                        // The client may leave in the middle of a long answer.
                        let _ = stream.write_all(&bytes).and_then(|()| stream.flush());
                        open = Some(stream);
                    }
                    Act::Last(bytes) => {
                        let _ = stream.write_all(&bytes).and_then(|()| stream.flush());
                    }
                    _ => {
                        let _ = stream.read(&mut [0; 1]);
                    }
                }
            }
        });
        server
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, as they came over the wire, header names in lower case.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// One request, or none if the peer closed or is no HTTP client.
pub(crate) fn read(stream: &mut dyn Stream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => bytes.push(byte[0]),
            _ => return None,
        }
    }
    let head = String::from_utf8(bytes).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8(body).unwrap())
}
