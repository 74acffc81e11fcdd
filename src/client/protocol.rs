//! Every word that crosses the seam between TypeScript and the engine, declared once.
//!
//! TypeScript calls one function, `ask`, with an event's number and four slots: `number` (which client, call, creation or
//! pager), `other` (a second number), `text` and `more`. It gets an effect or another reply back, mostly as JSON.
//! The build writes `generated/protocol.ts` from this file: a const enum for each list of codes, a type for each shape, and
//! one typed function for each event. So no TypeScript names a slot, and no text of this file but the JSON keys is shipped.
//!
//! What the types say is what `wire` writes: a test holds the two together.

/// A slot of `ask`, and what an event puts into it.
#[cfg(not(target_arch = "wasm32"))]
pub struct Slot {
    /// `number`, `other`, `text` or `more`.
    pub slot: &'static str,
    pub name: &'static str,
    /// The TypeScript type. In `other`, a boolean travels as 1 or 0, and a missing number as -1.
    pub ts: &'static str,
}

/// An event, for the build.
#[cfg(not(target_arch = "wasm32"))]
pub struct EventSpec {
    pub code: EventCode,
    pub doc: &'static [&'static str],
    pub slots: &'static [Slot],
    /// `void`, `string`, or the type of the JSON that comes back.
    pub reply: &'static str,
}

/// A field of a shape. Its name ends in `?` where it may be missing.
#[cfg(not(target_arch = "wasm32"))]
pub struct ShapeField {
    pub name: &'static str,
    pub ts: &'static str,
    pub doc: &'static [&'static str],
}

/// An object that goes out as JSON.
#[cfg(not(target_arch = "wasm32"))]
pub struct Shape {
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub fields: &'static [ShapeField],
}

/// The effects of one machine.
#[cfg(not(target_arch = "wasm32"))]
pub struct EffectUnion {
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub effects: &'static [(EffectCode, &'static [&'static str], &'static [ShapeField])],
}

