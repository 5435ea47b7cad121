//! The table of every page of the desk, with who may open it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::{RawPathParams, Request, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::{MethodFilter, on};

use super::frame::Refused;
use super::signed::Signed;
use super::visit::Visit;
use super::{
    aside, exports, frame, home, invitations, kiosks, log, move_on, paper, plan, responses, results, said, sign_in,
    sign_on, survey, themes, visit,
};
use crate::http::Office;
use crate::staff::Role;

type Answer = Pin<Box<dyn Future<Output = Result<Response, Refused>> + Send>>;

/// A page, or what a button does.
#[derive(Debug)]
pub struct Route {
    /// By which method it is asked for: GET or POST.
    pub method: Method,
    /// Its address, with the names of its parts in braces.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    pub(super) act: Act,
}

/// Who may open a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever comes.
    Anyone,
    /// Whoever is signed in.
    All,
    /// City and ward, each what is theirs.
    Wards,
    /// City, ward and typist.
    Typing,
    /// City, ward and viewer.
    Results,
    /// City.
    City,
}

/// What is done where somebody may.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Open(fn(Visit) -> Answer),
    Signed(fn(Visit, Signed) -> Answer),
}

impl Access {
    /// Whether an account of that role may.
    pub fn lets(self, role: Role) -> bool {
        match (self, role) {
            (Self::Anyone | Self::All, _)
            | (_, Role::City)
            | (Self::Wards | Self::Results | Self::Typing, Role::Ward(_))
            | (Self::Typing, Role::Typist)
            | (Self::Results, Role::Viewer) => true,
            (Self::Wards | Self::City, Role::Typist | Role::Viewer)
            | (Self::City, Role::Ward(_))
            | (Self::Results, Role::Typist)
            | (Self::Typing, Role::Viewer) => false,
        }
    }
}

macro_rules! open {
    ($method:ident $path:literal $act:path) => {
        Route {
            method: Method::$method,
            path: $path,
            access: Access::Anyone,
            act: Act::Open(|visit| Box::pin($act(visit))),
        }
    };
}

macro_rules! signed {
    ($method:ident $path:literal $access:ident $act:path) => {
        Route {
            method: Method::$method,
            path: $path,
            access: Access::$access,
            act: Act::Signed(|visit, signed| Box::pin($act(visit, signed))),
        }
    };
}

/// Every page of the desk, and everything that can be done there.
pub const ROUTES: &[Route] = &[
    open!(GET "/office/desk.css" frame::style),
    open!(GET "/office/live.js" frame::script),
    open!(GET "/office/typing.js" paper::script),
    open!(GET "/office/sign-in" sign_in::show),
    open!(POST "/office/sign-in" sign_in::take),
    open!(GET "/office/sign-on" sign_on::leave),
    open!(GET "/office/sign-on/back" sign_on::back),
    signed!(POST "/office/sign-out" All sign_in::sign_out),
    signed!(GET "/office/" All home::show),
    signed!(GET "/office/results" Results results::show),
    signed!(GET "/office/log" City log::show),
    signed!(GET "/office/kiosks" Wards kiosks::show),
    signed!(GET "/office/kiosks/{device}/remove" Wards kiosks::ask),
    signed!(POST "/office/kiosks/{device}/remove" Wards kiosks::remove),
    signed!(GET "/office/surveys/{survey}" Wards survey::show),
    signed!(GET "/office/surveys/{survey}/wards/{ward}" Wards survey::ward),
    signed!(GET "/office/surveys/{survey}/aside" Wards aside::show),
    signed!(GET "/office/surveys/{survey}/responses/{id}" Wards responses::show),
    signed!(GET "/office/surveys/{survey}/invitations" Wards invitations::show),
    signed!(POST "/office/surveys/{survey}/invitations" Wards invitations::tell),
    signed!(GET "/office/surveys/{survey}/paper" Typing paper::show),
    signed!(POST "/office/surveys/{survey}/paper" Typing paper::begin),
    signed!(GET "/office/surveys/{survey}/paper/{number}" Typing paper::show_sheet),
    signed!(POST "/office/surveys/{survey}/paper/{number}" Typing paper::act),
    signed!(GET "/office/surveys/{survey}/said" Wards said::show),
    signed!(POST "/office/surveys/{survey}/said" Wards said::keep),
    signed!(GET "/office/surveys/{survey}/themes" City themes::show),
    signed!(POST "/office/surveys/{survey}/themes" City themes::add),
    signed!(GET "/office/surveys/{survey}/themes/{theme}" City themes::show_one),
    signed!(POST "/office/surveys/{survey}/themes/{theme}" City themes::change),
    signed!(GET "/office/surveys/{survey}/plan" Wards plan::show),
    signed!(GET "/office/surveys/{survey}/export" Wards exports::ask),
    signed!(POST "/office/surveys/{survey}/export" Wards exports::export),
    signed!(GET "/office/surveys/{survey}/move/{state}" City move_on::ask),
    signed!(POST "/office/surveys/{survey}/move/{state}" City move_on::go),
];

/// The table as routes.
pub(in crate::http) fn router() -> Router<Arc<Office>> {
    ROUTES.iter().fold(Router::new(), |router, route| {
        let filter = if route.method == Method::POST { MethodFilter::POST } else { MethodFilter::GET };
        let enter = move |State(office): State<Arc<Office>>, params: RawPathParams, request: Request| {
            visit::enter(office, route, params, request)
        };
        router.route(route.path, on(filter, enter))
    })
}
