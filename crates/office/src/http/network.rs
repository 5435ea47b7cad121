//! Networks that are trusted, and the address that a request is from.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use axum::http::HeaderMap;
use axum::http::header::FORWARDED;

/// Addresses that begin with the same bits: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: Ipv6Addr,
    bits: u32,
}

/// A text that is no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no network: write an address such as 127.0.0.1, or a network such as 10.0.0.0/8")]
pub struct NotANetwork;

/// One address in one form: an IPv4 address as IPv6 has it.
fn mapped(address: IpAddr) -> Ipv6Addr {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let whole = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(whole), str::parse).ok().filter(|bits| *bits <= whole).ok_or(NotANetwork)?;
        Ok(Self { address: mapped(address), bits: 128 - whole + bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.address.to_ipv4_mapped().zip(self.bits.checked_sub(96)) {
            Some((address, bits)) => write!(out, "{address}/{bits}"),
            None => write!(out, "{}/{}", self.address, self.bits),
        }
    }
}

impl Network {
    /// Whether `address` is in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        let differs = mapped(address).to_bits() ^ self.address.to_bits();
        differs.leading_zeros() >= self.bits
    }
}

/// The first bits of an address, as many as are given for its kind, and zeros for the rest.
pub fn first_bits(address: IpAddr, v4: u32, v6: u32) -> IpAddr {
    let mapped = mapped(address);
    let (bits, is_v4) = mapped.to_ipv4_mapped().map_or((v6, false), |_| (96 + v4, true));
    let kept = Ipv6Addr::from_bits(mapped.to_bits() & u128::MAX.checked_shl(128 - bits).unwrap_or_default());
    if is_v4 { kept.to_canonical() } else { kept.into() }
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

    #[test]
    fn the_first_bits_of_an_address_are_those_of_its_kind() {
        assert_eq!(first_bits(ip("203.0.113.7"), 32, 64), ip("203.0.113.7"));
        assert_eq!(first_bits(ip("203.0.113.7"), 24, 48), ip("203.0.113.0"));
        assert_eq!(first_bits(ip("::ffff:203.0.113.7"), 32, 64), ip("203.0.113.7"));
        assert_eq!(first_bits(ip("2001:db8:1:2:ffff::7"), 32, 64), ip("2001:db8:1:2::"));
        assert_eq!(first_bits(ip("2001:db8:1:2:ffff::7"), 24, 48), ip("2001:db8:1::"));
    }

    #[test]
    fn a_network_is_an_address_and_its_first_bits() {
        let network = |text: &str| text.parse::<Network>();
        assert!(network("0.0.0.0/0").unwrap().holds(ip("203.0.113.9")));
        assert!(!network("0.0.0.0/0").unwrap().holds(ip("2001:db8::1")));
        assert!(network("127.0.0.1").unwrap().holds(ip("127.0.0.1")));
        assert!(network("127.0.0.1").unwrap().holds(ip("::ffff:127.0.0.1")));
        assert!(!network("127.0.0.1").unwrap().holds(ip("127.0.0.2")));
        assert_eq!(network("10.0.0.0/8").unwrap().to_string(), "10.0.0.0/8");
        for wrong in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/", "proxy"] {
            assert_eq!(network(wrong), Err(NotANetwork), "{wrong}");
        }
    }
}
