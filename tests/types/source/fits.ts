// The sources are what the declarations by hand say: the same exports, and classes and functions that fit. Compiled, never run.
// What the sources make at run time (the groups of a client, the codes of errors) the test `members` compares.
import type * as declared from "../../../pkg-template/types/index.js";
import type * as declaredBulk from "../../../pkg-template/types/bulk.js";
import type * as declaredIntake from "../../../pkg-template/types/intake.js";
import type * as declaredIntakeServer from "../../../pkg-template/types/intake-server.js";
import type * as declaredSandbox from "../../../pkg-template/types/sandbox.js";
import type * as declaredStores from "../../../pkg-template/types/stores.js";
import type * as declaredWebhooks from "../../../pkg-template/types/webhooks.js";
import type * as source from "../../../pkg-template/src/index.js";
import type * as sourceBulk from "../../../pkg-template/src/entries/bulk.js";
import type * as sourceIntake from "../../../pkg-template/src/entries/intake.js";
import type * as sourceIntakeServer from "../../../pkg-template/src/entries/intake-server.js";
import type * as sourceSandbox from "../../../pkg-template/src/entries/sandbox.js";
import type * as sourceStores from "../../../pkg-template/src/entries/stores.js";
import type * as sourceWebhooks from "../../../pkg-template/src/entries/webhooks.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Fits<Source, Declared> = [Source] extends [Declared] ? true : false;
type Takes<Source extends (...args: never[]) => unknown, Declared extends (...args: never[]) => unknown> = Fits<
  Parameters<Declared>,
  Parameters<Source>
>;
function holds<_Fact extends true>(): void {}

// Exports
holds<Same<keyof typeof source, keyof typeof declared>>();
holds<Same<keyof typeof sourceBulk, keyof typeof declaredBulk>>();
holds<Same<keyof typeof sourceIntake, keyof typeof declaredIntake>>();
holds<Same<keyof typeof sourceIntakeServer, keyof typeof declaredIntakeServer>>();
holds<Same<keyof typeof sourceSandbox, keyof typeof declaredSandbox>>();
holds<Same<keyof typeof sourceStores, keyof typeof declaredStores>>();
holds<Same<keyof typeof sourceWebhooks, keyof typeof declaredWebhooks>>();

// What a method returns, and lists
holds<Fits<source.BlendPromise<string>, declared.BlendPromise<string>>>();
holds<Fits<source.Page<string>, declared.Page<string>>>();
holds<Fits<source.PagePromise<string>, declared.PagePromise<string>>>();

// The client, whose groups come at run time
type Own = keyof source.Blend & string;
holds<Fits<Own, keyof declared.Blend>>();
holds<Fits<typeof source.Blend, new (options?: declared.BlendOptions) => unknown>>();
holds<Takes<source.Blend["withOptions"], declared.Blend["withOptions"]>>();
holds<Fits<source.Blend["request"], declared.Blend["request"]>>();

// Errors and guards
holds<Fits<source.BlendError, declared.BlendError>>();
holds<Takes<typeof source.isBlendError, typeof declared.isBlendError>>();
holds<Takes<typeof source.errorFromJSON, typeof declared.errorFromJSON>>();
holds<Takes<typeof source.isKnownSearchResult, typeof declared.isKnownSearchResult>>();
holds<Takes<typeof source.medicationsOf, typeof declared.medicationsOf>>();

// The other entries
holds<Fits<typeof sourceSandbox.Sandbox, typeof declaredSandbox.Sandbox>>();
holds<Fits<typeof sourceStores.encryptedStore, typeof declaredStores.encryptedStore>>();
holds<Fits<typeof sourceStores.redisStore, typeof declaredStores.redisStore>>();
holds<Fits<typeof sourceStores.fileStore, typeof declaredStores.fileStore>>();
holds<Fits<typeof sourceStores.postgresStore, typeof declaredStores.postgresStore>>();
holds<Fits<typeof sourceStores.redisInbox, typeof declaredStores.redisInbox>>();
holds<Fits<typeof sourceStores.postgresInbox, typeof declaredStores.postgresInbox>>();
holds<Takes<typeof sourceBulk.bulk, typeof declaredBulk.bulk>>();
holds<Takes<typeof sourceIntake.createIntake, typeof declaredIntake.createIntake>>();
holds<Takes<typeof sourceIntake.rules, typeof declaredIntake.rules>>();
holds<Takes<typeof sourceWebhooks.createWebhookHandler, typeof declaredWebhooks.createWebhookHandler>>();
holds<Fits<typeof sourceWebhooks.verifyWebhook, typeof declaredWebhooks.verifyWebhook>>();
holds<Takes<typeof sourceWebhooks.parseWebhook, typeof declaredWebhooks.parseWebhook>>();
holds<Takes<typeof sourceWebhooks.findOrder, typeof declaredWebhooks.findOrder>>();
holds<Fits<typeof sourceStores.redisRateLimit, typeof declaredStores.redisRateLimit>>();
holds<Fits<typeof sourceIntakeServer.createProxy, typeof declaredIntakeServer.createProxy>>();
holds<Fits<typeof sourceIntakeServer.toNodeHandler, typeof declaredIntakeServer.toNodeHandler>>();
