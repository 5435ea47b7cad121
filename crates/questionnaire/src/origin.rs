//! Origins: the sites whose pages may show a survey, as a browser names them.

/// Bytes of the name of a host (RFC 1035, section 2.3.4).
const HOST_BYTES_MAX: usize = 253;
/// The hosts that are this machine, which a browser trusts without HTTPS.
const OWN_HOSTS: [&str; 2] = ["localhost", "127.0.0.1"];

/// Whether a browser would send `text` as an origin (RFC 6454, section 6.2), over HTTPS or from this machine.
pub fn is_origin(text: &str) -> bool {
    let (own_port, authority) = match text.split_once("://") {
        Some(("https", authority)) => ("443", authority),
        Some(("http", authority)) => ("80", authority),
        _ => return false,
    };
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let port_is_named = port.is_none_or(|port| {
        // Browsers leave out the port that the scheme has anyway.
        port != own_port
            && !port.starts_with('0')
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok()
    });
    port_is_named && is_host(host) && (own_port == "443" || OWN_HOSTS.contains(&host))
}

fn is_host(host: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    host.len() <= HOST_BYTES_MAX
        && host.split('.').all(|label| {
            label.bytes().all(|byte| is_inside(byte) || byte == b'-')
                && label.bytes().next().is_some_and(is_inside)
                && label.bytes().last().is_some_and(is_inside)
        })
}

/// The origin that was meant by `text`, where that is clear: the address of a page, capitals, no scheme.
pub fn meant(text: &str) -> Option<String> {
    let tidy = text.trim().to_ascii_lowercase();
    let (scheme, rest) = tidy.split_once("://").unwrap_or(("https", &tidy));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    let scheme = if scheme == "http" && OWN_HOSTS.contains(&host) { scheme } else { "https" };
    let without_port = authority.strip_suffix(":443").or_else(|| authority.strip_suffix(":80"));
    let origin = format!("{scheme}://{}", without_port.unwrap_or(authority));
    // A single word is more often a slip than the name of a host.
    Some(origin).filter(|origin| is_origin(origin) && (host.contains('.') || scheme == "http"))
}
