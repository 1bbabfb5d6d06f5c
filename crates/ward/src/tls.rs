//! TLS: the ward's own key and certificate, or ones that it was given.

use std::{fs, path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use sochibo_wire::EnrolCode;

use crate::{WardError, private, store::StoreError};

/// Certificate and key in one file, so that they can't come apart.
const OWN_FILE: &str = "tls.pem";

/// A certificate that is ready to be served, with the pin of its key.
pub(crate) struct Identity {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) pin: [u8; 10],
}

/// The ward's own certificate, made on first use and kept in `dir`.
pub(crate) fn own(dir: &Path) -> Result<Identity, WardError> {
    let file = dir.join(OWN_FILE);
    if !file.is_file() {
        make(&file)?;
    }
    given(&file, &file)
}

/// A certificate from files.
pub(crate) fn given(cert: &Path, key: &Path) -> Result<Identity, WardError> {
    let bad = |error: &dyn std::fmt::Display| WardError::Certificate(error.to_string());
    let chain = CertificateDer::pem_slice_iter(&read(cert)?)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| bad(&error))?;
    let key = PrivateKeyDer::from_pem_slice(&read(key)?).map_err(|error| bad(&error))?;
    let first = chain.first().ok_or_else(|| bad(&cert.display()))?;
    let (_, parsed) = x509_parser::parse_x509_certificate(first).map_err(|error| bad(&error))?;
    let pin = EnrolCode::pin_of(parsed.tbs_certificate.subject_pki.raw);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| bad(&error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Identity {
        config: Arc::new(config),
        pin,
    })
}

/// Makes the ward's own key and certificate. Devices pin the key, so the names in the
/// certificate only matter to browsers.
fn make(file: &Path) -> Result<(), WardError> {
    let bad = |error: rcgen::Error| WardError::Certificate(error.to_string());
    let names = ["localhost", "127.0.0.1", "::1"].map(String::from);
    let pair = rcgen::KeyPair::generate().map_err(bad)?;
    let mut params = rcgen::CertificateParams::new(names).map_err(bad)?;
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "sochibo-ward");
    let signed = params.self_signed(&pair).map_err(bad)?;
    let both = signed.pem() + &pair.serialize_pem();
    private::write_once(file, both.as_bytes())
        .map_err(|error| WardError::Store(StoreError::File(error)))
}

fn read(file: &Path) -> Result<Vec<u8>, WardError> {
    fs::read(file).map_err(|error| WardError::Unreadable(file.to_owned(), error))
}
