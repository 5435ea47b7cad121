//! Reading what is sent, up to a limit.

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use http_body_util::BodyExt;

use super::problem::Problem;

/// Bytes that are read and thrown away after the limit. A connection closed on somebody who is still
/// sending takes the answer with it, and a device that never hears 413 tries for ever.
const THROWN_AWAY_BYTES_MAX: usize = 1 << 20;

/// The body, if it is of the type `expected` and has at most `limit` bytes.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    expected: &'static str,
    limit: usize,
) -> Result<Vec<u8>, Problem> {
    if !is_of_type(headers, expected) {
        drain(body, 0).await?;
        return Err(Problem::not_this_type(expected));
    }
    let mut body = body;
    let mut bytes = Vec::new();
    while let Some(data) = next(&mut body).await? {
        if bytes.len() + data.len() > limit {
            drain(body, bytes.len() + data.len()).await?;
            return Err(Problem::too_large(limit));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

fn is_of_type(headers: &HeaderMap, expected: &str) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case(expected))
}

async fn next(body: &mut Body) -> Result<Option<Bytes>, Problem> {
    loop {
        match body.frame().await {
            None => return Ok(None),
            Some(Err(_)) => return Err(Problem::cut_off()),
            // Trailers hold nothing that anybody asked for.
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

async fn drain(mut body: Body, mut so_far: usize) -> Result<(), Problem> {
    while so_far < THROWN_AWAY_BYTES_MAX {
        let Some(data) = next(&mut body).await? else { return Ok(()) };
        so_far += data.len();
    }
    Ok(())
}
