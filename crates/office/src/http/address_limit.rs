//! How many requests one address may send.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use super::Office;
use super::client::{Client, client};
use super::problem::Problem;
use crate::connection::Peer;
use crate::network::{Network, first_bits};

/// Places in which addresses are counted. Two addresses share one by chance alone; with as many as there can be connections
/// that hits one in five of them, and then they share what one may send.
const PLACES: usize = 1 << 16;

/// How many requests one address may send.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How many at once: two hundred phones in a hall that share an address open a survey together.
    pub at_once: u32,
    /// How many a second in the long run.
    pub a_second: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { at_once: 2_000, a_second: 200 }
    }
}

/// Counts what each address sends, in a room that does not grow. Nobody's address is kept: only when the place that it
/// falls into, by a hash with a key that nobody knows, has its full measure again.
#[derive(Debug)]
pub struct AddressLimit {
    pace: Pace,
    proxies: Vec<Network>,
    key: RandomState,
    start: Instant,
    /// In microseconds after `start`.
    full_at: Box<[AtomicU64]>,
    floods: Arc<Floods>,
}

/// Seconds between two lines of the log about floods.
const LINE_EACH_S: u64 = 60;

/// What was refused because too much came from one address, and when the log said so last.
#[derive(Debug, Default)]
pub(super) struct Floods {
    refused: AtomicU64,
    told: AtomicU64,
    /// In seconds after the start.
    next_line_s: AtomicU64,
}

impl Floods {
    /// Notes that a request was refused, so many seconds after the start. Where it is time for a line, gives how many were
    /// since the line before: a flood of requests is none of lines.
    fn note(&self, now_s: u64) -> Option<u64> {
        let refused = self.refused.fetch_add(1, Ordering::Relaxed) + 1;
        let next = self.next_line_s.load(Ordering::Relaxed);
        let is_mine = |next: u64| {
            let exchanged =
                self.next_line_s.compare_exchange(next, now_s + LINE_EACH_S, Ordering::Relaxed, Ordering::Relaxed);
            exchanged.is_ok()
        };
        (now_s >= next && is_mine(next)).then(|| refused.saturating_sub(self.told.swap(refused, Ordering::Relaxed)))
    }

    /// How many there were.
    pub(super) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

impl AddressLimit {
    /// Nothing was sent yet. What one of `proxies` sends is of the address that it names.
    pub fn new(pace: Pace, proxies: Vec<Network>, start: Instant) -> Self {
        let full_at = (0..PLACES).map(|_| AtomicU64::new(0)).collect();
        Self { pace, proxies, key: RandomState::new(), start, full_at, floods: Arc::default() }
    }

    /// The same, with what it refuses among the counts of `office`.
    #[must_use]
    pub fn counted_by(self, office: &Office) -> Self {
        Self { floods: Arc::clone(&office.metrics.floods), ..self }
    }

    /// Notes that a request was refused.
    fn note_refused(&self, now: Instant) {
        let now_s = now.saturating_duration_since(self.start).as_secs();
        if let Some(requests) = self.floods.note(now_s) {
            tracing::warn!(requests, status = 429, "refused, since too many came from one address");
        }
    }

    /// The same office for addresses that send no more than this.
    pub fn in_front_of(self, router: Router) -> Router {
        router.layer(from_fn_with_state(Arc::new(self), pass))
    }

    /// Counts a request from `address`; of IPv6, whoever has one address has its network of 64 bits. Where it is one too many, gives the seconds after which another may come.
    fn count(&self, address: IpAddr, now: Instant) -> Result<(), u64> {
        let place = usize::try_from(self.key.hash_one(first_bits(address, 32, 64))).unwrap_or_default() % PLACES;
        let Some(full_at) = self.full_at.get(place) else { return Ok(()) };
        let each = 1_000_000 / u64::from(self.pace.a_second.max(1));
        let measure = each * u64::from(self.pace.at_once);
        let now = u64::try_from(now.saturating_duration_since(self.start).as_micros()).unwrap_or(u64::MAX);
        let taken = |full: u64| Some(full.max(now) + each).filter(|full| *full <= now + measure);
        match full_at.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken) {
            Ok(_) => Ok(()),
            Err(full) => Err((full + each).saturating_sub(now + measure).div_ceil(1_000_000).max(1)),
        }
    }
}

async fn pass(State(limit): State<Arc<AddressLimit>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<Peer>>().map(|ConnectInfo(Peer(peer))| peer.ip());
    let from = peer.map(|peer| client(peer, request.headers(), &limit.proxies));
    // This machine itself is not held up: a proxy that was not named, or whoever looks after the office.
    let from = from.filter(|from| !from.is_loopback());
    request.extensions_mut().insert(Client(from));
    match from.map_or(Ok(()), |from| limit.count(from, Instant::now())) {
        Ok(()) => next.run(request).await,
        Err(wait_s) => {
            limit.note_refused(Instant::now());
            Problem::too_many_requests(wait_s).render_unnamed()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn an_address_that_sends_too_much_waits_and_the_others_do_not() {
        let start = Instant::now();
        let limit = AddressLimit::new(Pace { at_once: 3, a_second: 2 }, Vec::new(), start);
        let (one, other): (IpAddr, IpAddr) = ("203.0.113.7".parse().unwrap(), "203.0.113.8".parse().unwrap());
        for _ in 0..3 {
            assert_eq!(limit.count(one, start), Ok(()));
        }
        assert_eq!(limit.count(one, start), Err(1));
        assert_eq!(limit.count(other, start), Ok(()));
        let later = start + Duration::from_millis(500);
        assert_eq!(limit.count(one, later), Ok(()), "one of two a second");
        assert_eq!(limit.count(one, later), Err(1), "what was refused costs nothing");
    }

    #[test]
    fn a_flood_is_a_line_a_minute_that_says_how_many() {
        let floods = Floods::default();
        assert_eq!(floods.note(5), Some(1));
        assert_eq!((floods.note(5), floods.note(64)), (None, None));
        assert_eq!(floods.note(65), Some(3));
        assert_eq!(floods.note(600), Some(1));
        assert_eq!(floods.refused(), 5);
    }
}
