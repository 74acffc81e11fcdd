//! One call, from arguments to answer, without any I/O.
//!
//! A call is a machine: `step(event) → effect`. An effect says what to do next (send, read, wait,
//! sign in, hand over, fail); whoever performs it comes back with an event. Time and randomness
//! are passed in. So every decision is here and can be tested natively in any order of events,
//! and every `await` is in the package's façade.

mod actions;
mod call;
mod engine;
mod failure;
mod fault;
mod head;
mod jwt;
mod once;
mod options;
mod overrides;
mod pager;
mod prepare;
pub mod protocol;
mod retry;
mod session;
mod slab;
mod text;
mod url;
mod word;

pub use actions::{actions, arrival, own_ids};
pub use call::{Body, Effect, Event};
pub use engine::{Engine, Request, Started};
pub use failure::{ErrorClass, Failure, Outcome};
pub use fault::Fault;
pub use head::{HEADERS, Head};
pub use once::{News as OnceNews, Next, Once, Thing};
pub use options::{CallOptions, ClientOptions};
pub use pager::{Pager, Turn};
pub use prepare::Target;
pub use protocol::{EffectCode, EventCode};
pub use session::{News, REFRESH_LIFE, Step};
pub use slab::Slab;
pub use text::{write_key, write_number, write_text};
