// What an editor shows: units, formats, and what is only inferred or deprecated.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hover } from "./editor.mjs";

const CASES = [
  ["units of a height", "(null! as sdk.NewPatient).height_inches", /Height in inches/],
  ["units of a weight", "(null! as sdk.NewPatient).weight_pounds", /Weight in pounds/],
  ["the format of a phone", "(null! as sdk.NewPatient).phone", /Ten digits without formatting/],
  ["the format of a date", "(null! as sdk.NewPatient).date_of_birth", /YYYY-MM-DD/],
  [
    "what a quantity counts",
    "(null! as sdk.NewMedication).quantity",
    /counted in `units` \(meaning presumed[^]*The example is a whole number/,
  ],
  ["that a unit is a code", "(null! as sdk.NewMedication).units", /Code of the unit[^]*sends it as you give\s+it/],
  [
    "the days that a quantity lasts",
    "(null! as sdk.NewMedication).days_supply",
    /how many days.* \(meaning presumed from the name\)/,
  ],
  [
    "what a composite's order is only taken to do without",
    "(null! as sdk.CompositeRequest).patient",
    /nor does the order\s+\(inferred\)/,
  ],
  ["the limits of a page", "(null! as sdk.OrdersListParams).page_size", /At most 200/],
  ["the default of a page", "(null! as sdk.OrdersListParams).page_size", /@default 25/],
  ["that a field is taken to be needed", "(null! as sdk.NewPrescriber).npi", /probably requires it \(inferred\)/],
  ["that a field is inferred", "(null! as sdk.NewSupervision).supervisor_id", /Inferred: no page/],
  ["that an operation is inferred", "blend.orders.pause", /Inferred: its path, verb or body is a guess/],
  ["whether an operation is repeated", "blend.orders.create", /Retries: never, because a second order/],
  [
    "the statuses of an action",
    "blend.orders.pause",
    /Allowed while the order is `received`, `exception` \(documented\)/,
  ],
  [
    "that a call is deprecated, and for what",
    "blend.notifications.listSubscriptions",
    /@deprecated By Blend: use `listWebhooks`/,
  ],
  ["that nothing satisfies the rules for controlled substances", "blend.prescriptions.create", /controlled substances/],
  [
    "which id of a risk factor is unknown",
    "blend.patients.deactivateRiskFactor",
    /Which id is meant is not documented/,
  ],
  ["what a timeout counts", "(null! as sdk.CallOptions).timeout", /ms|[Mm]illiseconds/],
  ["an example of a method", "blend.orders.create", /@example[^]*await blend\.orders\.create\(/],
  ["an example of a part that the client adds", "blend.orders.waitFor", /@example[^]*waitFor\("visit-2041"/],
  [
    "the documentation of a field that comes from a part",
    "(null! as sdk.Prescriber).npi",
    /National Provider Identifier/,
  ],
  ["no advice for requests in an answer", "(null! as sdk.ReturnedAddress).city", /^(?![^]*requires)/],
];

for (const [name, code, shown] of CASES) {
  test(`hovering shows ${name}`, () => assert.match(hover(code), shown));
}