#[cfg(not(target_arch = "wasm32"))]
macro_rules! fields {
    ($($(#[doc = $doc:literal])* $field:literal: $ts:literal),* $(,)?) => {
        &[$(ShapeField { name: $field, ts: $ts, doc: &[$($doc),*] }),*]
    };
}

/// Declares the events: `Name(slot name: "type", ..) -> "reply";`.
macro_rules! events {
    ($($(#[doc = $doc:literal])* $event:ident($($slot:ident $name:ident: $ts:literal),*) -> $reply:literal;)*) => {
        /// What TypeScript tells or asks the engine.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EventCode { $($(#[doc = $doc])* $event),* }

        impl EventCode {
            /// By number.
            pub const ALL: &[EventCode] = &[$(EventCode::$event),*];
        }

        #[cfg(not(target_arch = "wasm32"))]
        pub static EVENTS: &[EventSpec] = &[$(EventSpec {
            code: EventCode::$event,
            doc: &[$($doc),*],
            slots: &[$(Slot { slot: stringify!($slot), name: stringify!($name), ts: $ts }),*],
            reply: $reply,
        }),*];
    };
}

/// Declares the effects of each machine: `Machine { Effect { "field": "type" } .. }`.
macro_rules! effects {
    ($($(#[doc = $of:literal])* $union:ident { $($(#[doc = $doc:literal])* $effect:ident { $($fields:tt)* })* })*) => {
        /// What the engine wants done next.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EffectCode { $($($(#[doc = $doc])* $effect),*),* }

        impl EffectCode {
            /// By number.
            pub const ALL: &[EffectCode] = &[$($(EffectCode::$effect),*),*];
        }

        #[cfg(not(target_arch = "wasm32"))]
        pub static EFFECTS: &[EffectUnion] = &[$(EffectUnion {
            name: stringify!($union),
            doc: &[$($of),*],
            effects: &[$((EffectCode::$effect, &[$($doc),*], fields!($($fields)*))),*],
        }),*];
    };
}

/// Declares the other objects that cross: `Name { "field": "type" }`.
macro_rules! shapes {
    ($($(#[doc = $doc:literal])* $shape:ident { $($fields:tt)* })*) => {
        #[cfg(not(target_arch = "wasm32"))]
        pub static SHAPES: &[Shape] = &[$(Shape {
            name: stringify!($shape),
            doc: &[$($doc),*],
            fields: fields!($($fields)*),
        }),*];
    };
}

events! {
    /// Opens a client. `options` are its options as JSON, with functions given as `true`.
    /// Fails where an option is wrong in every runtime.
    OpenClient(text options: "string", other inBrowser: "boolean") -> "OpenedClient";
    /// Forgets a client and its calls.
    CloseClient(number client: "number") -> "void";
    /// Checks the arguments (a JSON array) and options of a call. Nothing is sent.
    CheckCall(number client: "number", other operation: "number", text args: "string", more options: "string") -> "CheckResult";

    /// Starts a call. `operation` counts through the generated list, -1 for a raw request; `args` is a JSON array.
    /// `call` is missing from the reply where the call failed at once.
    StartCall(number client: "number", other operation: "number", text args: "string", more options: "string") -> "StartedCall";
    /// Answers `preflight` with the order, as JSON. `status` and `cancellation_requested` are read.
    OrderSeen(number call: "number", text order: "string") -> "CallEffect";
    /// Answers `awaitSession`: the sign-in has ended, well or not.
    SessionSettled(number call: "number") -> "CallEffect";
    /// Answers `send`. `status` is 0 or 302 for any redirect. `headers` is a JSON array of the values of `answerHeaders`,
    /// null for a missing one.
    HeadersReceived(number call: "number", other status: "number", text headers: "string") -> "CallEffect";
    /// Answers `readBody`. `body` is its text, or an empty text where JSON was parsed and `textWanted` is false.
    BodyReceived(number call: "number", text body: "string") -> "CallEffect";
    /// Answers `readBody`: the body is empty or white space.
    EmptyBodyReceived(number call: "number") -> "CallEffect";
    /// Answers `readBody`: the body of a success is no JSON.
    InvalidBodyReceived(number call: "number", other bytes: "number") -> "CallEffect";
    /// Answers `wait`.
    WaitEnded(number call: "number") -> "CallEffect";
    /// The time of the effect (`timeout`) is over.
    AttemptTimedOut(number call: "number") -> "CallEffect";
    /// The call's `totalTimeout` is over.
    TotalTimeoutReached(number call: "number") -> "CallEffect";
    /// The call's signal was aborted.
    CallAborted(number call: "number") -> "CallEffect";
    /// Answers `send`: the signal was aborted before fetch was called.
    AbortedBeforeSend(number call: "number") -> "CallEffect";
    /// Answers `readBody`: the body is larger than `maxBytes`.
    BodyTooLarge(number call: "number") -> "CallEffect";
    /// Answers `send`: this runtime has no fetch.
    FetchMissing(number call: "number") -> "CallEffect";
    /// Answers `send`: what fetch gave cannot be used as a Response. `why` is a text of the package's own: what is missing.
    ResponseUnusable(number call: "number", text why: "string") -> "CallEffect";
    /// Answers `send` or `readBody`: fetch failed. `errors` is the JSON of a `NetworkError[]`: one for each error at the end of
    /// the chain of causes. An empty array proves nothing: give it for anything but a thrown Error.
    NetworkFailed(number call: "number", text errors: "string") -> "CallEffect";
    /// Forgets a call that goes no further.
    ForgetCall(number call: "number") -> "void";

    /// Starts the job that gets tokens. One job at a time, for all calls that wait.
    BeginSignIn(number client: "number") -> "SessionEffect";
    /// Starts the call of `login` or `refresh`. `options` are the client's call options as JSON.
    StartSignInCall(number client: "number", other refresh: "boolean", more options: "string") -> "StartedCall";
    /// Answers `login` and `refresh`: their call has ended.
    SignInCallEnded(number client: "number") -> "SessionEffect";
    /// Answers `loadTokens`: what the store held, or an empty text.
    TokensLoaded(number client: "number", text tokens: "string") -> "SessionEffect";
    /// Answers `requestToken`: what `token()` gave, or nothing where it failed.
    TokenProvided(number client: "number", text token: "string | undefined") -> "SessionEffect";
    /// Answers `saveTokens`: false where another process was quicker.
    TokensSaved(number client: "number", other saved: "boolean") -> "SessionEffect";
    /// The session's tokens as text, for a store or a fresh engine.
    SnapshotSession(number client: "number") -> "string";
    /// Takes the tokens of a snapshot, where they are newer.
    RestoreSession(number client: "number", text tokens: "string") -> "void";
    /// What the session belongs to.
    DescribeAccount(number client: "number") -> "SessionAccount";
    /// Forgets the tokens.
    SignOut(number client: "number") -> "void";

    /// Starts a creation (`createOnce`). `params` is the create's JSON object, `options` the JSON of `CreationOptions`.
    OpenCreation(number client: "number", other operation: "number", text params: "string", more options: "string") -> "OpenedCreation";
    /// Answers `lookUp`: the result as JSON, or nothing.
    LookedUp(number creation: "number", text found: "string | undefined") -> "CreationEffect";
    /// Answers `lookUp`: it failed.
    LookUpFailed(number creation: "number") -> "CreationEffect";
    /// Answers `pause`.
    PauseEnded(number creation: "number") -> "CreationEffect";
    /// Answers `create`: it was sent, and its answer is lost.
    CreateAnswerLost(number creation: "number") -> "CreationEffect";
    /// Answers `create`: it was certainly not carried out (outcome `not_sent` or `rejected`).
    CreateRefused(number creation: "number") -> "CreationEffect";
    /// The caller's `totalTimeout` is over. Gives `outcomeUnknown`, or `rethrowError` where nothing was sent.
    CreationTimedOut(number creation: "number") -> "CreationEffect";
    /// Forgets a creation.
    ForgetCreation(number creation: "number") -> "void";

    /// Every action on an order, with what its status says about it. `order` is JSON.
    ListOrderActions(text order: "string") -> "ActionVerdict[]";
    /// Whether an order in a status has reached one of the wanted statuses (a JSON array), or never will.
    OrderProgress(text status: "string", more wanted: "string") -> "\"reached\" | \"missed\" | \"pending\"";
    /// For each id of a JSON array, whether it is Blend's own.
    AreBlendIds(text ids: "string") -> "boolean[]";

    /// Starts to read a list in pages. Gives the pager's number.
    OpenPager() -> "number";
    /// Takes a page. `keys` is a JSON array with the key of each item: its id, or an array of its text where it has no id.
    /// `total` is what a header tells, `pageSize` how many items were asked for.
    TurnPage(number pager: "number", text keys: "string", other total: "number | undefined", more pageSize: "number") -> "PageTurn";
    /// Forgets a pager.
    ForgetPager(number pager: "number") -> "void";
}

effects! {
    /// What a call wants done next.
    CallEffect {
        /// Get the order with `orders.get`, then `orderSeen`. Where that fails, forget the call: it was not sent.
        Preflight { "orderId": "string" }
        /// Wait for the sign-in, starting it where none is in flight. Then `sessionSettled`.
        AwaitSession {}
        /// Send the request. Then `headersReceived`, `networkFailed`, or what ended it. The headers can go out as they are.
        Send {
            "url": "string",
            "init": "SendInit",
            "attempt": "AttemptInfo",
            /// Milliseconds.
            "timeout": "number",
        }
        /// Read the body. Then `bodyReceived`, `emptyBodyReceived`, `invalidBodyReceived`, or what ended it.
        ReadBody {
            /// It is a success, and its body should be JSON. Otherwise it is the text of a failure.
            "json": "boolean",
            /// The engine wants to see the text.
            "textWanted": "boolean",
            "maxBytes": "number",
            /// Milliseconds.
            "timeout": "number",
        }
        /// Wait, then `waitEnded`.
        Wait { "ms": "number" }
        /// Wait for the rate limit of the session, then `waitEnded`.
        HoldBack { "ms": "number" }
        /// Hand over the answer. The call is forgotten.
        Succeed {
            "note": "CallNote",
            /// The user asked for a sign-in, and the session has new tokens: put them into the store.
            "signedIn": "boolean",
        }
        /// Throw this error. The call is forgotten.
        Fail { "error": "FailureJson" }
    }
    /// What the job that signs in wants done next.
    SessionEffect {
        /// Read the token store, then `tokensLoaded`.
        LoadTokens {}
        /// Call the user's `token()`, then `tokenProvided`.
        RequestToken {}
        /// Make the call of `startSignInCall`, then `signInCallEnded`.
        Login {}
        /// The same, with `refresh`.
        Refresh {}
        /// Write the token store, then `tokensSaved`.
        SaveTokens { "tokens": "string" }
        /// The job is over, well or not. `tokens` are the session's, for a fresh engine.
        EndSignIn { "tokens": "string" }
    }
    /// What a creation wants done next.
    CreationEffect {
        /// Look the thing up: call this operation (`orders.get`, `patients.get`, `search.patients`) with these arguments.
        /// Then `lookedUp`, or `lookUpFailed`.
        LookUp { "operation": "string", "args": "unknown[]" }
        /// Send the create. Then hand over its answer, or `createAnswerLost` or `createRefused`.
        Create {}
        /// Wait, then `pauseEnded`.
        Pause { "ms": "number" }
        /// Return the value at this path of the looked-up answer. An empty path means the whole answer.
        ReturnFound { "path": "(string | number)[]" }
        /// Throw this error, with what is known of the calls: another order has the key, or the patient at this path of the
        /// looked-up answer, who differs in these fields. Nothing was sent.
        KeyTaken { "error": "FailureJson", "path?": "(string | number)[]", "differs?": "string[]" }
        /// Throw the error of the last request. Nothing was made.
        RethrowError {}
        /// Throw this error, with what is known of the calls: nobody knows what became of it.
        OutcomeUnknown { "error": "FailureJson" }
    }
}

shapes! {
    /// Why something failed. `errorOf` makes an error of it.
    FailureJson {
        "class": "ErrorClass",
        "outcome": "Outcome",
        "message": "string",
        "hint?": "string",
        /// A code of the network layer, out of a fixed list.
        "causeCode?": "string",
        "status?": "number",
        "retryAfterMs?": "number",
        "issues?": "Issue[]",
        "warnings?": "Issue[]",
        "fieldErrors?": "RefusedField[]",
        "operation?": "string",
        "method?": "string",
        "path?": "string",
        "requestId?": "string",
        "attempts?": "number",
        "elapsedMs?": "number",
    }
    /// What there is to know about a call that went well.
    CallNote {
        "warnings": "Issue[]",
        "drift?": "Issue[]",
        "status": "number",
        /// How many items a list has in all, where a header tells.
        "total?": "number",
        "operation": "string",
        "method": "string",
        /// With its ids in braces.
        "path": "string",
        "requestId?": "string",
        "attempts": "number",
        "elapsedMs": "number",
    }
    /// What fetch gets, beside the URL.
    SendInit {
        "method": "string",
        "headers": "Record<string, string>",
        "body?": "string",
    }
    /// What an attempt is about, without a value of it.
    AttemptInfo {
        "operation": "string",
        "method": "string",
        /// With its ids in braces.
        "path": "string",
        "attempt": "number",
    }
    /// What a network error tells about where it failed. All that the runtime's Error has of these.
    NetworkError {
        "code?": "string | undefined",
        "hostname?": "string | undefined",
        "address?": "string | undefined",
        "port?": "number | string | undefined",
        /// Bun names the URL: its error's `path`.
        "url?": "string | undefined",
    }
    /// What a session belongs to.
    SessionAccount {
        /// Empty where the base URL has no host.
        "origin": "string",
        /// The e-mail, or else a token. Hash it before it is stored.
        "account": "string",
        /// Requests leave this machine unencrypted.
        "isPlainHTTP": "boolean",
    }
    /// The options of a creation.
    CreationOptions {
        "resend?": "string | undefined",
        /// Milliseconds.
        "lookFor?": "number | undefined",
        "ifDifferent?": "string | undefined",
        /// A create with this key was sent before.
        "sent?": "boolean",
        /// Blend's id of what this process made with it, if known.
        "made?": "string | undefined",
        /// It made that from other params.
        "madeOtherwise?": "boolean | undefined",
        /// The options of its calls that the checks need.
        "call?": "object",
    }
    /// What a page turned out to be.
    PageTurn {
        /// For each item, whether it is new.
        "fresh": "boolean[]",
        "last": "boolean",
        /// Every item of a page that is not empty was there before.
        "stuck": "boolean",
        /// Items that came a second time, over all pages.
        "repeated": "number",
    }
}

/// The replies that are no single object: name, TypeScript type, doc.
#[cfg(not(target_arch = "wasm32"))]
pub static ALIASES: &[(&str, &str, &str)] = &[
    ("OpenedClient", "{ client: number } | { error: FailureJson }", "A client's number, or why it could not be opened."),
    ("StartedCall", "CallEffect & { call?: number }", "The first effect of a call, and the call's number where it goes on."),
    (
        "OpenedCreation",
        "(CreationEffect & { creation: number }) | { error: FailureJson }",
        "The first effect of a creation and its number, or what is wrong with it.",
    ),
];
