//! Networks, and the addresses in them.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
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
