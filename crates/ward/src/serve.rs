//! The server: one port for devices, browsers and monitoring.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{Handle, tls_rustls::RustlsConfig};
use tokio::task::JoinHandle;

use crate::{
    Ward, WardError, api, health, page,
    state::{Shared, State},
    tls,
};

/// A connection that sends nothing is closed after this.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a stopping server waits for the requests that it is answering.
const GRACE: Duration = Duration::from_secs(10);

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// The ward's directory.
    pub data: PathBuf,
    /// Where to listen: `127.0.0.1:8443`; port 0 takes a free one.
    pub listen: String,
    /// Whether and how to speak TLS.
    pub tls: Tls,
}

/// Whether and how to speak TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Plain HTTP: for this machine only, or behind a proxy that speaks TLS.
    None,
    /// The ward's own key and certificate, made on first use; devices pin the key.
    SelfSigned,
    /// A certificate and its key, as PEM files.
    Files {
        /// The certificate chain.
        cert: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
}

/// A server that is listening. Dropping it leaves it running; [`Running::stop`] ends it.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// The same for a client on this machine: `https://127.0.0.1:8443`.
    pub url: String,
    handle: Handle<SocketAddr>,
    state: Shared,
    task: JoinHandle<io::Result<()>>,
}

/// Starts a server; returns once it listens.
///
/// # Errors
/// [`WardError`] where the store, the certificate or the address can't be used.
pub async fn serve(config: ServeConfig) -> Result<Running, WardError> {
    let opened = {
        let config = config.clone();
        tokio::task::spawn_blocking(move || open(&config)).await
    };
    let (state, identity) = opened.map_err(|error| WardError::Server(error.into()))??;
    let unusable = |error| WardError::Listen(config.listen.clone(), error);
    let listener = bind(&config.listen).map_err(unusable)?;
    let addr = listener.local_addr().map_err(unusable)?;
    let handle = Handle::new();
    let service = routes(Arc::clone(&state)).into_make_service_with_connect_info::<SocketAddr>();
    let task = match identity {
        None => {
            let mut server = axum_server::from_tcp(listener)
                .map_err(unusable)?
                .handle(handle.clone())
                .first_request_timeout(HEADER_TIMEOUT)
                .http1_only();
            set_timeouts(server.http_builder());
            tokio::spawn(server.serve(service))
        }
        Some(config) => {
            let mut server =
                axum_server::from_tcp_rustls(listener, RustlsConfig::from_config(config))
                    .map_err(unusable)?
                    .handle(handle.clone())
                    .http1_only();
            set_timeouts(server.http_builder());
            tokio::spawn(server.serve(service))
        }
    };
    tracing::info!(%addr, tls = state.tls, "listening");
    Ok(Running {
        addr,
        url: url_of(addr, state.tls),
        handle,
        state,
        task,
    })
}

impl Running {
    /// Lets requests that are being answered finish, then ends the server.
    ///
    /// # Errors
    /// [`WardError::Server`] where it had failed.
    pub async fn stop(self) -> Result<(), WardError> {
        self.state.stop();
        self.handle.graceful_shutdown(Some(GRACE));
        ended(self.task.await)
    }

    /// Waits until the server fails or `signal` is done; then stops it.
    ///
    /// # Errors
    /// [`WardError::Server`] where it failed.
    pub async fn until(mut self, signal: impl Future<Output = ()>) -> Result<(), WardError> {
        tokio::select! {
            result = &mut self.task => ended(result),
            () = signal => self.stop().await,
        }
    }
}

fn ended(result: Result<io::Result<()>, tokio::task::JoinError>) -> Result<(), WardError> {
    result
        .map_err(io::Error::from)
        .and_then(|ended| ended)
        .map_err(WardError::Server)
}

type Opened = (Shared, Option<Arc<rustls::ServerConfig>>);

fn open(config: &ServeConfig) -> Result<Opened, WardError> {
    let ward = Ward::open(&config.data)?;
    let identity = match &config.tls {
        Tls::None => None,
        Tls::SelfSigned => Some(tls::own(ward.dir())?),
        Tls::Files { cert, key } => Some(tls::given(cert, key)?),
    };
    if let Some(identity) = &identity {
        ward.remember_pin(identity.pin)?;
    }
    let state = State::new(ward, identity.is_some())?;
    Ok((Arc::new(state), identity.map(|identity| identity.config)))
}

fn bind(listen: &str) -> io::Result<TcpListener> {
    let addrs: Vec<SocketAddr> = listen.to_socket_addrs()?.collect();
    TcpListener::bind(&addrs[..])
}

pub(crate) fn routes(state: Shared) -> Router {
    api::routes(&state)
        .merge(page::routes())
        .merge(health::routes())
        .with_state(state)
}

fn set_timeouts<E>(builder: &mut hyper_util::server::conn::auto::Builder<E>) {
    builder.http1().header_read_timeout(HEADER_TIMEOUT);
}

fn url_of(addr: SocketAddr, tls: bool) -> String {
    let scheme = if tls { "https" } else { "http" };
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("{scheme}://{}", SocketAddr::new(ip, addr.port()))
}
