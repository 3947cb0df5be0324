//! A scripted server on loopback, for HTTP and HTTPS.

use http::{Request, Response};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{io, thread};

/// A step of a server on a connection.
pub(crate) enum Act {
    /// Reads a request, sends these bytes, and continues with the next request.
    Answer(Vec<u8>),
    /// Reads a request, sends these bytes, and closes the connection.
    Last(Vec<u8>),
    /// Reads a request and sends nothing until the client leaves.
    Silence,
    /// Reads a request, sends these bytes, and connects the client to the host that it asked for.
    Tunnel(Vec<u8>),
    /// Reads a request, sends these bytes, and then a byte from time to time until the client leaves.
    Trickle(Vec<u8>, Duration),
    /// Sends these bytes without reading, and waits until the client leaves.
    Greet(Vec<u8>),
    /// Closes the connection without reading.
    Close,
}

/// Decides on the steps of a server.
pub(crate) trait Behavior: Send + Sync + 'static {
    /// A step that is due before a request is read.
    fn before_request(&self) -> Option<Act> {
        None
    }

    /// The step for a request; none closes the connection.
    fn on(&self, request: &Request<Vec<u8>>) -> Option<Act>;
}

impl<F: Fn(&Request<Vec<u8>>) -> Act + Send + Sync + 'static> Behavior for F {
    fn on(&self, request: &Request<Vec<u8>>) -> Option<Act> {
        Some(self(request))
    }
}

/// Steps in a fixed order, whatever the requests are.
pub(crate) struct Script(Mutex<VecDeque<Act>>);

/// A script of these steps.
pub(crate) fn script(acts: impl IntoIterator<Item = Act>) -> Script {
    Script(Mutex::new(acts.into_iter().collect()))
}

impl Behavior for Script {
    fn before_request(&self) -> Option<Act> {
        let mut acts = self.0.lock().unwrap();
        acts.pop_front_if(|act| matches!(act, Act::Greet(_) | Act::Close))
    }

    fn on(&self, _: &Request<Vec<u8>>) -> Option<Act> {
        self.0.lock().unwrap().pop_front()
    }
}

/// A running server; its threads end with the process.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    scheme: &'static str,
    received: Arc<Mutex<Vec<Vec<u8>>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server that does these steps.
    pub(crate) fn scripted(acts: impl IntoIterator<Item = Act>) -> Self {
        Self::start(None, script(acts))
    }

    /// Starts a server, over TLS if there is a configuration for that.
    pub(crate) fn start(tls: Option<ServerConfig>, behavior: impl Behavior) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            scheme: if tls.is_some() { "https" } else { "http" },
            received: Arc::default(),
            connections: Arc::default(),
        };
        let (received, connections) = (server.received.clone(), server.connections.clone());
        let (tls, behavior) = (tls.map(Arc::new), Arc::new(behavior));
        thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (tls, behavior, received) = (tls.clone(), behavior.clone(), received.clone());
                thread::spawn(move || {
                    // The client may leave in the middle of anything.
                    let _ =
                        Connection::new(socket, tls).and_then(|it| it.run(&*behavior, &received));
                });
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request<Vec<u8>>> {
        self.received.lock().unwrap().iter().filter_map(|bytes| parse(bytes)).collect()
    }

    /// The requests so far, as text.
    pub(crate) fn received(&self) -> Vec<String> {
        let received = self.received.lock().unwrap();
        received.iter().map(|bytes| String::from_utf8(bytes.clone()).unwrap()).collect()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

struct Connection {
    stream: BufReader<Box<dyn Stream>>,
    socket: TcpStream,
}

impl Connection {
    fn new(socket: TcpStream, tls: Option<Arc<ServerConfig>>) -> io::Result<Self> {
        let stream: Box<dyn Stream> = match tls {
            Some(tls) => {
                let tls = ServerConnection::new(tls).map_err(io::Error::other)?;
                Box::new(StreamOwned::new(tls, socket.try_clone()?))
            }
            None => Box::new(socket.try_clone()?),
        };
        Ok(Self { stream: BufReader::new(stream), socket })
    }

    /// Works until the connection ends.
    fn run(mut self, behavior: &dyn Behavior, received: &Mutex<Vec<Vec<u8>>>) -> io::Result<()> {
        loop {
            match behavior.before_request() {
                Some(Act::Greet(bytes)) => {
                    self.send(&bytes)?;
                    return self.wait();
                }
                Some(_) => return Ok(()),
                None => {}
            }
            let Some(bytes) = self.read()? else { return Ok(()) };
            let Some(request) = parse(&bytes) else { return Ok(()) };
            received.lock().unwrap().push(bytes);
            match behavior.on(&request) {
                Some(Act::Answer(bytes)) => self.send(&bytes)?,
                Some(Act::Last(bytes)) => return self.send(&bytes),
                Some(Act::Silence) => return self.wait(),
                Some(Act::Trickle(bytes, pause)) => {
                    self.send(&bytes)?;
                    loop {
                        thread::park_timeout(pause);
                        self.send(b" ")?;
                    }
                }
                Some(Act::Tunnel(bytes)) => {
                    self.send(&bytes)?;
                    return join(&self.socket, &TcpStream::connect(request.uri().to_string())?);
                }
                _ => return Ok(()),
            }
        }
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let stream = self.stream.get_mut();
        stream.write_all(bytes)?;
        stream.flush()
    }

    fn wait(&mut self) -> io::Result<()> {
        io::copy(&mut self.stream, &mut io::sink()).map(|_| ())
    }

    /// The bytes of a request; none if the client has closed the connection, or does not speak HTTP.
    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        if !self.stream.fill_buf()?.first().is_some_and(u8::is_ascii_alphabetic) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            if self.stream.read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
        }
        let length = parse(&bytes).and_then(|request| {
            let length = request.headers().get("content-length")?;
            length.to_str().ok()?.parse().ok()
        });
        let mut body = vec![0; length.unwrap_or(0)];
        self.stream.read_exact(&mut body)?;
        bytes.extend(body);
        Ok(Some(bytes))
    }
}

fn parse(bytes: &[u8]) -> Option<Request<Vec<u8>>> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, body) = bytes.split_at(end + 4);
    let mut lines = std::str::from_utf8(head).ok()?.lines().take_while(|line| !line.is_empty());
    let mut words = lines.next()?.split(' ');
    let mut request = Request::builder().method(words.next()?).uri(words.next()?);
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        request = request.header(name, value);
    }
    request.body(body.to_vec()).ok()
}

/// Passes on bytes in both directions until both ends have closed.
fn join(near: &TcpStream, far: &TcpStream) -> io::Result<()> {
    let pass = |mut from: TcpStream, mut to: TcpStream| {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    };
    let (from, to) = (far.try_clone()?, near.try_clone()?);
    let back = thread::spawn(move || pass(from, to));
    pass(near.try_clone()?, far.try_clone()?);
    let _ = back.join();
    Ok(())
}

/// A response with this status line, these header lines and this body.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Act {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    Act::Answer([head.as_bytes(), body].concat())
}

/// The bytes of a response, the last one on its connection.
pub(crate) fn bytes(response: &Response<Vec<u8>>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\nconnection: close\r\n", response.status());
    for (name, value) in response.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    if !response.headers().contains_key("content-length") {
        head.push_str(&format!("content-length: {}\r\n", response.body().len()));
    }
    [head.as_bytes(), b"\r\n", response.body()].concat()
}

/// Returns an address where nothing listens.
pub(crate) fn closed_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
