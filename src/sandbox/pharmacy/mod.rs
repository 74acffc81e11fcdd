//! What happens at the pharmacy, and by itself as time passes: no operation of the API does it.

pub mod moves;
pub mod requests;
pub mod stuck;
pub mod time;
