//! One call, from arguments to answer, without any I/O.
//!
//! A call is a machine: `step(event) → effect`. An effect says what to do next (send, read, wait, sign in, hand over, fail).
//! TypeScript performs it and comes back with an event. The session and `createOnce` are machines too. Time and randomness are
//! passed in. So every decision is here and is tested natively in any order of events, and every `await` is in TypeScript.
//!
//! - [`protocol`]: every word that crosses the seam, declared once.
//! - `dispatch`: from its events to the machines. `wire`: from their effects to JSON.
//! - `engine`: all clients and calls. `call`, `session`, `create_once`: the machines.

mod answer;
mod call;
mod cause;
mod create_once;
mod dispatch;
mod engine;
mod failure;
mod fault;
mod field_errors;
mod head;
mod hint;
mod json_object;
mod jwt;
mod network;
mod options;
mod order_status;
mod overrides;
mod pace;
mod pager;
mod prepare;
mod prepared;
pub mod protocol;
mod recognise;
mod request;
mod retry;
mod session;
mod sign_in_failure;
mod slab;
mod text;
mod tokens;
mod url;
pub mod wire;

pub use answer::Body;
pub use call::{CallEffect, CallEvent, CallNote};
pub use create_once::{CreateOnce, CreationEffect, CreationEvent, CreationOptions};
pub use dispatch::{Core, Slots};
pub use engine::{CallInput, Engine, Started};
pub use failure::{ErrorClass, Failure, Outcome};
pub use fault::Fault;
pub use head::{HEADERS, Head};
pub use options::{CallOptions, ClientOptions};
pub use order_status::{ActionVerdict, OrderProgress, actions, are_blend_ids, order_progress};
pub use pager::{Pager, Turn};
pub use prepared::Target;
pub use protocol::{EffectCode, EventCode};
pub use request::Request;
pub use session::{SessionEffect, SessionEvent};
pub use slab::Slab;
pub use tokens::REFRESH_LIFE;
