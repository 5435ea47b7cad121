//! QR codes as SVG.

use std::fmt::Write;

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

/// The light edge that readers need, in squares.
const EDGE: usize = 4;

/// `text` as a QR code; nothing where it does not fit, which no address of a survey comes near.
pub(super) fn qr(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return String::new() };
    let width = code.width();
    let mut path = String::new();
    for (place, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", place % width + EDGE, place / width + EDGE);
        }
    }
    let size = width + 2 * EDGE;
    format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"QR\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}
