//! The address that a request is from.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::FORWARDED;
use axum::http::request::Parts;

use crate::network::Network;

/// The address that a request is from; nothing, where that is not known, or is this machine itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Client(pub(super) Option<IpAddr>);

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_default())
    }
}

/// The address that a request is from that came over a connection from `peer`: what a trusted proxy says, and else `peer`
/// itself. Of the addresses in a header it is the last that is not of a trusted proxy: those before it anybody can write.
pub(super) fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|proxy| proxy.holds(address));
    if !is_proxy(peer) {
        return peer;
    }
    let (listed, forwarded) = (listed(headers), forwarded(headers));
    let hops = match (listed.is_empty(), forwarded.is_empty()) {
        (false, true) => listed,
        (true, false) => forwarded,
        // A proxy writes one of them; where both came, the other is the client's own, and nobody knows which.
        _ => return peer,
    };
    let mut client = peer;
    for hop in hops.into_iter().rev() {
        let Some(hop) = hop else { return client };
        client = hop;
        if !is_proxy(hop) {
            return client;
        }
    }
    client
}

fn texts(headers: &HeaderMap, name: impl axum::http::header::AsHeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// The addresses of `X-Forwarded-For`, and nothing for what is none.
fn listed(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    texts(headers, "x-forwarded-for").map(address).collect()
}

/// The addresses of `Forwarded` (RFC 7239), and nothing for what is none.
fn forwarded(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let by = |element: &str| {
        let pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
        let mut from = pairs.filter(|(name, _)| name.eq_ignore_ascii_case("for"));
        from.next().and_then(|(_, value)| address(value.trim_matches('"')))
    };
    texts(headers, FORWARDED).map(by).collect()
}

/// An address, perhaps with a port: `203.0.113.7`, `203.0.113.7:4711`, `[2001:db8::7]`, `[2001:db8::7]:4711`.
fn address(text: &str) -> Option<IpAddr> {
    if let Some((inside, _)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        return inside.parse().ok();
    }
    text.parse().ok().or_else(|| text.rsplit_once(':').and_then(|(address, _)| address.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(peer: &str, headers: &[(&'static str, &'static str)], expected: &str) {
        let proxies: Vec<Network> = ["10.0.0.0/8", "2001:db8:1::/48"].map(|network| network.parse().unwrap()).into();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, axum::http::HeaderValue::from_static(value));
        }
        assert_eq!(client(ip(peer), &map, &proxies), ip(expected), "{headers:?}");
    }

    #[test]
    fn only_a_trusted_proxy_says_where_a_request_is_from() {
        check("203.0.113.9", &[("x-forwarded-for", "198.51.100.1")], "203.0.113.9");
        check("10.1.2.3", &[("x-forwarded-for", "198.51.100.1")], "198.51.100.1");
        check("2001:db8:1::7", &[("x-forwarded-for", "198.51.100.1")], "198.51.100.1");
        check("10.1.2.3", &[], "10.1.2.3");
    }

    #[test]
    fn what_a_client_has_written_before_the_proxies_is_not_believed() {
        check("10.1.2.3", &[("x-forwarded-for", "192.0.2.66, 198.51.100.1, 10.9.9.9")], "198.51.100.1");
        check("10.1.2.3", &[("x-forwarded-for", "192.0.2.66"), ("x-forwarded-for", "198.51.100.1")], "198.51.100.1");
        check("10.1.2.3", &[("x-forwarded-for", "198.51.100.1, nonsense")], "10.1.2.3");
        check("10.1.2.3", &[("x-forwarded-for", "192.0.2.66"), ("forwarded", "for=198.51.100.1")], "10.1.2.3");
    }

    #[test]
    fn both_headers_are_read_in_all_their_forms() {
        check(
            "10.1.2.3",
            &[("forwarded", "for=192.0.2.66, For=\"[2001:db8:2::7]:4711\";proto=https")],
            "2001:db8:2::7",
        );
        check("10.1.2.3", &[("forwarded", "proto=https;for=198.51.100.1;by=10.1.2.3")], "198.51.100.1");
        check("10.1.2.3", &[("forwarded", "for=_hidden")], "10.1.2.3");
        check("10.1.2.3", &[("x-forwarded-for", "198.51.100.1:4711")], "198.51.100.1");
    }
}
