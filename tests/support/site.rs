//! Servers on loopback for the command to meet; they count what they are asked.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use troveclient::http::{Request, Response};
use troveclient::sandbox::{Options, Sandbox, seed};

/// A server that gives each connection one answer; its threads end with the tests.
pub(crate) struct Site {
    address: SocketAddr,
    scheme: &'static str,
    asked: Arc<Mutex<Vec<Request>>>,
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

impl Site {
    /// Answers with the bytes that `answer` gives; none closes the connection.
    pub(crate) fn answering(answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::start(answer, None)
    }

    /// The same over TLS.
    pub(crate) fn with_tls(
        tls: ServerConfig,
        answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        Self::start(answer, Some(Arc::new(tls)))
    }

    /// A cloud that is as fast as a test wants it.
    pub(crate) fn cloud() -> Self {
        Self::of(Arc::new(sandbox(Options::default())))
    }

    /// A cloud whose state the test holds too.
    pub(crate) fn of(sandbox: Arc<Sandbox>) -> Self {
        Self::answering(move |request| bytes(sandbox.handle(request.clone())))
    }

    fn start(
        answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static,
        tls: Option<Arc<ServerConfig>>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let scheme = if tls.is_some() { "https" } else { "http" };
        let site = Self { address, scheme, asked: Arc::clone(&asked) };
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let (asked, answer, tls) = (Arc::clone(&asked), Arc::clone(&answer), tls.clone());
                thread::spawn(move || {
                    let mut stream = BufReader::new(secured(stream, tls));
                    // A client that breaks off in the middle has asked nothing.
                    let Some(request) = read(&mut stream) else { return };
                    asked.lock().unwrap().push(request.clone());
                    let bytes = answer(&request);
                    let _ = stream.get_mut().write_all(&bytes);
                    let _ = stream.get_mut().flush();
                });
            }
        });
        site
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    pub(crate) fn auth_url(&self) -> String {
        format!("{}{}", self.url(), seed::AUTH_PATH)
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }

    /// How many tokens were asked for.
    pub(crate) fn logins(&self) -> usize {
        self.asked().iter().filter(|request| is_login(request)).count()
    }

    /// How many requests would change something, logins aside.
    pub(crate) fn changes(&self) -> usize {
        let changes = |request: &&Request| request.method() != "GET" && !is_login(request);
        self.asked().iter().filter(changes).count()
    }

    /// The last token that was shown to it.
    pub(crate) fn token(&self) -> String {
        let asked = self.asked();
        let token = asked.iter().rev().find_map(|request| request.headers().get("x-auth-token"));
        token.unwrap().to_str().unwrap().to_owned()
    }
}

/// A sandbox in which an instance is built in milliseconds.
pub(crate) fn sandbox(options: Options) -> Sandbox {
    Sandbox::open(Options { speed: 1000.0, ..options }).unwrap()
}

pub(crate) fn is_login(request: &Request) -> bool {
    request.method() == "POST" && request.uri().path().ends_with("/auth/tokens")
}

fn secured(stream: TcpStream, tls: Option<Arc<ServerConfig>>) -> Box<dyn Stream> {
    match tls {
        Some(tls) => Box::new(StreamOwned::new(ServerConnection::new(tls).unwrap(), stream)),
        None => Box::new(stream),
    }
}

fn read(stream: &mut impl BufRead) -> Option<Request> {
    let mut lines = stream.lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let first = lines.next()?;
    let mut words = first.split(' ');
    let mut request = http::Request::builder().method(words.next()?).uri(words.next()?);
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        request = request.header(name, value);
    }
    let length = request.headers_ref()?.get("content-length").map(|text| text.to_str().unwrap());
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    request.body(body).ok()
}

/// An answer as it goes over the wire.
pub(crate) fn bytes(response: Response) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\nconnection: close\r\n", response.status());
    for (name, value) in response.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    if !response.headers().contains_key("content-length") {
        head.push_str(&format!("content-length: {}\r\n", response.body().len()));
    }
    [head.as_bytes(), b"\r\n", response.body()].concat()
}

/// An answer of this status, content type and body.
pub(crate) fn page(status: u16, kind: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let response = http::Response::builder().status(status).header("content-type", kind);
    bytes(response.body(body.as_ref().to_vec()).unwrap())
}

/// An answer in JSON.
pub(crate) fn json(status: u16, body: &serde_json::Value) -> Vec<u8> {
    page(status, "application/json", body.to_string())
}
