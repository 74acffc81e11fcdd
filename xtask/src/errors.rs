//! `errors.d.ts`: the error classes and their codes.

use std::fmt::Write;

use anyhow::{Result, bail};
use blend_sdk::client::ErrorClass;

const HEAD: &str = "// Written by the build from the error classes.
import { BlendError, type Issue } from \"../types/index\";
";

struct Class {
    name: &'static str,
    parent: &'static str,
    doc: &'static str,
    /// Fields beside those of its parent.
    fields: &'static str,
}

const fn class(name: &'static str, doc: &'static str) -> Class {
    Class { name, parent: "BlendError", doc, fields: "" }
}

/// A class for one status, or several.
const fn status(name: &'static str, doc: &'static str) -> Class {
    Class { name, parent: "APIError", doc, fields: "" }
}

const CLASSES: &[Class] = &[
    class(
        "APIError",
        "Blend answered with a status that has no class of its own, or with something that is no answer of the API.",
    ),
    status("BadRequestError", "Status 400: Blend does not understand the request."),
    status("AuthenticationError", "Status 401, or the client has no credentials."),
    status("PermissionDeniedError", "Status 403: the account may not do this."),
    status("NotFoundError", "Status 404: there is no such thing, or the path of an inferred operation is wrong."),
    status("ConflictError", "Status 409: the request does not fit the current state, such as an order's status."),
    status("UnprocessableEntityError", "Status 422: Blend understands the request and refuses what it says."),
    status("RateLimitError", "Status 429: too many requests. `retryAfterMs` is how long Blend asks to wait."),
    status("InternalServerError", "Status 500 to 599. The outcome of a write is `unknown`."),
    class(
        "ConnectionError",
        "There was no connection, or it was lost. `causeCode` is the code of the network layer, where there is one.",
    ),
    class("TimeoutError", "No whole answer came within `timeout` or `totalTimeout`."),
    class("AbortError", "The call's signal ended the call."),
    Class {
        fields: "  /** What is wrong, and where. */\n  readonly issues: Issue[];\n",
        ..class("ValidationError", "The client refused arguments or options; or, with `checkResponses: \"throw\"`, an answer.")
    },
    class(
        "InvalidTransitionError",
        "The order's status does not allow the action (`preflight` looks before it sends). From `orders.waitFor`: the order will not reach the status.",
    ),
    class(
        "UnknownOutcomeError",
        "Nobody knows whether Blend carried the write out. `unsafe().params` holds the params of the create. Look before you send it again.",
    ),
    Class {
        fields: "  /** Blend's id of the patient who has the key. */\n  readonly existingId: string;\n  /** The names of the fields that differ, such as `phone`. */\n  readonly differs: string[];\n",
        ..class(
            "TakenError",
            "From `patients.createOnce`: a patient with this `external_id` exists, and some fields differ. Nothing was sent.",
        )
    },
    class("SessionExpiredError", "The session is over, and the client cannot renew it. Sign in again."),
    class("PagingError", "The pages of a list cannot be read to the end."),
    class("EngineError", "The WebAssembly engine could not be loaded, or failed inside."),
];

/// The codes of errors without a class: a hook of the user's failed.
const HOOKS: [&str; 3] = ["middleware", "audit", "store"];

pub fn text() -> Result<String> {
    for known in ErrorClass::ALL {
        if !CLASSES.iter().any(|class| class.name == known.name()) {
            bail!("xtask/src/errors.rs lacks {}: add it with its documentation", known.name());
        }
    }
    let mut text = String::from(HEAD);
    let codes: Vec<String> = CLASSES.iter().map(code).chain(HOOKS.map(String::from)).collect();
    let codes: Vec<String> = codes.iter().map(|code| format!("  | \"{code}\"\n")).collect();
    write!(
        text,
        "\n/** What an error's `code` may be. Open: later versions may have more. */\nexport type ErrorCode =\n{}  | (string & {{}});\n",
        codes.concat()
    )?;
    for class in CLASSES {
        let Class { name, parent, doc, fields } = class;
        // A parent's code stays open: its children have codes of their own.
        let is_parent = CLASSES.iter().any(|other| other.parent == *name);
        let code = if is_parent { String::new() } else { format!("  readonly code: \"{}\";\n", code(class)) };
        write!(text, "\n/** {doc} */\nexport declare class {name} extends {parent} {{\n{code}{fields}}}\n")?;
    }
    Ok(text)
}

/// The class's name in small letters, without `Error`.
fn code(class: &Class) -> String {
    let mut code = String::new();
    let letters: Vec<char> = class.name.trim_end_matches("Error").chars().collect();
    for (place, letter) in letters.iter().enumerate() {
        let next_is_small = letters.get(place + 1).is_some_and(char::is_ascii_lowercase);
        if place > 0 && letter.is_ascii_uppercase() && next_is_small {
            code.push('_');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_from_names() {
        let codes: Vec<String> = CLASSES.iter().map(code).collect();
        assert!(codes.contains(&"api".into()) && codes.contains(&"unprocessable_entity".into()));
    }

    #[test]
    fn every_class_of_the_engine_is_declared() {
        let text = text().unwrap();
        for class in ErrorClass::ALL {
            assert!(text.contains(&format!("export declare class {} ", class.name())), "{}", class.name());
        }
    }
}
